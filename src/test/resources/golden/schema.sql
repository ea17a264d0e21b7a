-- The schema after all migrations, from the catalogues.

table aggregate_keys -- The idempotency key of each decision; not partitioned, so that it holds for ever.
table decisions partition by RANGE (id) -- The record, a partition a month (UTC). Never updated, never deleted by the service.
table decisions_YYYY_MM with (toast_tuple_target=8160)
table firings partition by RANGE (decision_id) -- Each rule or row that applied in a decision, in order. Partitions as of decisions.
table firings_YYYY_MM with (toast_tuple_target=8160)
table flyway_schema_history
table incidents with (fillfactor=70) -- State between decisions of one product, subject, environment, cohort and cluster.
table ruleset_parts -- The files of a ruleset, byte for byte.
table rulesets -- Every published version of everything that decides; kept for ever.
table tokens -- Bearer tokens; the secret itself is not here.

column aggregate_keys.01 decision_id uuid not null
column aggregate_keys.02 revision integer not null
column aggregate_keys.03 product text not null
column aggregate_keys.04 aggregate_id text not null
column aggregate_keys.05 digest bytea not null -- SHA-256 of the aggregate's canonical JSON (RFC 8785).
column decisions.01 decided_at timestamp with time zone not null
column decisions.02 window_start timestamp with time zone not null
column decisions.03 window_end timestamp with time zone not null
column decisions.04 ruleset_version bigint not null
column decisions.05 priority double precision not null
column decisions.06 id uuid not null -- UUIDv7: its first 48 bits are decided_at in Unix milliseconds.
column decisions.07 incident_id uuid
column decisions.08 revision integer not null
column decisions.09 sla_minutes integer not null
column decisions.10 severity text not null
column decisions.11 disposition text not null
column decisions.12 tier text not null
column decisions.13 scope text not null
column decisions.14 mode text not null
column decisions.15 product text not null
column decisions.16 surface text not null
column decisions.17 release_version text
column decisions.18 aggregate_id text not null
column decisions.19 cluster_id text not null
column decisions.20 categories text[] not null
column decisions.21 owner_team text not null
column decisions.22 caller text not null
column decisions.23 trace_id text not null
column decisions.24 engine_version text not null
column decisions.25 aggregate_digest bytea not null -- SHA-256 of the aggregate's canonical JSON (RFC 8785).
column decisions.26 actions jsonb not null
column decisions.27 reasons jsonb not null
column decisions.28 context json not null -- What the service knew besides the aggregate; enough to replay.
column decisions.29 near_misses json not null
column decisions.30 aggregate text not null -- The aggregate as received, byte for byte.
column firings.01 decision_id uuid not null
column firings.02 ordinal smallint not null
column firings.03 rule text not null -- The name of the rule, or the id of the row.
column firings.04 table_name text
column firings.05 sheet text
column firings.06 cells text -- From the first to the last cell of the row, for example A14:R14.
column firings.07 compared json not null -- The values and what was asked of them.
column firings.08 effects json not null
column incidents.01 opened_at timestamp with time zone not null
column incidents.02 last_decided_at timestamp with time zone not null
column incidents.03 mitigated_at timestamp with time zone
column incidents.04 closed_at timestamp with time zone
column incidents.05 id uuid not null
column incidents.06 last_decision_id uuid not null
column incidents.07 breaches integer not null -- Windows in a row that called for somebody.
column incidents.08 clears integer not null -- Windows in a row since then that did not.
column incidents.09 state text not null
column incidents.10 tier_reached text not null -- The widest mitigation that was asked for.
column incidents.11 product text not null
column incidents.12 subject text not null -- flag:… or else release:….
column incidents.13 environment text not null
column incidents.14 cohort text not null
column incidents.15 cluster text not null
column incidents.16 touched_by text not null -- Who changed it last: service, or the name of a person's token.
column ruleset_parts.01 version bigint not null
column ruleset_parts.02 path text not null -- Relative, with slashes, for example rules/guardrails.drl.
column ruleset_parts.03 digest bytea not null
column ruleset_parts.04 bytes bytea not null
column rulesets.01 version bigint not null -- Counts up from 1 without gaps.
column rulesets.02 published_at timestamp with time zone not null
column rulesets.03 activated_at timestamp with time zone -- When it last became the active one.
column rulesets.04 digest bytea not null -- SHA-256 over all parts.
column rulesets.05 state text not null
column rulesets.06 published_by text not null
column tokens.01 created_at timestamp with time zone not null
column tokens.02 revoked_at timestamp with time zone
column tokens.03 name text not null
column tokens.04 source text not null -- BOOTSTRAP: from the settings; FRESH: made and printed by a start.
column tokens.05 roles text[] not null
column tokens.06 secret_digest bytea not null

constraint aggregate_keys.aggregate_key_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint aggregate_keys.aggregates_are_decided_once PRIMARY KEY (product, aggregate_id, revision)
constraint decisions.decision_digest_is_a_sha256 CHECK (octet_length(aggregate_digest) = 32)
constraint decisions.decision_disposition_is_known CHECK (disposition = ANY (ARRAY['ACT'::text, 'REVIEW'::text, 'TICKET'::text, 'DIGEST'::text, 'QUARANTINE'::text]))
constraint decisions.decision_mode_is_known CHECK (mode = ANY (ARRAY['AUTOMATIC'::text, 'APPROVAL'::text, 'RECOMMENDATION'::text]))
constraint decisions.decision_scope_is_known CHECK (scope = ANY (ARRAY['COHORT'::text, 'GLOBAL'::text]))
constraint decisions.decision_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint decisions.decision_tier_is_known CHECK (tier = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint decisions.decision_time_is_in_its_id CHECK (uuid_extract_timestamp(id) = decided_at)
constraint decisions.decision_window_ends_after_its_start CHECK (window_end > window_start)
constraint decisions.decisions_have_one_id_each PRIMARY KEY (id)
constraint firings.firing_stands_in_a_table_or_not CHECK (num_nulls(table_name, sheet, cells) = ANY (ARRAY[0, 3]))
constraint firings.firings_have_one_ordinal_each PRIMARY KEY (decision_id, ordinal)
constraint incidents.incident_counts_are_not_negative CHECK (breaches >= 0 AND clears >= 0)
constraint incidents.incident_is_closed_or_has_no_end CHECK ((state = 'CLOSED'::text) = (closed_at IS NOT NULL))
constraint incidents.incident_key_has_no_empty_part CHECK (product <> ''::text AND subject <> ''::text AND environment <> ''::text AND cohort <> ''::text AND cluster <> ''::text)
constraint incidents.incident_state_is_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text]))
constraint incidents.incident_tier_is_known CHECK (tier_reached = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint incidents.incidents_have_one_id_each PRIMARY KEY (id)
constraint ruleset_parts.ruleset_part_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint ruleset_parts.ruleset_part_path_is_not_empty CHECK (path <> ''::text)
constraint ruleset_parts.ruleset_parts_belong_to_a_ruleset FOREIGN KEY (version) REFERENCES rulesets(version)
constraint ruleset_parts.ruleset_parts_have_one_path_each PRIMARY KEY (version, path)
constraint rulesets.active_ruleset_says_since_when CHECK (state <> 'ACTIVE'::text OR activated_at IS NOT NULL)
constraint rulesets.ruleset_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint rulesets.ruleset_state_is_known CHECK (state = ANY (ARRAY['DRAFT'::text, 'CHECKED'::text, 'TESTED'::text, 'BACKTESTED'::text, 'SUBMITTED'::text, 'APPROVED'::text, 'ACTIVE'::text, 'RETIRED'::text]))
constraint rulesets.ruleset_versions_count_from_one CHECK (version >= 1)
constraint rulesets.rulesets_have_one_digest_each UNIQUE (digest)
constraint rulesets.rulesets_have_one_version_each PRIMARY KEY (version)
constraint tokens.token_has_known_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['caller'::text, 'owner'::text, 'reviewer'::text, 'auditor'::text, 'operator'::text, 'admin'::text])
constraint tokens.token_is_revoked_after_its_creation CHECK (revoked_at >= created_at)
constraint tokens.token_name_is_not_empty CHECK (name <> ''::text)
constraint tokens.token_secret_is_kept_as_a_sha256 CHECK (octet_length(secret_digest) = 32)
constraint tokens.token_source_is_known CHECK (source = ANY (ARRAY['BOOTSTRAP'::text, 'FRESH'::text]))
constraint tokens.tokens_have_one_name_each PRIMARY KEY (name)
constraint tokens.tokens_have_one_secret_each UNIQUE (secret_digest)

index CREATE INDEX decisions_by_disposition ON ONLY decisions USING btree (disposition, id DESC)
index CREATE INDEX decisions_by_product ON ONLY decisions USING btree (product, id DESC)
index CREATE INDEX decisions_by_release ON ONLY decisions USING btree (release_version, id DESC)
index CREATE INDEX decisions_by_severity ON ONLY decisions USING btree (severity, id DESC)
index CREATE INDEX decisions_by_surface ON ONLY decisions USING btree (surface, id DESC)
index CREATE UNIQUE INDEX aggregates_are_decided_once ON aggregate_keys USING btree (product, aggregate_id, revision)
index CREATE UNIQUE INDEX decisions_have_one_id_each ON ONLY decisions USING btree (id)
index CREATE UNIQUE INDEX firings_have_one_ordinal_each ON ONLY firings USING btree (decision_id, ordinal)
index CREATE UNIQUE INDEX incidents_have_one_id_each ON incidents USING btree (id)
index CREATE UNIQUE INDEX one_incident_is_open_for_a_key ON incidents USING btree (product, subject, environment, cohort, cluster) WHERE (state = 'OPEN'::text)
index CREATE UNIQUE INDEX one_ruleset_is_active_at_most ON rulesets USING btree (state) WHERE (state = 'ACTIVE'::text)
index CREATE UNIQUE INDEX ruleset_parts_have_one_path_each ON ruleset_parts USING btree (version, path)
index CREATE UNIQUE INDEX rulesets_have_one_digest_each ON rulesets USING btree (digest)
index CREATE UNIQUE INDEX rulesets_have_one_version_each ON rulesets USING btree (version)
index CREATE UNIQUE INDEX tokens_have_one_name_each ON tokens USING btree (name)
index CREATE UNIQUE INDEX tokens_have_one_secret_each ON tokens USING btree (secret_digest)

grant insert on aggregate_keys to ombud_service
grant insert on decisions to ombud_service
grant insert on firings to ombud_service
grant insert on incidents to ombud_service
grant insert on ruleset_parts to ombud_service
grant insert on rulesets to ombud_service
grant insert on tokens to ombud_service
grant select on aggregate_keys to ombud_service
grant select on decisions to ombud_service
grant select on firings to ombud_service
grant select on incidents to ombud_service
grant select on ruleset_parts to ombud_service
grant select on rulesets to ombud_service
grant select on tokens to ombud_service
grant update (activated_at) on rulesets to ombud_service
grant update (breaches) on incidents to ombud_service
grant update (clears) on incidents to ombud_service
grant update (closed_at) on incidents to ombud_service
grant update (created_at) on tokens to ombud_service
grant update (last_decided_at) on incidents to ombud_service
grant update (last_decision_id) on incidents to ombud_service
grant update (mitigated_at) on incidents to ombud_service
grant update (revoked_at) on tokens to ombud_service
grant update (roles) on tokens to ombud_service
grant update (secret_digest) on tokens to ombud_service
grant update (source) on tokens to ombud_service
grant update (state) on incidents to ombud_service
grant update (state) on rulesets to ombud_service
grant update (tier_reached) on incidents to ombud_service
grant update (touched_by) on incidents to ombud_service

function ombud_ensure_partitions(timestamp with time zone) returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Makes the monthly partitions around a moment: the month before, its own, and two ahead. Returns how many were missing.
function ombud_month_bound(timestamp without time zone) returns uuid set search_path=pg_catalog, pg_temp executable by everybody -- The smallest UUIDv7 of a month that begins at this time (UTC).
