/// Feature flags: who owns each and until when, what is safe, who gets what, and how automation
/// switches one for a cohort.
///
/// The registry says what people declared: variations, the safe one among them, owner, dates, the
/// holdout, and on which platform the flag lives. The built-in platform serves flags itself, from
/// memory, over OFREP; others stand in `flag.platform` behind one interface, [FlagPlatform]. Every
/// switch is on record, whatever the platform, with an owner and an end.
///
/// **Invariant:** automation only ever moves a cohort to the declared safe variation. It never
/// touches what people set: a switch lies over it and is lifted off again. The holdout stays out of
/// every switch, and a person's change that is younger than the evidence wins.
///
/// **Invariant:** raising a percentage takes it from nobody who has it ([Division]).
///
/// Start with [Flag] and [Flags] (the registry), [FlagEvaluation] (who gets what), [LiveFlags] (how
/// every instance follows), and [FlagPlatform]; `docs/flags.md` says it for people.
@NullMarked
package dev.ombud.act.flag;

import org.jspecify.annotations.NullMarked;
