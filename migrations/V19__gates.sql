-- What release gates were asked and what they said, and who let a release through all the same.
--
-- An evaluation never changes: it has all that its verdict follows from, so that it can be replayed,
-- and its digest stands in an event of the log.

create table gate_overrides (
  placed_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  id uuid not null,
  evaluation_id uuid not null,
  gate text not null,
  product text not null,
  release_version text not null,
  approved_by text not null,
  reason text not null,
  ended_by text,
  end_reason text,
  covers text[] not null,
  constraint gate_overrides_have_one_id_each primary key (id),
  constraint gate_override_has_an_end check (
    until > placed_at and until <= placed_at + interval '24 hours'
  ),
  constraint gate_override_has_a_reason check (reason <> ''),
  constraint gate_override_covers_something check (cardinality(covers) > 0),
  constraint ended_gate_override_says_by_whom_and_why check (
    num_nulls(ended_at, ended_by, end_reason) in (0, 3)
  )
);

create index gate_overrides_by_release on gate_overrides (gate, product, release_version, id desc);

comment on table gate_overrides is 'Who let a release through a gate for a while, and why. Kept for ever; ended, never deleted.';
comment on column gate_overrides.evaluation_id is 'The evaluation that the approver saw.';
comment on column gate_overrides.covers is 'The reasons of that evaluation; it does not hold against any other.';

create table gate_evaluations (
  at timestamptz not null,
  ruleset_version bigint not null,
  id uuid not null,
  override_id uuid,
  is_safe boolean not null,
  gate text not null,
  product text not null,
  release_version text not null,
  stage text not null,
  verdict text not null,
  caller text not null,
  trace_id text not null,
  engine_version text not null,
  ruleset_digest bytea not null,
  digest bytea not null,
  decisions uuid[] not null,
  request text not null,
  hearing text not null,
  answer text not null,
  constraint gate_evaluations_have_one_id_each primary key (id),
  constraint gate_evaluation_time_is_in_its_id check (uuid_extract_timestamp(id) = at),
  constraint gate_stage_is_known check (stage in ('PREPROD', 'CANARY', 'PROGRESSIVE', 'PRODUCTION')),
  constraint gate_verdict_is_known check (verdict in ('BLOCK', 'INSUFFICIENT', 'WARN', 'PASS')),
  constraint gate_lets_through_what_passes_or_is_overridden check (
    is_safe = (verdict in ('WARN', 'PASS') or override_id is not null)
  ),
  constraint gate_digests_are_sha256 check (
    octet_length(ruleset_digest) = 32 and octet_length(digest) = 32
  ),
  constraint gate_override_is_on_record foreign key (override_id) references gate_overrides (id)
);

create index gate_evaluations_by_release
  on gate_evaluations (gate, product, release_version, id desc);
create index gate_evaluations_by_gate on gate_evaluations (gate, id desc);

comment on table gate_evaluations is 'What gates were asked and what they said. Never changed.';
comment on column gate_evaluations.digest is 'SHA-256 of the canonical JSON of all of it; stands in its event of the log.';
comment on column gate_evaluations.decisions is 'The newest decisions of each theme that the verdict rests on.';
comment on column gate_evaluations.hearing is 'Canonical JSON: what stood on record, as the verdict counts it.';
comment on column gate_evaluations.answer is 'Canonical JSON: verdict, reasons, signals, themes, rows; what a replay must find again.';

-- A gate looks for the newest decisions of a product, severity by severity.
create index decisions_for_gates on decisions (product, severity, id desc) include (surface);

grant select, insert on gate_overrides, gate_evaluations to ombud_service;
grant update (ended_at, ended_by, end_reason) on gate_overrides to ombud_service;

-- Deployments that wait at a protection rule of GitHub until a gate has answered.
create table gate_deployments (
  asked_at timestamptz not null,
  due_at timestamptz not null,
  look_at timestamptz not null,
  closed_at timestamptz,
  id uuid not null,
  evaluation_id uuid,
  repository text not null,
  environment text not null,
  run_id text not null,
  release_version text not null,
  trace_id text not null,
  state text not null,
  why text not null,
  constraint gate_deployments_have_one_id_each primary key (id),
  constraint gate_deployments_wait_once unique (repository, run_id, environment),
  constraint gate_deployment_state_is_known check (
    state in ('WAITING', 'APPROVED', 'REJECTED', 'GONE', 'DEAD')
  ),
  constraint closed_gate_deployment_says_when check ((closed_at is null) = (state = 'WAITING'))
);

create index gate_deployments_to_look_at on gate_deployments (look_at) where closed_at is null;

comment on table gate_deployments is 'What GitHub asked gates about, and what it was told.';
comment on column gate_deployments.due_at is 'Until then it waits for a verdict that says something.';
comment on column gate_deployments.look_at is 'When it is looked at next; whoever looks puts it off first.';

grant select, insert on gate_deployments to ombud_service;
grant update (look_at, closed_at, evaluation_id, state, why) on gate_deployments to ombud_service;
