-- What people are asked and what they answered, what they forbid for a while, and what came of it.
--
-- A review is written in the transaction of the decision that proposes it and never changes but in
-- how it ended. The service may not delete one, and may not touch what was proposed.

create table reviews (
  proposed_at timestamptz not null,
  due_at timestamptz not null,
  closed_at timestamptz,
  priority double precision not null,
  confidence double precision not null,
  id uuid not null,
  decision_id uuid not null,
  incident_id uuid,
  superseded_by uuid,
  state text not null,
  lane text not null,
  severity text not null,
  tier text not null,
  raised_from text,
  scope text not null,
  product text not null,
  surface text not null,
  subject text not null,
  environment text not null,
  cohort text not null,
  cluster text not null,
  owner_team text not null,
  closed_by text,
  reason text,
  ending text,
  evidence_digest bytea not null,
  binding bytea not null,
  ordinals integer[],
  actions json not null,
  constraint reviews_have_one_id_each primary key (id),
  constraint review_state_is_known check (
    state in ('OPEN', 'APPROVED', 'AMENDED', 'REJECTED', 'SUPERSEDED', 'EXPIRED')
  ),
  constraint review_lane_is_known check (lane in ('FAST', 'WORKBENCH', 'BULK')),
  constraint review_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4')),
  constraint review_tiers_are_known check (
    tier in ('NONE', 'TIER_1', 'TIER_2', 'TIER_3')
    and raised_from in ('NONE', 'TIER_1', 'TIER_2')
  ),
  constraint review_scope_is_known check (scope in ('COHORT', 'GLOBAL')),
  constraint review_confidence_is_a_share check (confidence >= 0 and confidence <= 1),
  constraint review_digests_are_sha256 check (
    octet_length(evidence_digest) = 32 and octet_length(binding) = 32
  ),
  constraint review_is_due_after_it_was_proposed check (due_at > proposed_at),
  constraint closed_review_says_when_by_whom_and_why check (
    num_nulls(closed_at, closed_by, reason) = case state when 'OPEN' then 3 else 0 end
  ),
  constraint answered_review_says_what_is_done check (
    (ordinals is not null) = (state in ('APPROVED', 'AMENDED', 'REJECTED'))
  ),
  constraint superseded_review_says_by_which_decision check (
    (superseded_by is not null) = (state = 'SUPERSEDED')
  ),
  constraint expired_review_says_what_became_of_it check (
    (ending is not null) = (state = 'EXPIRED') and ending in ('HOLD', 'LAPSE')
  ),
  constraint only_people_answer_reviews check (
    state not in ('APPROVED', 'AMENDED', 'REJECTED') or closed_by <> 'service'
  )
)
with (fillfactor = 80);

create unique index one_review_is_open_for_an_incident on reviews (incident_id) where state = 'OPEN';
create index reviews_by_priority on reviews (priority desc, id desc);
create index open_reviews_by_priority on reviews (priority desc, id desc) where state = 'OPEN';
create index open_reviews_by_end on reviews (due_at) where state = 'OPEN';
create index reviews_by_cluster on reviews (product, cluster, id desc);
create index reviews_by_decision on reviews (decision_id);

comment on table reviews is 'What decisions ask people about, and what they answered. What was proposed never changes.';
comment on column reviews.superseded_by is 'The newer decision of the same incident that voided it.';
comment on column reviews.raised_from is 'The tier of the review that it took the place of, where it proposes a wider one.';
comment on column reviews.closed_by is 'The name of a token, or service where nobody answered or new evidence came.';
comment on column reviews.ending is 'What became of it where nobody answered in time: the policy of its lane.';
comment on column reviews.evidence_digest is 'SHA-256 of the aggregate that was decided on.';
comment on column reviews.binding is 'SHA-256 of the canonical JSON of what will be done and on what evidence.';
comment on column reviews.ordinals is 'Which of the actions a person let through; none where it was rejected.';
comment on column reviews.actions is 'What is proposed: ordinal, kind and target of each.';

create table overrides (
  placed_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  id uuid not null,
  product text not null,
  subject text not null,
  effect text not null,
  placed_by text not null,
  reason text not null,
  ended_by text,
  end_reason text,
  constraint overrides_have_one_id_each primary key (id),
  constraint override_effect_is_known check (effect in ('FORBID_AUTOMATION', 'FORBID_MITIGATION')),
  constraint override_has_an_end check (until > placed_at and until <= placed_at + interval '91 days'),
  constraint override_has_a_reason check (reason <> ''),
  constraint ended_override_says_by_whom_and_why check (
    num_nulls(ended_at, ended_by, end_reason) in (0, 3)
  )
);

create index overrides_by_end on overrides (product, until) where ended_at is null;

comment on table overrides is 'What people forbid for a while. Kept for ever; ended, never deleted.';
comment on column overrides.subject is 'flag:…, release:…, cluster:…, experiment:… or surface:…, as actions have their targets.';

create table outcomes (
  recorded_at timestamptz not null,
  at timestamptz not null,
  id uuid not null,
  decision_id uuid,
  incident_id uuid,
  kind text not null,
  label text,
  report text not null,
  ticket text,
  reporter text not null,
  detail text not null,
  constraint outcomes_have_one_id_each primary key (id),
  constraint outcomes_are_reported_once unique (report),
  constraint outcome_kind_is_known check (
    kind in ('TICKET_RESOLVED', 'TICKET_REOPENED', 'TICKET_DECLINED', 'DEPLOYED', 'LABELLED')
  ),
  constraint outcome_label_is_known check (
    (label is not null) = (kind = 'LABELLED') and label in ('CORRECT', 'PARTIALLY_CORRECT', 'WRONG')
  ),
  constraint outcome_says_what_it_is_about check (num_nonnulls(decision_id, incident_id, ticket) > 0)
);

create index outcomes_by_decision on outcomes (decision_id, id desc) where decision_id is not null;
create index outcomes_by_incident on outcomes (incident_id, id desc) where incident_id is not null;
create index outcomes_by_ticket on outcomes (ticket, id desc) where ticket is not null;

comment on table outcomes is 'What other systems and people report about decisions afterwards. Never changed.';
comment on column outcomes.report is 'The reporter''s own id of it, so that the second report of the same changes nothing.';

grant select, insert on reviews, overrides, outcomes to ombud_service;
grant update (state, closed_at, closed_by, reason, ending, ordinals, superseded_by) on reviews
  to ombud_service;
grant update (ended_at, ended_by, end_reason) on overrides to ombud_service;
