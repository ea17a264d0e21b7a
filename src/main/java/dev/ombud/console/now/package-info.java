/// The first page: how things stand at this moment, live.
///
/// A chore looks at the database every few seconds and keeps what it saw
/// ([dev.ombud.console.now.Pulse]); pages, data and events all show that, so that it costs the same
/// however many people watch.
///
/// **Invariant:** what is shown is at most a few seconds old, or says how old it is.
@org.jspecify.annotations.NullMarked
package dev.ombud.console.now;
