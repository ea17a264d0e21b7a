-- Whether a mitigation helped. Each that ran is looked at until its window is over; what was found
-- stands here and in the log.

create table effects (
  executed_at timestamptz not null,
  look_until timestamptz not null,
  concluded_at timestamptz,
  action_id uuid not null,
  decision_id uuid not null,
  outcome text,
  reason text,
  measured text,
  constraint effects_have_one_action_each primary key (action_id),
  constraint effect_window_ends_after_it_ran check (look_until > executed_at),
  constraint effect_outcome_is_known check (
    outcome in ('EFFECTIVE', 'INEFFECTIVE', 'HARMFUL', 'INCONCLUSIVE')
  ),
  constraint effect_is_concluded_with_a_reason check (
    num_nulls(concluded_at, outcome, reason, measured) in (0, 4)
  )
);

create index effects_to_conclude on effects (look_until) where concluded_at is null;
create index effects_by_decision on effects (decision_id);

comment on table effects is 'The verification window of each mitigation that ran, and what came of it.';
comment on column effects.measured is 'Canonical JSON: what was measured before and after, of the cohort and of the holdout.';

grant select, insert on effects to ombud_service;
grant update (concluded_at, outcome, reason, measured) on effects to ombud_service;
