-- The record: rulesets, tokens, incidents, decisions and what fired in them.
--
-- The group role ombud_service is there already (`Database` makes it, or an administrator); it gets
-- here exactly what the service needs and owns nothing. Columns stand by alignment, widest first, so
-- that no row is padded. Ranges are half-open. Constraints are named as sentences. What people ask
-- inside of is jsonb; what is only read back is json, which costs half as much to write. The
-- partitioned tables have no foreign keys, for the same reason: see docs/database.md.

create table rulesets (
  version bigint not null,
  published_at timestamptz not null,
  activated_at timestamptz,
  digest bytea not null,
  state text not null,
  published_by text not null,
  constraint rulesets_have_one_version_each primary key (version),
  constraint rulesets_have_one_digest_each unique (digest),
  constraint ruleset_versions_count_from_one check (version >= 1),
  constraint ruleset_digest_is_a_sha256 check (octet_length(digest) = 32),
  constraint ruleset_state_is_known check (
    state in ('DRAFT', 'CHECKED', 'TESTED', 'BACKTESTED', 'SUBMITTED', 'APPROVED', 'ACTIVE', 'RETIRED')
  ),
  constraint active_ruleset_says_since_when check (state <> 'ACTIVE' or activated_at is not null)
);

create unique index one_ruleset_is_active_at_most on rulesets (state) where state = 'ACTIVE';

comment on table rulesets is 'Every published version of everything that decides; kept for ever.';
comment on column rulesets.version is 'Counts up from 1 without gaps.';
comment on column rulesets.digest is 'SHA-256 over all parts.';
comment on column rulesets.activated_at is 'When it last became the active one.';

create table ruleset_parts (
  version bigint not null,
  path text not null,
  digest bytea not null,
  bytes bytea not null,
  constraint ruleset_parts_have_one_path_each primary key (version, path),
  constraint ruleset_parts_belong_to_a_ruleset foreign key (version) references rulesets (version),
  constraint ruleset_part_path_is_not_empty check (path <> ''),
  constraint ruleset_part_digest_is_a_sha256 check (octet_length(digest) = 32)
);

comment on table ruleset_parts is 'The files of a ruleset, byte for byte.';
comment on column ruleset_parts.path is 'Relative, with slashes, for example rules/guardrails.drl.';

create table tokens (
  created_at timestamptz not null,
  revoked_at timestamptz,
  name text not null,
  source text not null,
  roles text[] not null,
  secret_digest bytea not null,
  constraint tokens_have_one_name_each primary key (name),
  constraint tokens_have_one_secret_each unique (secret_digest),
  constraint token_name_is_not_empty check (name <> ''),
  constraint token_source_is_known check (source in ('BOOTSTRAP', 'FRESH')),
  constraint token_has_known_roles check (
    cardinality(roles) > 0
    and roles <@ array['caller', 'owner', 'reviewer', 'auditor', 'operator', 'admin']
  ),
  constraint token_secret_is_kept_as_a_sha256 check (octet_length(secret_digest) = 32),
  constraint token_is_revoked_after_its_creation check (revoked_at >= created_at)
);

comment on table tokens is 'Bearer tokens; the secret itself is not here.';
comment on column tokens.source is 'BOOTSTRAP: from the settings; FRESH: made and printed by a start.';

create table incidents (
  opened_at timestamptz not null,
  last_decided_at timestamptz not null,
  mitigated_at timestamptz,
  closed_at timestamptz,
  id uuid not null,
  last_decision_id uuid not null,
  breaches integer not null,
  clears integer not null,
  state text not null,
  tier_reached text not null,
  product text not null,
  subject text not null,
  environment text not null,
  cohort text not null,
  cluster text not null,
  touched_by text not null,
  constraint incidents_have_one_id_each primary key (id),
  constraint incident_state_is_known check (state in ('OPEN', 'CLOSED')),
  constraint incident_tier_is_known check (tier_reached in ('NONE', 'TIER_1', 'TIER_2', 'TIER_3')),
  constraint incident_key_has_no_empty_part check (
    product <> '' and subject <> '' and environment <> '' and cohort <> '' and cluster <> ''
  ),
  constraint incident_counts_are_not_negative check (breaches >= 0 and clears >= 0),
  constraint incident_is_closed_or_has_no_end check ((state = 'CLOSED') = (closed_at is not null))
)
with (fillfactor = 70);

create unique index one_incident_is_open_for_a_key
  on incidents (product, subject, environment, cohort, cluster) where state = 'OPEN';

comment on table incidents is 'State between decisions of one product, subject, environment, cohort and cluster.';
comment on column incidents.breaches is 'Windows in a row that called for somebody.';
comment on column incidents.clears is 'Windows in a row since then that did not.';
comment on column incidents.subject is 'flag:… or else release:….';
comment on column incidents.tier_reached is 'The widest mitigation that was asked for.';
comment on column incidents.touched_by is 'Who changed it last: service, or the name of a person''s token.';

create table aggregate_keys (
  decision_id uuid not null,
  revision integer not null,
  product text not null,
  aggregate_id text not null,
  digest bytea not null,
  constraint aggregates_are_decided_once primary key (product, aggregate_id, revision),
  constraint aggregate_key_digest_is_a_sha256 check (octet_length(digest) = 32)
);

comment on table aggregate_keys is 'The idempotency key of each decision; not partitioned, so that it holds for ever.';
comment on column aggregate_keys.digest is 'SHA-256 of the aggregate''s canonical JSON (RFC 8785).';

create table decisions (
  decided_at timestamptz not null,
  window_start timestamptz not null,
  window_end timestamptz not null,
  ruleset_version bigint not null,
  priority double precision not null,
  id uuid not null,
  incident_id uuid,
  revision integer not null,
  sla_minutes integer not null,
  severity text not null,
  disposition text not null,
  tier text not null,
  scope text not null,
  mode text not null,
  product text not null,
  surface text not null,
  release_version text,
  aggregate_id text not null,
  cluster_id text not null,
  categories text[] not null,
  owner_team text not null,
  caller text not null,
  trace_id text not null,
  engine_version text not null,
  aggregate_digest bytea not null,
  actions jsonb not null,
  reasons jsonb not null,
  context json not null,
  near_misses json not null,
  aggregate text not null,
  constraint decisions_have_one_id_each primary key (id),
  constraint decision_time_is_in_its_id check (uuid_extract_timestamp(id) = decided_at),
  constraint decision_window_ends_after_its_start check (window_end > window_start),
  constraint decision_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4')),
  constraint decision_disposition_is_known check (
    disposition in ('ACT', 'REVIEW', 'TICKET', 'DIGEST', 'QUARANTINE')
  ),
  constraint decision_tier_is_known check (tier in ('NONE', 'TIER_1', 'TIER_2', 'TIER_3')),
  constraint decision_scope_is_known check (scope in ('COHORT', 'GLOBAL')),
  constraint decision_mode_is_known check (mode in ('AUTOMATIC', 'APPROVAL', 'RECOMMENDATION')),
  constraint decision_digest_is_a_sha256 check (octet_length(aggregate_digest) = 32)
)
partition by range (id);

create index decisions_by_product on decisions (product, id desc);
create index decisions_by_surface on decisions (surface, id desc);
create index decisions_by_release on decisions (release_version, id desc);
create index decisions_by_severity on decisions (severity, id desc);
create index decisions_by_disposition on decisions (disposition, id desc);

comment on table decisions is 'The record, a partition a month (UTC). Never updated, never deleted by the service.';
comment on column decisions.id is 'UUIDv7: its first 48 bits are decided_at in Unix milliseconds.';
comment on column decisions.aggregate is 'The aggregate as received, byte for byte.';
comment on column decisions.aggregate_digest is 'SHA-256 of the aggregate''s canonical JSON (RFC 8785).';
comment on column decisions.context is 'What the service knew besides the aggregate; enough to replay.';

create table firings (
  decision_id uuid not null,
  ordinal smallint not null,
  rule text not null,
  table_name text,
  sheet text,
  cells text,
  compared json not null,
  effects json not null,
  constraint firings_have_one_ordinal_each primary key (decision_id, ordinal),
  constraint firing_stands_in_a_table_or_not check (num_nulls(table_name, sheet, cells) in (0, 3))
)
partition by range (decision_id);

comment on table firings is 'Each rule or row that applied in a decision, in order. Partitions as of decisions.';
comment on column firings.rule is 'The name of the rule, or the id of the row.';
comment on column firings.cells is 'From the first to the last cell of the row, for example A14:R14.';
comment on column firings.compared is 'The values and what was asked of them.';

-- What the service may do. No trigger guards the record: the lack of a grant does.
grant select on rulesets, ruleset_parts, tokens, incidents, aggregate_keys, decisions, firings
  to ombud_service;
grant insert on rulesets, ruleset_parts, tokens, incidents, aggregate_keys, decisions, firings
  to ombud_service;
grant update (state, activated_at) on rulesets to ombud_service;
grant update (roles, secret_digest, source, created_at, revoked_at) on tokens to ombud_service;
grant update (
  state, breaches, clears, tier_reached, last_decision_id, last_decided_at, mitigated_at, closed_at,
  touched_by
) on incidents to ombud_service;
