-- The record in two tables of the same months: `decisions` has what people filter by, narrow, so
-- that much of it stays in memory; `records` has all else. What fired stands in the record of its
-- decision and no longer in a table of its own. Every column of both is in the decision's leaf of
-- the Merkle log (docs/audit-log.md), which decisions of before this version do not have.

do $$
begin
  if exists (select from decisions) then
    raise exception 'this database holds decisions of a version that kept no Merkle log: start with an empty database (or data directory), and keep this one with the version that wrote it';
  end if;
end
$$;

drop table firings;
drop table decisions;

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
  cohort text not null,
  cluster_id text not null,
  owner_team text not null,
  caller text not null,
  trace_id text not null,
  aggregate_id text not null,
  summary text,
  terms text[] not null,
  constraint decisions_have_one_id_each primary key (id),
  constraint decision_time_is_in_its_id check (uuid_extract_timestamp(id) = decided_at),
  constraint decision_window_ends_after_its_start check (window_end > window_start),
  constraint decision_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4')),
  constraint decision_disposition_is_known check (
    disposition in ('ACT', 'REVIEW', 'TICKET', 'DIGEST', 'QUARANTINE')
  ),
  constraint decision_tier_is_known check (tier in ('NONE', 'TIER_1', 'TIER_2', 'TIER_3')),
  constraint decision_scope_is_known check (scope in ('COHORT', 'GLOBAL')),
  constraint decision_mode_is_known check (mode in ('AUTOMATIC', 'APPROVAL', 'RECOMMENDATION'))
)
partition by range (id);

-- What decisions are found by, as field=value, and when they were made: the first 5 and 6 digits of
-- the id are 3.1 days and 4.7 hours. So one index has for every question and every stretch of time
-- the rows that answer it, in their order on the disk, and can leap from one list to the other.

create function ombud_filed(
  terms text[], product text, surface text, release text, cluster text, severity text,
  disposition text, id uuid
) returns text[]
  language sql immutable parallel safe
  as $$
    select terms || array[
      'product=' || product, 'surface=' || surface, 'release=' || release, 'cluster=' || cluster,
      'severity=' || severity, 'disposition=' || disposition, left(id::text, 5), left(id::text, 6)
    ]
  $$;

comment on function ombud_filed is 'Terms of a decision with those that stand in its columns and in its id. Has no search path of its own, so that it is inlined.';

create index decisions_by_terms on decisions using gin (
  ombud_filed(terms, product, surface, release_version, cluster_id, severity, disposition, id),
  to_tsvector('simple', summary)
);
create index decisions_by_incident on decisions (incident_id, id desc) where incident_id is not null;
create index decisions_by_trace on decisions (trace_id, id desc);
create index decisions_by_priority on decisions (priority desc, id desc);

comment on table decisions is 'The record, a partition a month (UTC): what people filter by. Never updated, never deleted by the service.';
comment on column decisions.id is 'UUIDv7: its first 48 bits are decided_at in Unix milliseconds.';
comment on column decisions.cohort is 'Whom the complaints came from, as in the incident''s key; everyone where nobody is named.';
comment on column decisions.summary is 'What the pipeline wrote about the cluster, masked.';
comment on column decisions.terms is 'What else is filtered by, as field=value: row, rule, reason, category, evidence, cohort, tier, mode, owner, caller, version.';

create table records (
  id uuid not null,
  engine_version text not null,
  salt bytea not null,
  ruleset_digest bytea not null,
  aggregate_digest bytea not null,
  texts json not null,
  context json not null,
  actions json not null,
  reasons json not null,
  near_misses json not null,
  aggregate text not null,
  firings json not null,
  constraint records_have_one_id_each primary key (id),
  constraint record_salt_has_16_bytes check (octet_length(salt) = 16),
  constraint record_digests_are_sha256 check (
    octet_length(ruleset_digest) = 32 and octet_length(aggregate_digest) = 32
  )
)
partition by range (id);

comment on table records is 'The record, all else: canonical JSON (RFC 8785) byte for byte. Partitions and rights as of decisions.';
comment on column records.salt is 'Random, so that the leaf of a retired record gives nothing away.';
comment on column records.aggregate is 'The aggregate as received, without the texts of its evidence.';
comment on column records.aggregate_digest is 'SHA-256 of that.';
comment on column records.texts is 'For each text that was taken out or masked: where it stood, SHA-256 over its salt and itself, what was masked.';
comment on column records.context is 'What the service knew besides the aggregate; enough to replay.';
comment on column records.firings is 'Each rule or row that applied, in order, with what it compared and what it set.';

comment on column aggregate_keys.digest is 'SHA-256 of the aggregate as it is kept, without the texts of its evidence.';

grant select, insert on decisions, records to ombud_service;

-- As before, for the new tables.

create or replace function ombud_ensure_partitions(moment timestamptz) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      parent text;
      child text;
      month timestamp;
      made integer := 0;
      this_month constant timestamp := date_trunc('month', moment at time zone 'UTC');
    begin
      for month in
        select generate_series(this_month - interval '1 month', this_month + interval '2 months', interval '1 month')
      loop
        foreach parent in array array['decisions', 'records', 'evidence_texts'] loop
          child := parent || to_char(month, '_YYYY_MM');
          continue when to_regclass('public.' || child) is not null;
          -- Two instances may come at once: the second waits here, and then sees the first one's
          -- table, but only in the table of tables: caches learn of it later.
          perform pg_advisory_xact_lock(7226839016403574);
          continue when exists (
            select from pg_class where relname = child and relnamespace = 'public'::regnamespace
          );
          -- Not `partition of`, which would lock out every writer of the parent: attaching does not.
          -- Compressing rows of 2 to 8 kB costs more time than all else together and saves little.
          execute format(
            'create table public.%I (like public.%I including constraints including storage) with (toast_tuple_target = 8160)',
            child, parent);
          execute format(
            'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
            parent, child, public.ombud_month_bound(month), public.ombud_month_bound(month + interval '1 month'));
          made := made + 1;
        end loop;
      end loop;
      return made;
    end
  $$;
