/// Flag platforms outside of this service: Unleash, LaunchDarkly and files for flagd.
///
/// Each leaves what people set as it is and adds what keeps a cohort away from the risk, under a
/// mark with the action's key, so that a second attempt finds the first and a restore takes away
/// exactly that. No vendor's client library is used.
///
/// **Invariant:** nothing here turns a flag on, raises a percentage or serves anybody a variation
/// other than the declared safe one or the one that they had.
///
/// Start with [Platforms], which knows all that are configured.
@NullMarked
package dev.ombud.act.platform;

import org.jspecify.annotations.NullMarked;
