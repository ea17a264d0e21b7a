// Which key asks for what. What is typed into an editor stays there, except the order to save.

export function commandOf(event, isTyping) {
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isCommand && key === "s") {
    return "save";
  }
  if (isTyping) {
    return undefined;
  }
  if (isCommand && key === "z") {
    return event.shiftKey ? "redo" : "undo";
  }
  if (isCommand && key === "y") {
    return "redo";
  }
  if (event.altKey && event.shiftKey && key === "ArrowUp") {
    return "up";
  }
  if (event.altKey && event.shiftKey && key === "ArrowDown") {
    return "down";
  }
  if (key === "Delete" || key === "Backspace") {
    return "clear";
  }
  if (key === "F2") {
    return "edit";
  }
  return key.length === 1 && !isCommand && !event.altKey ? "type" : undefined;
}

export function isTyping(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}
