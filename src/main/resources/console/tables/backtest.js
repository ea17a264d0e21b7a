// Shows how far a backtest is, once a second, and its report as soon as there is one.

const place = document.getElementById("progress");
const label = document.getElementById("judged");
const bar = document.getElementById("bar");
const PAUSE_MILLIS = 1000;

async function look() {
  const answer = await fetch(`${place.dataset.address}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const progress = await answer.json();
  if (!progress.isRunning) {
    window.location.reload();
    return;
  }
  const judged = progress.judged.toLocaleString("en");
  if (progress.total === undefined) {
    label.textContent = "It waits for its turn";
  } else {
    label.textContent = `${judged} of ${progress.total.toLocaleString("en")} decisions judged`;
    bar.max = Math.max(1, progress.total);
    bar.value = progress.judged;
  }
  window.setTimeout(look, PAUSE_MILLIS);
}

if (place) {
  window.setTimeout(look, PAUSE_MILLIS);
}
