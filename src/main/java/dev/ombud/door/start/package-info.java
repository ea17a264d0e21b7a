/// The program: it reads the settings, makes every part in the order of their dependencies and
/// starts the server. With words behind its name it carries out one command instead, checks a
/// ruleset or publishes one from Git, and ends.
///
/// A setting is declared once, in [dev.ombud.door.setting.Setting]; `docs/settings.md` is generated
/// from there, and whatever else begins with `OMBUD_` stops the start.
///
/// **Invariant:** nothing else reads the environment, and nothing is decided here: whatever a part
/// needs, it is given.
///
/// Start with [dev.ombud.door.setting.Settings], and for the commands with
/// [dev.ombud.door.command.CommandLine].
@org.jspecify.annotations.NullMarked
package dev.ombud.door.start;
