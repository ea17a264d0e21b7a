package dev.ombud.act.brief;

/// One version of a prompt, as it stands in `prompts/`.
///
/// @param name that of its [Form]
/// @param version counts up from 1
/// @param digest SHA-256 of the text and of the schema that goes with it
/// @param text what the model is told to do; no data
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Prompt(String name, int version, byte[] digest, String text) {}
