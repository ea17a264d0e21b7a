-- The Merkle log over everything that is on record, what people did beside decisions, and the texts
-- of evidence, which can be forgotten.
--
-- Whoever records something puts its leaf into log_queue in the same transaction; a sealer takes it
-- out, gives it the next index and signs a checkpoint. See docs/audit-log.md for what is hashed.

create table log_queue (
  id bigint generated always as identity,
  kind text not null,
  record_ids uuid[] not null,
  hashes bytea not null,
  constraint log_queue_has_one_id_each primary key (id),
  constraint log_queue_kind_is_known check (kind in ('DECISION', 'EVENT')),
  constraint log_queue_has_a_hash_for_each_record check (
    cardinality(record_ids) > 0 and octet_length(hashes) = 32 * cardinality(record_ids)
  )
);

comment on table log_queue is 'Committed records that have no leaf yet, a row a transaction.';
comment on column log_queue.hashes is 'The leaf hashes (RFC 6962) of the records, one after the other.';

create table log_leaves (
  leaf_index bigint not null,
  record_id uuid not null,
  kind text not null,
  hash bytea not null,
  constraint log_leaves_have_one_index_each primary key (leaf_index),
  constraint records_are_sealed_once unique (record_id),
  constraint log_leaf_kind_is_known check (kind in ('DECISION', 'EVENT')),
  constraint log_leaf_index_is_not_negative check (leaf_index >= 0),
  constraint log_leaf_hash_is_a_sha256 check (octet_length(hash) = 32)
);

comment on table log_leaves is 'The leaves of the Merkle log (RFC 6962). Only grows, without gaps, for ever.';
comment on column log_leaves.hash is 'SHA-256 over 0x00 and the leaf; it stays when the record is retired.';

create table log_nodes (
  node_index bigint not null,
  level smallint not null,
  hash bytea not null,
  constraint log_nodes_have_one_place_each primary key (level, node_index),
  constraint log_node_level_is_kept check (level in (8, 16, 24, 32)),
  constraint log_node_hash_is_a_sha256 check (octet_length(hash) = 32)
);

comment on table log_nodes is 'Hashes of whole subtrees of 256, 65,536, … leaves, so that proofs read little.';

create table log_keys (
  at timestamptz not null,
  from_size bigint not null,
  id text not null,
  name text not null,
  public_key bytea not null,
  endorsement bytea,
  constraint log_keys_have_one_id_each primary key (id),
  constraint log_keys_begin_at_a_size unique (from_size),
  constraint log_key_is_ed25519 check (octet_length(public_key) = 32),
  constraint later_log_key_is_endorsed check (from_size = 0 or endorsement is not null)
);

comment on table log_keys is 'The public keys of the log, each endorsed by the one before.';
comment on column log_keys.id is 'The C2SP key id, 8 hexadecimal digits.';
comment on column log_keys.from_size is 'It signs checkpoints of more leaves than this.';

create table checkpoints (
  at timestamptz not null,
  size bigint not null,
  root bytea not null,
  key_id text not null,
  note text not null,
  constraint checkpoints_have_one_size_each primary key (size),
  constraint checkpoint_is_signed_by_a_known_key foreign key (key_id) references log_keys (id),
  constraint checkpoint_root_is_a_sha256 check (octet_length(root) = 32)
);

comment on table checkpoints is 'Signed tree heads (C2SP tlog-checkpoint), as they were handed out.';

create table audit_events (
  at timestamptz not null,
  id uuid not null,
  decision_id uuid,
  kind text not null,
  actor text not null,
  subject text not null,
  reason text not null,
  salt bytea not null,
  detail json not null,
  constraint audit_events_have_one_id_each primary key (id),
  constraint audit_event_time_is_in_its_id check (uuid_extract_timestamp(id) = at),
  constraint audit_event_salt_has_16_bytes check (octet_length(salt) = 16),
  constraint audit_event_actor_is_not_empty check (actor <> '')
);

create index audit_events_by_decision on audit_events (decision_id, id desc) where decision_id is not null;
create index audit_events_by_actor on audit_events (actor, id desc);
create index audit_events_by_kind on audit_events (kind, id desc);
create index audit_events_by_subject on audit_events (subject, id desc);

comment on table audit_events is 'What people and the service did besides deciding. Each is a leaf of the log.';
comment on column audit_events.id is 'UUIDv7.';
comment on column audit_events.subject is 'What it was done to, for example evidence:rv-1, draft:…, ruleset:3.';
comment on column audit_events.detail is 'Canonical JSON (RFC 8785).';

create table text_keys (
  at timestamptz not null,
  id smallint not null,
  proof bytea not null,
  constraint text_keys_have_one_id_each primary key (id),
  constraint text_key_proof_is_a_sha256 check (octet_length(proof) = 32)
);

comment on table text_keys is 'Which keys encrypt texts; the keys themselves are not here.';
comment on column text_keys.proof is 'HMAC-SHA256 of a fixed text under the key, so that a wrong key is noticed.';

create table evidence_texts (
  erased_at timestamptz,
  decision_id uuid not null,
  key_id smallint not null,
  ordinal smallint not null,
  path text not null,
  evidence_id text,
  masked text[] not null,
  salt bytea,
  seed bytea,
  lookup bytea,
  sealed bytea,
  constraint evidence_texts_have_one_ordinal_each primary key (decision_id, ordinal),
  constraint evidence_text_is_there_or_erased check (
    num_nulls(salt, seed, lookup, sealed) = case when erased_at is null then 0 else 4 end
  )
)
partition by range (decision_id);

create index evidence_texts_by_evidence on evidence_texts (evidence_id, decision_id desc)
  where evidence_id is not null;

comment on table evidence_texts is 'The texts of evidence, encrypted; partitions as of decisions. Not part of the record.';
comment on column evidence_texts.path is 'Where the text stood in the aggregate, a JSON Pointer.';
comment on column evidence_texts.masked is 'What kinds of things were masked in it.';
comment on column evidence_texts.salt is 'The record has SHA-256 over salt and text.';
comment on column evidence_texts.seed is 'The key of this text is made from it and the text key; erasing destroys it.';
comment on column evidence_texts.lookup is 'Keyed hash of the text''s SHA-256, to find what must be erased.';
comment on column evidence_texts.sealed is 'The masked text, and the raw one where it differs, under AES-256-GCM.';

create table holds (
  placed_at timestamptz not null,
  released_at timestamptz,
  range_from timestamptz,
  range_to timestamptz,
  id uuid not null,
  decision_id uuid,
  product text,
  evidence_id text,
  reason text not null,
  placed_by text not null,
  released_by text,
  constraint holds_have_one_id_each primary key (id),
  constraint hold_says_what_it_keeps check (
    num_nonnulls(range_from, range_to, decision_id, product, evidence_id) > 0
  ),
  constraint hold_has_a_reason check (reason <> ''),
  constraint released_hold_says_by_whom check ((released_at is null) = (released_by is null))
);

comment on table holds is 'Legal holds: what matches all that one names is neither retired nor erased.';

create table archives (
  month date not null,
  archived_at timestamptz not null,
  dropped_at timestamptz,
  records bigint not null,
  bytes bigint not null,
  path text not null,
  digest bytea not null,
  constraint archives_have_one_month_each primary key (month),
  constraint archive_begins_with_a_month check (extract(day from month) = 1),
  constraint archive_digest_is_a_sha256 check (octet_length(digest) = 32)
);

comment on table archives is 'Months whose records stand in a verified file, and no longer here once dropped.';

grant select on log_queue, log_leaves, log_nodes, log_keys, checkpoints, audit_events, text_keys,
  evidence_texts, holds, archives to ombud_service;
grant insert on log_queue, log_leaves, log_nodes, log_keys, checkpoints, audit_events, text_keys,
  evidence_texts, holds, archives to ombud_service;
grant delete on log_queue to ombud_service;
grant update (erased_at, salt, seed, lookup, sealed) on evidence_texts to ombud_service;
grant update (released_at, released_by) on holds to ombud_service;
grant update (dropped_at) on archives to ombud_service;

-- As before, and for evidence_texts too.

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
        foreach parent in array array['decisions', 'firings', 'evidence_texts'] loop
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
