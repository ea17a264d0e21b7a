-- Drafts: what owners change before it is published; who agreed to what; which version decides where.
--
-- A draft's parts may change, a published version's never. Whatever people do to a draft stands in
-- draft_events, which only grows: state and approvals in `drafts` are what follows from it.

alter table rulesets add column activated_by text;
update rulesets set activated_by = published_by where activated_at is not null;
alter table rulesets add constraint active_ruleset_says_who_activated_it
  check (state <> 'ACTIVE' or activated_by is not null);
comment on column rulesets.activated_by is 'Who made it the active one last: a token''s name, or files.';
grant update (activated_by) on rulesets to ombud_service;

create table drafts (
  created_at timestamptz not null,
  changed_at timestamptz not null,
  based_on bigint not null,
  against bigint,
  published bigint,
  id uuid not null,
  approvals_needed integer not null default 1,
  digest bytea not null,
  tested_digest bytea,
  backtested_digest bytea,
  backtested_against bigint,
  state text not null,
  title text not null,
  created_by text not null,
  submitted_by text,
  approved_by text[] not null default '{}',
  approvals_because text[] not null default '{}',
  backtest_because text[] not null default '{}',
  constraint drafts_have_one_id_each primary key (id),
  constraint draft_is_based_on_a_ruleset foreign key (based_on) references rulesets (version),
  constraint draft_is_compared_with_a_ruleset foreign key (against) references rulesets (version),
  constraint draft_becomes_a_ruleset foreign key (published) references rulesets (version),
  constraint draft_state_is_known check (
    state in ('DRAFT', 'CHECKED', 'TESTED', 'BACKTESTED', 'SUBMITTED', 'APPROVED', 'ACTIVE', 'RETIRED')
  ),
  constraint draft_digest_is_a_sha256 check (octet_length(digest) = 32),
  constraint draft_title_is_not_empty check (title <> ''),
  constraint draft_needs_one_approver_at_least check (approvals_needed >= 1),
  constraint submitted_draft_says_by_whom check (
    (state in ('SUBMITTED', 'APPROVED')) <= (submitted_by is not null and against is not null)
  ),
  constraint nobody_approves_what_they_submitted check (
    submitted_by is null or not (submitted_by = any (approved_by))
  ),
  constraint approved_draft_has_its_approvers check (
    state <> 'APPROVED' or cardinality(approved_by) >= approvals_needed
  ),
  constraint published_draft_says_as_which_version check (
    (state in ('ACTIVE', 'RETIRED')) = (published is not null)
  )
);

create index drafts_by_time on drafts (created_at desc, id);

comment on table drafts is 'Changes to the ruleset on their way to being published.';
comment on column drafts.digest is 'SHA-256 over all parts, as of a ruleset; the draft''s ETag.';
comment on column drafts.tested_digest is 'The content for which all scenarios held.';
comment on column drafts.backtested_digest is 'The content that was last backtested to the end.';
comment on column drafts.backtested_against is 'The active ruleset with which that backtest compared.';
comment on column drafts.against is 'The active ruleset with which the submitter compared.';
comment on column drafts.approvals_because is 'Why more than one person must agree.';
comment on column drafts.backtest_because is 'What in that backtest asks for more than one person.';

create table draft_parts (
  draft_id uuid not null,
  path text not null,
  digest bytea not null,
  bytes bytea not null,
  constraint draft_parts_have_one_path_each primary key (draft_id, path),
  constraint draft_parts_belong_to_a_draft foreign key (draft_id) references drafts (id),
  constraint draft_part_path_is_not_empty check (path <> ''),
  constraint draft_part_digest_is_a_sha256 check (octet_length(digest) = 32)
);

comment on table draft_parts is 'The files of a draft as they stand now.';

create table draft_events (
  at timestamptz not null,
  draft_id uuid not null,
  ordinal integer not null,
  kind text not null,
  actor text not null,
  digest bytea not null,
  reason text,
  detail text not null,
  constraint draft_events_have_one_ordinal_each primary key (draft_id, ordinal),
  constraint draft_events_belong_to_a_draft foreign key (draft_id) references drafts (id),
  constraint draft_event_kind_is_known check (
    kind in (
      'CREATED', 'EDITED', 'TESTED', 'BACKTESTED', 'SUBMITTED', 'APPROVED', 'REJECTED', 'ACTIVATED',
      'SHADOW_STARTED', 'SHADOW_STOPPED'
    )
  ),
  constraint what_people_decide_has_a_reason check (
    kind not in ('SUBMITTED', 'APPROVED', 'REJECTED', 'ACTIVATED') or reason <> ''
  )
);

comment on table draft_events is 'Who did what to a draft, when and why. Only grows.';
comment on column draft_events.digest is 'The content that it was done to.';

create table activations (
  at timestamptz not null,
  id bigint generated always as identity,
  version bigint not null,
  previous bigint,
  draft_id uuid,
  actor text not null,
  reason text not null,
  constraint activations_have_one_id_each primary key (id),
  constraint activation_is_of_a_ruleset foreign key (version) references rulesets (version),
  constraint activation_replaces_a_ruleset foreign key (previous) references rulesets (version),
  constraint activation_has_a_reason check (reason <> '')
);

comment on table activations is 'Which ruleset became the active one, when, by whom and why. Only grows.';

insert into activations (at, version, actor, reason)
select activated_at, version, activated_by, 'as it was before activations were recorded'
from rulesets where state = 'ACTIVE';

create table instances (
  started_at timestamptz not null,
  seen_at timestamptz not null,
  version bigint not null,
  id uuid not null,
  digest bytea not null,
  warning text not null,
  constraint instances_have_one_id_each primary key (id)
);

comment on table instances is 'The running instances, and which ruleset each decides by.';
comment on column instances.seen_at is 'Written every few seconds; one that is older is gone.';
comment on column instances.warning is 'Why it does not decide by the active ruleset; empty where it does.';

create table shadows (
  started_at timestamptz not null,
  stopped_at timestamptz,
  draft_id uuid not null,
  digest bytea not null,
  started_by text not null,
  constraint shadows_have_one_start_each primary key (draft_id, started_at),
  constraint shadow_is_of_a_draft foreign key (draft_id) references drafts (id),
  constraint shadow_digest_is_a_sha256 check (octet_length(digest) = 32)
);

create unique index one_shadow_at_a_time_for_a_draft on shadows (draft_id) where stopped_at is null;

comment on table shadows is 'Drafts that judge live traffic silently, on every instance.';
comment on column shadows.digest is 'The content that judges; an edit of the draft ends it.';

create table shadow_reports (
  at timestamptz not null,
  started_at timestamptz not null,
  judged bigint not null,
  changed bigint not null,
  skipped bigint not null,
  failed bigint not null,
  draft_id uuid not null,
  instance uuid not null,
  report json not null,
  constraint shadow_reports_are_one_an_instance primary key (draft_id, started_at, instance),
  constraint shadow_report_is_of_a_shadow
    foreign key (draft_id, started_at) references shadows (draft_id, started_at)
);

comment on table shadow_reports is 'What each instance has gathered for a shadow so far.';

grant select, insert on drafts, draft_parts, draft_events, activations, instances, shadows,
  shadow_reports to ombud_service;
grant update (
  changed_at, digest, tested_digest, backtested_digest, backtested_against, backtest_because, state, against, published,
  approvals_needed, approvals_because, submitted_by, approved_by
) on drafts to ombud_service;
grant update (digest, bytes) on draft_parts to ombud_service;
grant update (seen_at, version, digest, warning) on instances to ombud_service;
grant delete on instances to ombud_service;
grant update (stopped_at) on shadows to ombud_service;
grant update (at, judged, changed, skipped, failed, report) on shadow_reports to ombud_service;
