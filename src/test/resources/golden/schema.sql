-- The schema after all migrations, from the catalogues.

table activations -- Which ruleset became the active one, when, by whom and why. Only grows.
table aggregate_keys -- The idempotency key of each decision; not partitioned, so that it holds for ever.
table backtests with (fillfactor=50) -- Replays of stored decisions through a draft; the report is kept.
table decisions partition by RANGE (id) -- The record, a partition a month (UTC). Never updated, never deleted by the service.
table decisions_YYYY_MM with (toast_tuple_target=8160)
table draft_events -- Who did what to a draft, when and why. Only grows.
table draft_parts -- The files of a draft as they stand now.
table drafts -- Changes to the ruleset on their way to being published.
table firings partition by RANGE (decision_id) -- Each rule or row that applied in a decision, in order. Partitions as of decisions.
table firings_YYYY_MM with (toast_tuple_target=8160)
table flyway_schema_history
table incidents with (fillfactor=70) -- State between decisions of one product, subject, environment, cohort and cluster.
table instances -- The running instances, and which ruleset each decides by.
table ruleset_parts -- The files of a ruleset, byte for byte.
table rulesets -- Every published version of everything that decides; kept for ever.
table shadow_reports -- What each instance has gathered for a shadow so far.
table shadows -- Drafts that judge live traffic silently, on every instance.
table tokens -- Bearer tokens; the secret itself is not here.

column activations.01 at timestamp with time zone not null
column activations.02 id bigint not null
column activations.03 version bigint not null
column activations.04 previous bigint
column activations.05 draft_id uuid
column activations.06 actor text not null
column activations.07 reason text not null
column aggregate_keys.01 decision_id uuid not null
column aggregate_keys.02 revision integer not null
column aggregate_keys.03 product text not null
column aggregate_keys.04 aggregate_id text not null
column aggregate_keys.05 digest bytea not null -- SHA-256 of the aggregate's canonical JSON (RFC 8785).
column backtests.01 started_at timestamp with time zone not null
column backtests.02 heartbeat_at timestamp with time zone not null -- About once a second while it runs or waits; older than 30 s: its instance is gone.
column backtests.03 ended_at timestamp with time zone
column backtests.04 range_from timestamp with time zone not null
column backtests.05 range_to timestamp with time zone not null
column backtests.06 against_version bigint not null -- The ruleset that decided when the backtest began.
column backtests.07 judged bigint not null
column backtests.08 total bigint -- How many decisions there are to judge; null until they are counted.
column backtests.09 sample double precision not null
column backtests.10 id uuid not null
column backtests.11 draft_id uuid not null
column backtests.12 state text not null
column backtests.13 caller text not null
column backtests.14 cancelled_by text -- Who asked for the end; the instance that runs it looks once a second.
column backtests.15 failure text
column backtests.16 candidate_digest bytea not null
column backtests.17 against_digest bytea not null
column backtests.18 report json -- What would have been otherwise, as the API hands it out.
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
column draft_events.01 at timestamp with time zone not null
column draft_events.02 draft_id uuid not null
column draft_events.03 ordinal integer not null
column draft_events.04 kind text not null
column draft_events.05 actor text not null
column draft_events.06 digest bytea not null -- The content that it was done to.
column draft_events.07 reason text
column draft_events.08 detail text not null
column draft_parts.01 draft_id uuid not null
column draft_parts.02 path text not null
column draft_parts.03 digest bytea not null
column draft_parts.04 bytes bytea not null
column drafts.01 created_at timestamp with time zone not null
column drafts.02 changed_at timestamp with time zone not null
column drafts.03 based_on bigint not null
column drafts.04 against bigint -- The active ruleset with which the submitter compared.
column drafts.05 published bigint
column drafts.06 id uuid not null
column drafts.07 approvals_needed integer not null default 1
column drafts.08 digest bytea not null -- SHA-256 over all parts, as of a ruleset; the draft's ETag.
column drafts.09 tested_digest bytea -- The content for which all scenarios held.
column drafts.10 backtested_digest bytea -- The content that was last backtested to the end.
column drafts.11 backtested_against bigint -- The active ruleset with which that backtest compared.
column drafts.12 state text not null
column drafts.13 title text not null
column drafts.14 created_by text not null
column drafts.15 submitted_by text
column drafts.16 approved_by text[] not null default '{}'::text[]
column drafts.17 approvals_because text[] not null default '{}'::text[] -- Why more than one person must agree.
column drafts.18 backtest_because text[] not null default '{}'::text[] -- What in that backtest asks for more than one person.
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
column instances.01 started_at timestamp with time zone not null
column instances.02 seen_at timestamp with time zone not null -- Written every few seconds; one that is older is gone.
column instances.03 version bigint not null
column instances.04 id uuid not null
column instances.05 digest bytea not null
column instances.06 warning text not null -- Why it does not decide by the active ruleset; empty where it does.
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
column rulesets.07 activated_by text -- Who made it the active one last: a token's name, or files.
column shadow_reports.01 at timestamp with time zone not null
column shadow_reports.02 started_at timestamp with time zone not null
column shadow_reports.03 judged bigint not null
column shadow_reports.04 changed bigint not null
column shadow_reports.05 skipped bigint not null
column shadow_reports.06 failed bigint not null
column shadow_reports.07 draft_id uuid not null
column shadow_reports.08 instance uuid not null
column shadow_reports.09 report json not null
column shadows.01 started_at timestamp with time zone not null
column shadows.02 stopped_at timestamp with time zone
column shadows.03 draft_id uuid not null
column shadows.04 digest bytea not null -- The content that judges; an edit of the draft ends it.
column shadows.05 started_by text not null
column tokens.01 created_at timestamp with time zone not null
column tokens.02 revoked_at timestamp with time zone
column tokens.03 name text not null
column tokens.04 source text not null -- BOOTSTRAP: from the settings; FRESH: made and printed by a start.
column tokens.05 roles text[] not null
column tokens.06 secret_digest bytea not null

constraint activations.activation_has_a_reason CHECK (reason <> ''::text)
constraint activations.activation_is_of_a_ruleset FOREIGN KEY (version) REFERENCES rulesets(version)
constraint activations.activation_replaces_a_ruleset FOREIGN KEY (previous) REFERENCES rulesets(version)
constraint activations.activations_have_one_id_each PRIMARY KEY (id)
constraint aggregate_keys.aggregate_key_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint aggregate_keys.aggregates_are_decided_once PRIMARY KEY (product, aggregate_id, revision)
constraint backtests.backtest_counts_are_not_negative CHECK (judged >= 0 AND total >= 0)
constraint backtests.backtest_digests_are_sha256 CHECK (octet_length(candidate_digest) = 32 AND octet_length(against_digest) = 32)
constraint backtests.backtest_has_a_report_once_done CHECK ((state = 'DONE'::text) = (report IS NOT NULL))
constraint backtests.backtest_range_ends_after_its_start CHECK (range_to > range_from)
constraint backtests.backtest_runs_or_has_an_end CHECK ((state = 'RUNNING'::text) = (ended_at IS NULL))
constraint backtests.backtest_sample_is_a_share CHECK (sample > 0::double precision AND sample <= 1::double precision)
constraint backtests.backtest_state_is_known CHECK (state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'CANCELLED'::text, 'FAILED'::text]))
constraint backtests.backtests_have_one_id_each PRIMARY KEY (id)
constraint backtests.cancelled_backtest_says_by_whom CHECK (state <> 'CANCELLED'::text OR cancelled_by IS NOT NULL)
constraint backtests.failed_backtest_says_why CHECK ((state = 'FAILED'::text) = (failure IS NOT NULL))
constraint decisions.decision_digest_is_a_sha256 CHECK (octet_length(aggregate_digest) = 32)
constraint decisions.decision_disposition_is_known CHECK (disposition = ANY (ARRAY['ACT'::text, 'REVIEW'::text, 'TICKET'::text, 'DIGEST'::text, 'QUARANTINE'::text]))
constraint decisions.decision_mode_is_known CHECK (mode = ANY (ARRAY['AUTOMATIC'::text, 'APPROVAL'::text, 'RECOMMENDATION'::text]))
constraint decisions.decision_scope_is_known CHECK (scope = ANY (ARRAY['COHORT'::text, 'GLOBAL'::text]))
constraint decisions.decision_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint decisions.decision_tier_is_known CHECK (tier = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint decisions.decision_time_is_in_its_id CHECK (uuid_extract_timestamp(id) = decided_at)
constraint decisions.decision_window_ends_after_its_start CHECK (window_end > window_start)
constraint decisions.decisions_have_one_id_each PRIMARY KEY (id)
constraint draft_events.draft_event_kind_is_known CHECK (kind = ANY (ARRAY['CREATED'::text, 'EDITED'::text, 'TESTED'::text, 'BACKTESTED'::text, 'SUBMITTED'::text, 'APPROVED'::text, 'REJECTED'::text, 'ACTIVATED'::text, 'SHADOW_STARTED'::text, 'SHADOW_STOPPED'::text]))
constraint draft_events.draft_events_belong_to_a_draft FOREIGN KEY (draft_id) REFERENCES drafts(id)
constraint draft_events.draft_events_have_one_ordinal_each PRIMARY KEY (draft_id, ordinal)
constraint draft_events.what_people_decide_has_a_reason CHECK ((kind <> ALL (ARRAY['SUBMITTED'::text, 'APPROVED'::text, 'REJECTED'::text, 'ACTIVATED'::text])) OR reason <> ''::text)
constraint draft_parts.draft_part_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint draft_parts.draft_part_path_is_not_empty CHECK (path <> ''::text)
constraint draft_parts.draft_parts_belong_to_a_draft FOREIGN KEY (draft_id) REFERENCES drafts(id)
constraint draft_parts.draft_parts_have_one_path_each PRIMARY KEY (draft_id, path)
constraint drafts.approved_draft_has_its_approvers CHECK (state <> 'APPROVED'::text OR cardinality(approved_by) >= approvals_needed)
constraint drafts.draft_becomes_a_ruleset FOREIGN KEY (published) REFERENCES rulesets(version)
constraint drafts.draft_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint drafts.draft_is_based_on_a_ruleset FOREIGN KEY (based_on) REFERENCES rulesets(version)
constraint drafts.draft_is_compared_with_a_ruleset FOREIGN KEY (against) REFERENCES rulesets(version)
constraint drafts.draft_needs_one_approver_at_least CHECK (approvals_needed >= 1)
constraint drafts.draft_state_is_known CHECK (state = ANY (ARRAY['DRAFT'::text, 'CHECKED'::text, 'TESTED'::text, 'BACKTESTED'::text, 'SUBMITTED'::text, 'APPROVED'::text, 'ACTIVE'::text, 'RETIRED'::text]))
constraint drafts.draft_title_is_not_empty CHECK (title <> ''::text)
constraint drafts.drafts_have_one_id_each PRIMARY KEY (id)
constraint drafts.nobody_approves_what_they_submitted CHECK (submitted_by IS NULL OR NOT (submitted_by = ANY (approved_by)))
constraint drafts.published_draft_says_as_which_version CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'RETIRED'::text])) = (published IS NOT NULL))
constraint drafts.submitted_draft_says_by_whom CHECK ((state = ANY (ARRAY['SUBMITTED'::text, 'APPROVED'::text])) <= (submitted_by IS NOT NULL AND against IS NOT NULL))
constraint firings.firing_stands_in_a_table_or_not CHECK (num_nulls(table_name, sheet, cells) = ANY (ARRAY[0, 3]))
constraint firings.firings_have_one_ordinal_each PRIMARY KEY (decision_id, ordinal)
constraint incidents.incident_counts_are_not_negative CHECK (breaches >= 0 AND clears >= 0)
constraint incidents.incident_is_closed_or_has_no_end CHECK ((state = 'CLOSED'::text) = (closed_at IS NOT NULL))
constraint incidents.incident_key_has_no_empty_part CHECK (product <> ''::text AND subject <> ''::text AND environment <> ''::text AND cohort <> ''::text AND cluster <> ''::text)
constraint incidents.incident_state_is_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text]))
constraint incidents.incident_tier_is_known CHECK (tier_reached = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint incidents.incidents_have_one_id_each PRIMARY KEY (id)
constraint instances.instances_have_one_id_each PRIMARY KEY (id)
constraint ruleset_parts.ruleset_part_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint ruleset_parts.ruleset_part_path_is_not_empty CHECK (path <> ''::text)
constraint ruleset_parts.ruleset_parts_belong_to_a_ruleset FOREIGN KEY (version) REFERENCES rulesets(version)
constraint ruleset_parts.ruleset_parts_have_one_path_each PRIMARY KEY (version, path)
constraint rulesets.active_ruleset_says_since_when CHECK (state <> 'ACTIVE'::text OR activated_at IS NOT NULL)
constraint rulesets.active_ruleset_says_who_activated_it CHECK (state <> 'ACTIVE'::text OR activated_by IS NOT NULL)
constraint rulesets.ruleset_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint rulesets.ruleset_state_is_known CHECK (state = ANY (ARRAY['DRAFT'::text, 'CHECKED'::text, 'TESTED'::text, 'BACKTESTED'::text, 'SUBMITTED'::text, 'APPROVED'::text, 'ACTIVE'::text, 'RETIRED'::text]))
constraint rulesets.ruleset_versions_count_from_one CHECK (version >= 1)
constraint rulesets.rulesets_have_one_digest_each UNIQUE (digest)
constraint rulesets.rulesets_have_one_version_each PRIMARY KEY (version)
constraint shadow_reports.shadow_report_is_of_a_shadow FOREIGN KEY (draft_id, started_at) REFERENCES shadows(draft_id, started_at)
constraint shadow_reports.shadow_reports_are_one_an_instance PRIMARY KEY (draft_id, started_at, instance)
constraint shadows.shadow_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint shadows.shadow_is_of_a_draft FOREIGN KEY (draft_id) REFERENCES drafts(id)
constraint shadows.shadows_have_one_start_each PRIMARY KEY (draft_id, started_at)
constraint tokens.token_has_known_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['caller'::text, 'owner'::text, 'reviewer'::text, 'auditor'::text, 'operator'::text, 'admin'::text])
constraint tokens.token_is_revoked_after_its_creation CHECK (revoked_at >= created_at)
constraint tokens.token_name_is_not_empty CHECK (name <> ''::text)
constraint tokens.token_secret_is_kept_as_a_sha256 CHECK (octet_length(secret_digest) = 32)
constraint tokens.token_source_is_known CHECK (source = ANY (ARRAY['BOOTSTRAP'::text, 'FRESH'::text]))
constraint tokens.tokens_have_one_name_each PRIMARY KEY (name)
constraint tokens.tokens_have_one_secret_each UNIQUE (secret_digest)

index CREATE INDEX backtests_by_draft ON backtests USING btree (draft_id, id DESC)
index CREATE INDEX decisions_by_disposition ON ONLY decisions USING btree (disposition, id DESC)
index CREATE INDEX decisions_by_product ON ONLY decisions USING btree (product, id DESC)
index CREATE INDEX decisions_by_release ON ONLY decisions USING btree (release_version, id DESC)
index CREATE INDEX decisions_by_severity ON ONLY decisions USING btree (severity, id DESC)
index CREATE INDEX decisions_by_surface ON ONLY decisions USING btree (surface, id DESC)
index CREATE INDEX drafts_by_time ON drafts USING btree (created_at DESC, id)
index CREATE UNIQUE INDEX activations_have_one_id_each ON activations USING btree (id)
index CREATE UNIQUE INDEX aggregates_are_decided_once ON aggregate_keys USING btree (product, aggregate_id, revision)
index CREATE UNIQUE INDEX backtests_have_one_id_each ON backtests USING btree (id)
index CREATE UNIQUE INDEX decisions_have_one_id_each ON ONLY decisions USING btree (id)
index CREATE UNIQUE INDEX draft_events_have_one_ordinal_each ON draft_events USING btree (draft_id, ordinal)
index CREATE UNIQUE INDEX draft_parts_have_one_path_each ON draft_parts USING btree (draft_id, path)
index CREATE UNIQUE INDEX drafts_have_one_id_each ON drafts USING btree (id)
index CREATE UNIQUE INDEX firings_have_one_ordinal_each ON ONLY firings USING btree (decision_id, ordinal)
index CREATE UNIQUE INDEX incidents_have_one_id_each ON incidents USING btree (id)
index CREATE UNIQUE INDEX instances_have_one_id_each ON instances USING btree (id)
index CREATE UNIQUE INDEX one_incident_is_open_for_a_key ON incidents USING btree (product, subject, environment, cohort, cluster) WHERE (state = 'OPEN'::text)
index CREATE UNIQUE INDEX one_ruleset_is_active_at_most ON rulesets USING btree (state) WHERE (state = 'ACTIVE'::text)
index CREATE UNIQUE INDEX one_shadow_at_a_time_for_a_draft ON shadows USING btree (draft_id) WHERE (stopped_at IS NULL)
index CREATE UNIQUE INDEX ruleset_parts_have_one_path_each ON ruleset_parts USING btree (version, path)
index CREATE UNIQUE INDEX rulesets_have_one_digest_each ON rulesets USING btree (digest)
index CREATE UNIQUE INDEX rulesets_have_one_version_each ON rulesets USING btree (version)
index CREATE UNIQUE INDEX shadow_reports_are_one_an_instance ON shadow_reports USING btree (draft_id, started_at, instance)
index CREATE UNIQUE INDEX shadows_have_one_start_each ON shadows USING btree (draft_id, started_at)
index CREATE UNIQUE INDEX tokens_have_one_name_each ON tokens USING btree (name)
index CREATE UNIQUE INDEX tokens_have_one_secret_each ON tokens USING btree (secret_digest)

grant delete on instances to ombud_service
grant insert on activations to ombud_service
grant insert on aggregate_keys to ombud_service
grant insert on backtests to ombud_service
grant insert on decisions to ombud_service
grant insert on draft_events to ombud_service
grant insert on draft_parts to ombud_service
grant insert on drafts to ombud_service
grant insert on firings to ombud_service
grant insert on incidents to ombud_service
grant insert on instances to ombud_service
grant insert on ruleset_parts to ombud_service
grant insert on rulesets to ombud_service
grant insert on shadow_reports to ombud_service
grant insert on shadows to ombud_service
grant insert on tokens to ombud_service
grant select on activations to ombud_service
grant select on aggregate_keys to ombud_service
grant select on backtests to ombud_service
grant select on decisions to ombud_service
grant select on draft_events to ombud_service
grant select on draft_parts to ombud_service
grant select on drafts to ombud_service
grant select on firings to ombud_service
grant select on incidents to ombud_service
grant select on instances to ombud_service
grant select on ruleset_parts to ombud_service
grant select on rulesets to ombud_service
grant select on shadow_reports to ombud_service
grant select on shadows to ombud_service
grant select on tokens to ombud_service
grant update (activated_at) on rulesets to ombud_service
grant update (activated_by) on rulesets to ombud_service
grant update (against) on drafts to ombud_service
grant update (approvals_because) on drafts to ombud_service
grant update (approvals_needed) on drafts to ombud_service
grant update (approved_by) on drafts to ombud_service
grant update (at) on shadow_reports to ombud_service
grant update (backtest_because) on drafts to ombud_service
grant update (backtested_against) on drafts to ombud_service
grant update (backtested_digest) on drafts to ombud_service
grant update (breaches) on incidents to ombud_service
grant update (bytes) on draft_parts to ombud_service
grant update (cancelled_by) on backtests to ombud_service
grant update (changed) on shadow_reports to ombud_service
grant update (changed_at) on drafts to ombud_service
grant update (clears) on incidents to ombud_service
grant update (closed_at) on incidents to ombud_service
grant update (created_at) on tokens to ombud_service
grant update (digest) on draft_parts to ombud_service
grant update (digest) on drafts to ombud_service
grant update (digest) on instances to ombud_service
grant update (ended_at) on backtests to ombud_service
grant update (failed) on shadow_reports to ombud_service
grant update (failure) on backtests to ombud_service
grant update (heartbeat_at) on backtests to ombud_service
grant update (judged) on backtests to ombud_service
grant update (judged) on shadow_reports to ombud_service
grant update (last_decided_at) on incidents to ombud_service
grant update (last_decision_id) on incidents to ombud_service
grant update (mitigated_at) on incidents to ombud_service
grant update (published) on drafts to ombud_service
grant update (report) on backtests to ombud_service
grant update (report) on shadow_reports to ombud_service
grant update (revoked_at) on tokens to ombud_service
grant update (roles) on tokens to ombud_service
grant update (secret_digest) on tokens to ombud_service
grant update (seen_at) on instances to ombud_service
grant update (skipped) on shadow_reports to ombud_service
grant update (source) on tokens to ombud_service
grant update (state) on backtests to ombud_service
grant update (state) on drafts to ombud_service
grant update (state) on incidents to ombud_service
grant update (state) on rulesets to ombud_service
grant update (stopped_at) on shadows to ombud_service
grant update (submitted_by) on drafts to ombud_service
grant update (tested_digest) on drafts to ombud_service
grant update (tier_reached) on incidents to ombud_service
grant update (total) on backtests to ombud_service
grant update (touched_by) on incidents to ombud_service
grant update (version) on instances to ombud_service
grant update (warning) on instances to ombud_service

function ombud_ensure_partitions(timestamp with time zone) returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Makes the monthly partitions around a moment: the month before, its own, and two ahead. Returns how many were missing.
function ombud_month_bound(timestamp without time zone) returns uuid set search_path=pg_catalog, pg_temp executable by everybody -- The smallest UUIDv7 of a month that begins at this time (UTC).
