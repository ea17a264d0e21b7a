-- The schema after all migrations, from the catalogues.

table action_steps -- What was done about each action, step by step. Only grows.
table actions with (fillfactor=80) -- What decisions ask for, and how far each has come.
table activations -- Which ruleset became the active one, when, by whom and why. Only grows.
table aggregate_keys -- The idempotency key of each decision; not partitioned, so that it holds for ever.
table archives -- Months whose records stand in a verified file, and no longer here once dropped.
table audit_events -- What people and the service did besides deciding. Each is a leaf of the log.
table automation_switches -- Who stopped and resumed automation; the last row holds.
table backtests with (fillfactor=50) -- Replays of stored decisions through a draft; the report is kept.
table brief_answers -- Raw answers of the model, encrypted as texts of evidence are, for they may quote one. They go when a text of their decision goes.
table brief_requests with (fillfactor=80) -- What is to be put into words, and what was. A worker claims a row for a while.
table briefs with (fillfactor=90) -- What people were told, and how it came about. Never changes but in the verdict of a person.
table checkpoints -- Signed tree heads (C2SP tlog-checkpoint), as they were handed out.
table count_queue -- Counts that are not in decision_counts yet, a row a transaction and day (UTC) of decided_at.
table decision_counts with (fillfactor=80) -- Decisions by day and by month (UTC) of decided_at, and by term; can be made anew from the record.
table decision_totals with (fillfactor=80) -- Decisions on record by term, months that were dropped left out: always the sum of decision_counts.
table decisions partition by RANGE (id) -- The record, a partition a month (UTC): what people filter by. Never updated, never deleted by the service.
table decisions_YYYY_MM with (toast_tuple_target=8160)
table deliveries -- Messages that were sent, and those of which nobody knows.
table digest_lines -- What a team reads once a day, because it needed nobody at once.
table draft_events -- Who did what to a draft, when and why. Only grows.
table draft_parts -- The files of a draft as they stand now.
table drafts -- Changes to the ruleset on their way to being published.
table effects -- The verification window of each mitigation that ran, and what came of it.
table evidence_texts partition by RANGE (decision_id) -- The texts of evidence, encrypted; partitions as of decisions. Not part of the record.
table evidence_texts_YYYY_MM with (toast_tuple_target=8160)
table feed_progress -- How far the log was followed to tell others of events and reviews; one row.
table flag_environments -- Who gets what in an environment, as people set it.
table flag_revision -- Counts every change of any flag, so that a snapshot knows whether it is stale.
table flag_switches -- What automation switched, on whichever platform. Only grows.
table flags -- The registry of flags, one row each; archived ones stay.
table flyway_schema_history
table freezes -- When nothing happens by itself: to one product, or to all where it names none.
table gate_deployments -- What GitHub asked gates about, and what it was told.
table gate_evaluations -- What gates were asked and what they said. Never changed.
table gate_overrides -- Who let a release through a gate for a while, and why. Kept for ever; ended, never deleted.
table holds -- Legal holds: what matches all that one names is neither retired nor erased.
table incident_windows with (fillfactor=70, toast_tuple_target=8160) -- The newest windows of each incident key in event time, and what those before them amount to; of historic evidence in rows of their own.
table incidents with (fillfactor=70) -- State between decisions of one product, subject, environment, cohort and cluster.
table instances -- The running instances, and which ruleset each decides by.
table jobs with (fillfactor=50) -- Exports and verifications: how far each is, and how it ended.
table label_corrections -- What people say is wrong about the labels of decisions. Never changed.
table labels -- What was sampled of a week for people to judge, and what they said.
table log_keys -- The public keys of the log, each endorsed by the one before.
table log_leaves -- The leaves of the Merkle log (RFC 6962). Only grows, without gaps, for ever.
table log_nodes -- Hashes of whole subtrees of 256, 65,536, … leaves, so that proofs read little.
table log_queue -- Committed records that have no leaf yet, a row a transaction.
table outcomes -- What other systems and people report about decisions afterwards. Never changed.
table overrides -- What people forbid for a while. Kept for ever; ended, never deleted.
table people -- Who signed in by OpenID Connect, and the name that they have in records.
table probes -- When each instance wrote last, to learn whether it can. No record of anything.
table records partition by RANGE (id) -- The record, all else. Documents are canonical JSON (RFC 8785) byte for byte. Partitions and rights as of decisions.
table records_YYYY_MM with (toast_tuple_target=4080)
table refused_uploads
table reviews with (fillfactor=80) -- What decisions ask people about, and what they answered. What was proposed never changes.
table ruleset_parts -- The files of a ruleset, byte for byte.
table rulesets -- Every published version of everything that decides; kept for ever.
table scheduled_tasks with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000) -- What workers do next (db-scheduler); an instance is the id of an action.
table sessions
table shadow_reports -- What each instance has gathered for a shadow so far.
table shadows -- Drafts that judge live traffic silently, on every instance.
table text_keys -- Which keys encrypt texts; the keys themselves are not here.
table tickets -- The tickets that Ombud opened: one for each incident, team and tracker, and one more each time that a closed one comes back too late.
table tokens -- Bearer tokens; the secret itself is not here.

column action_steps.01 at timestamp with time zone not null
column action_steps.02 id uuid not null -- UUIDv7.
column action_steps.03 action_id uuid not null
column action_steps.04 attempt smallint not null
column action_steps.05 kind text not null
column action_steps.06 detail json not null
column actions.01 created_at timestamp with time zone not null
column actions.02 changed_at timestamp with time zone not null
column actions.03 due_at timestamp with time zone -- Not before this it is tried again; null where nothing is scheduled.
column actions.04 wrote_at timestamp with time zone -- When its first write was announced; counts for the budget of automatic actions.
column actions.05 id uuid not null -- UUIDv7.
column actions.06 decision_id uuid not null
column actions.07 incident_id uuid
column actions.08 ordinal smallint not null -- From 1, as in the decision.
column actions.09 parent smallint -- The ordinal of the action that this one is a part of, in the same decision.
column actions.10 attempts smallint not null default 0 -- How often it was tried, ever: a worker that lags behind is known by it.
column actions.11 tries smallint not null default 0 -- How often it was tried since it was queued, or since a person retried it.
column actions.12 automatic boolean not null -- Whether it changes what customers get and no person asked for it.
column actions.13 kind text not null
column actions.14 state text not null
column actions.15 target text not null
column actions.16 product text not null
column actions.17 environment text not null
column actions.18 why text -- Why it is in this state, where that does not go without saying.
column actions.19 before_state text -- What was there before the first write, in the target's own words.
column actions.20 receipt_reference text -- What it is called in the system that carried it out.
column actions.21 receipt_address text
column actions.22 receipt_state text
column actions.23 turn_at timestamp with time zone -- When a worker may take it up, if it can be run at all; null where it waits for its parent.
column actions.24 leased_until timestamp with time zone -- Until then a worker has it, and no other takes it up.
column actions.25 leased_by uuid -- The instance whose worker has it.
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
column aggregate_keys.05 digest bytea not null -- SHA-256 of the aggregate as it is kept, without the texts of its evidence.
column aggregate_keys.06 windows_id uuid -- The row of incident_windows in which the window of the aggregate stands, or was.
column archives.01 month date not null
column archives.02 archived_at timestamp with time zone not null
column archives.03 dropped_at timestamp with time zone
column archives.04 records bigint not null
column archives.05 bytes bigint not null
column archives.06 path text not null
column archives.07 digest bytea not null
column audit_events.01 at timestamp with time zone not null
column audit_events.02 id uuid not null -- UUIDv7.
column audit_events.03 decision_id uuid
column audit_events.04 kind text not null
column audit_events.05 actor text not null
column audit_events.06 subject text not null -- What it was done to, for example evidence:rv-1, draft:…, ruleset:3.
column audit_events.07 reason text not null
column audit_events.08 salt bytea not null
column audit_events.09 detail json not null -- Canonical JSON (RFC 8785).
column automation_switches.01 at timestamp with time zone not null
column automation_switches.02 id uuid not null
column automation_switches.03 stopped boolean not null
column automation_switches.04 actor text not null
column automation_switches.05 reason text not null
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
column brief_answers.01 brief_id uuid not null
column brief_answers.02 call smallint not null
column brief_answers.03 key_id smallint not null
column brief_answers.04 salt bytea not null
column brief_answers.05 seed bytea not null
column brief_answers.06 sealed bytea not null
column brief_requests.01 requested_at timestamp with time zone not null
column brief_requests.02 due_at timestamp with time zone not null
column brief_requests.03 claimed_until timestamp with time zone
column brief_requests.04 finished_at timestamp with time zone
column brief_requests.05 reserved_tokens bigint not null default 0 -- What the call under way may take of the budget.
column brief_requests.06 id uuid not null
column brief_requests.07 decision_id uuid
column brief_requests.08 incident_id uuid
column brief_requests.09 attempts smallint not null default 0
column brief_requests.10 kind text not null
column brief_requests.11 severity text not null
column brief_requests.12 product text not null
column brief_requests.13 input json -- What is briefed, where it does not stand in a decision.
column briefs.01 made_at timestamp with time zone not null
column briefs.02 judged_at timestamp with time zone
column briefs.03 prompt_tokens bigint not null
column briefs.04 completion_tokens bigint not null
column briefs.05 cost double precision not null -- Of all calls, in the currency of the settings.
column briefs.06 latency_millis bigint not null
column briefs.07 id uuid not null
column briefs.08 decision_id uuid
column briefs.09 incident_id uuid
column briefs.10 calls smallint not null
column briefs.11 prompt_version integer
column briefs.12 kind text not null
column briefs.13 severity text not null
column briefs.14 product text not null
column briefs.15 origin text not null
column briefs.16 why text not null -- Why the template took the place of the model; ANSWERED where it did not.
column briefs.17 detail text not null
column briefs.18 prompt text
column briefs.19 model text
column briefs.20 deployment text
column briefs.21 verdict text
column briefs.22 judged_by text
column briefs.23 verdict_reason text
column briefs.24 verdict_text text -- What a person put in its place.
column briefs.25 prompt_digest bytea
column briefs.26 input_digest bytea not null
column briefs.27 output_digest bytea not null
column briefs.28 parameters json
column briefs.29 complaints json not null -- What the answers of the model lacked, one list a call.
column briefs.30 content json not null
column checkpoints.01 at timestamp with time zone not null
column checkpoints.02 size bigint not null
column checkpoints.03 root bytea not null
column checkpoints.04 key_id text not null
column checkpoints.05 note text not null
column count_queue.01 id bigint not null
column count_queue.02 day date not null
column count_queue.03 terms text[] not null
column count_queue.04 decisions integer[] not null -- How many decisions of the transaction and day have the term at the same place.
column decision_counts.01 decisions bigint not null
column decision_counts.02 first_day date not null
column decision_counts.03 span text not null
column decision_counts.04 term text not null -- As in the index decisions_by_terms; the term all counts every decision.
column decision_totals.01 decisions bigint not null
column decision_totals.02 term text not null
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
column decisions.18 cohort text not null -- Whom the complaints came from, as in the incident's key; everyone where nobody is named.
column decisions.19 cluster_id text not null
column decisions.20 owner_team text not null
column decisions.21 caller text not null
column decisions.22 trace_id text not null
column decisions.23 aggregate_id text not null
column decisions.24 summary text -- What the pipeline wrote about the cluster, masked.
column decisions.25 terms text[] not null -- What else is filtered by, as field=value: row, rule, reason, category, evidence, cohort, tier, mode, owner, caller, version.
column deliveries.01 key text not null -- The idempotency key of the action, or the hash of a digest's team and day.
column deliveries.02 target text not null
column deliveries.03 at timestamp with time zone not null
column deliveries.04 under_way boolean not null -- False after an attempt that certainly came to nothing.
column deliveries.05 arrived boolean not null
column deliveries.06 reference text not null
column deliveries.07 address text not null
column deliveries.08 state text not null
column digest_lines.01 key text not null
column digest_lines.02 team text not null
column digest_lines.03 added_at timestamp with time zone not null
column digest_lines.04 at timestamp with time zone not null -- When it was decided.
column digest_lines.05 severity text not null
column digest_lines.06 title text not null
column digest_lines.07 why text not null
column digest_lines.08 link text not null
column digest_lines.09 sent_at timestamp with time zone -- When the digest with it went out; null as long as it waits.
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
column effects.01 executed_at timestamp with time zone not null
column effects.02 look_until timestamp with time zone not null
column effects.03 concluded_at timestamp with time zone
column effects.04 action_id uuid not null
column effects.05 decision_id uuid not null
column effects.06 outcome text
column effects.07 reason text
column effects.08 measured text -- Canonical JSON: what was measured before and after, of the cohort and of the holdout.
column evidence_texts.01 erased_at timestamp with time zone
column evidence_texts.02 decision_id uuid not null
column evidence_texts.03 key_id smallint not null
column evidence_texts.04 ordinal smallint not null
column evidence_texts.05 path text not null -- Where the text stood in the aggregate, a JSON Pointer.
column evidence_texts.06 evidence_id text
column evidence_texts.07 masked text[] not null -- What kinds of things were masked in it.
column evidence_texts.08 salt bytea -- The record has SHA-256 over salt and text.
column evidence_texts.09 seed bytea -- The key of this text is made from it and the text key; erasing destroys it.
column evidence_texts.10 lookup bytea -- Keyed hash of the text's SHA-256, to find what must be erased.
column evidence_texts.11 sealed bytea -- The masked text, and the raw one where it differs, under AES-256-GCM.
column feed_progress.01 next_leaf bigint not null -- The first leaf that was not looked at; moves in the transaction that queues what is told of those before.
column feed_progress.02 only_one boolean not null default true
column flag_environments.01 changed_at timestamp with time zone not null -- When a person changed it last, or lifted a switch.
column flag_environments.02 removed_at timestamp with time zone -- When a person took the flag out of this environment.
column flag_environments.03 version bigint not null -- Counts the changes of people and of automation.
column flag_environments.04 flag_key text not null
column flag_environments.05 environment text not null
column flag_environments.06 rollout text not null -- JSON: on, rules, serve.
column flag_environments.07 changed_by text not null
column flag_revision.01 revision bigint not null
column flag_revision.02 id boolean not null default true
column flag_switches.01 made_at timestamp with time zone not null
column flag_switches.02 lifted_at timestamp with time zone
column flag_switches.03 percent double precision not null
column flag_switches.04 holdout_percent double precision not null
column flag_switches.05 key text not null -- The idempotency key of the action.
column flag_switches.06 flag_key text not null
column flag_switches.07 environment text not null
column flag_switches.08 cohort text not null -- Attribute to value, a JSON object; empty for everyone.
column flag_switches.09 variation text -- Only who would get this one; null for any.
column flag_switches.10 lifted_by text
column flag_switches.11 exposure_percent double precision not null default 0 -- How many percent of the cohort may still get it.
column flag_switches.12 owner text -- The team that has to see to it; null for the flag's own.
column flag_switches.13 ends_on date not null default (((now() AT TIME ZONE 'UTC'::text))::date + 14) -- The last day on which it is meant to lie there.
column flag_switches.14 before_state text not null default ''::text -- What stood there before, in the words of another platform; empty on the built-in one.
column flags.01 changed_at timestamp with time zone not null
column flags.02 archived_at timestamp with time zone
column flags.03 revision bigint not null
column flags.04 holdout_percent double precision not null
column flags.05 expires_on date not null
column flags.06 remove_on date not null
column flags.07 clean_up_by date not null
column flags.08 key text not null
column flags.09 product text not null
column flags.10 owner text not null
column flags.11 type text not null
column flags.12 variations text not null -- Name to value, a JSON object.
column flags.13 default_variation text not null
column flags.14 safe_variation text not null -- Where automation may move people to, and nowhere else.
column flags.15 criticality text not null
column flags.16 platform text not null
column flags.17 platform_key text not null -- The flag's identity on its platform.
column flags.18 changed_by text not null
column freezes.01 starts_at timestamp with time zone not null
column freezes.02 ends_at timestamp with time zone not null
column freezes.03 placed_at timestamp with time zone not null
column freezes.04 removed_at timestamp with time zone
column freezes.05 id uuid not null
column freezes.06 product text
column freezes.07 reason text not null
column freezes.08 placed_by text not null
column freezes.09 removed_by text
column gate_deployments.01 asked_at timestamp with time zone not null
column gate_deployments.02 due_at timestamp with time zone not null -- Until then it waits for a verdict that says something.
column gate_deployments.03 look_at timestamp with time zone not null -- When it is looked at next; whoever looks puts it off first.
column gate_deployments.04 closed_at timestamp with time zone
column gate_deployments.05 id uuid not null
column gate_deployments.06 evaluation_id uuid
column gate_deployments.07 repository text not null
column gate_deployments.08 environment text not null
column gate_deployments.09 run_id text not null
column gate_deployments.10 release_version text not null
column gate_deployments.11 trace_id text not null
column gate_deployments.12 state text not null
column gate_deployments.13 why text not null
column gate_evaluations.01 at timestamp with time zone not null
column gate_evaluations.02 ruleset_version bigint not null
column gate_evaluations.03 id uuid not null
column gate_evaluations.04 override_id uuid
column gate_evaluations.05 is_safe boolean not null
column gate_evaluations.06 gate text not null
column gate_evaluations.07 product text not null
column gate_evaluations.08 release_version text not null
column gate_evaluations.09 stage text not null
column gate_evaluations.10 verdict text not null
column gate_evaluations.11 caller text not null
column gate_evaluations.12 trace_id text not null
column gate_evaluations.13 engine_version text not null
column gate_evaluations.14 ruleset_digest bytea not null
column gate_evaluations.15 digest bytea not null -- SHA-256 of the canonical JSON of all of it; stands in its event of the log.
column gate_evaluations.16 decisions uuid[] not null -- The newest decisions of each theme that the verdict rests on.
column gate_evaluations.17 request text not null
column gate_evaluations.18 hearing text not null -- Canonical JSON: what stood on record, as the verdict counts it.
column gate_evaluations.19 answer text not null -- Canonical JSON: verdict, reasons, signals, themes, rows; what a replay must find again.
column gate_overrides.01 placed_at timestamp with time zone not null
column gate_overrides.02 until timestamp with time zone not null
column gate_overrides.03 ended_at timestamp with time zone
column gate_overrides.04 id uuid not null
column gate_overrides.05 evaluation_id uuid not null -- The evaluation that the approver saw.
column gate_overrides.06 gate text not null
column gate_overrides.07 product text not null
column gate_overrides.08 release_version text not null
column gate_overrides.09 approved_by text not null
column gate_overrides.10 reason text not null
column gate_overrides.11 ended_by text
column gate_overrides.12 end_reason text
column gate_overrides.13 covers text[] not null -- The reasons of that evaluation; it does not hold against any other.
column holds.01 placed_at timestamp with time zone not null
column holds.02 released_at timestamp with time zone
column holds.03 range_from timestamp with time zone
column holds.04 range_to timestamp with time zone
column holds.05 id uuid not null
column holds.06 decision_id uuid
column holds.07 product text
column holds.08 evidence_id text
column holds.09 reason text not null
column holds.10 placed_by text not null
column holds.11 released_by text
column incident_windows.01 id uuid not null -- Of a key, as ombud_windows_id has it; of historic evidence one of its own.
column incident_windows.02 incident_id uuid -- The incident that is open, or else the last one that was. Of historic evidence there is no row in incidents.
column incident_windows.03 steps integer not null -- How often the row was written, by which instances notice each other.
column incident_windows.04 historic boolean not null
column incident_windows.05 open boolean not null -- Whether it is open. Of what is not historic, incidents.state says so.
column incident_windows.06 windows text not null -- Lines of end, start, revision, verdict with tier, and aggregate id; @ the incident of those below; ~ what is not kept: breaches, clears, tier, last act.
column incidents.01 opened_at timestamp with time zone not null -- Event time: when the first window of it ended, or was received where that was earlier. Until V28 when the first decision was made.
column incidents.02 last_decided_at timestamp with time zone not null -- When that was decided, by our clock.
column incidents.03 mitigated_at timestamp with time zone -- When a mitigation last ran, by our clock.
column incidents.04 closed_at timestamp with time zone -- Event time: when the window ended that ended it.
column incidents.05 id uuid not null
column incidents.06 last_decision_id uuid not null -- The decision of its newest window in event time.
column incidents.07 breaches integer not null -- Windows in a row that called for somebody.
column incidents.08 clears integer not null -- Windows in a row since then that did not.
column incidents.09 state text not null
column incidents.10 tier_reached text not null -- The widest mitigation that was asked for.
column incidents.11 product text not null
column incidents.12 subject text not null -- flag:… with all flags in their order, or else release:….
column incidents.13 environment text not null
column incidents.14 cohort text not null
column incidents.15 cluster text not null
column incidents.16 touched_by text not null -- Who changed it last: service, or the name of a person's token.
column incidents.17 windows_id uuid -- The row of its windows. Null where the version before opened it while this one was rolled out.
column instances.01 started_at timestamp with time zone not null
column instances.02 seen_at timestamp with time zone not null -- Written every few seconds; one that is older is gone.
column instances.03 version bigint not null
column instances.04 id uuid not null
column instances.05 digest bytea not null
column instances.06 warning text not null -- Why it does not decide by the active ruleset; empty where it does.
column jobs.01 started_at timestamp with time zone not null
column jobs.02 heartbeat_at timestamp with time zone not null -- About once a second while it runs; older than 60 s: its instance is gone.
column jobs.03 ended_at timestamp with time zone
column jobs.04 done bigint not null -- Decisions exported, or leaves verified.
column jobs.05 share double precision not null -- How much of the whole that is about, 0 to 1.
column jobs.06 id uuid not null -- UUIDv7; of an export, also the id of the event that holds its manifest.
column jobs.07 kind text not null
column jobs.08 state text not null
column jobs.09 caller text not null
column jobs.10 what text not null -- What was asked for: the question of an export.
column jobs.11 cancelled_by text -- Who asked for the end; the instance that runs it looks once a second.
column jobs.12 failure text
column jobs.13 result text -- What a verification found, line by line.
column label_corrections.01 at timestamp with time zone not null
column label_corrections.02 id uuid not null -- That of its event in the log, too.
column label_corrections.03 decision_id uuid not null
column label_corrections.04 review_id uuid not null
column label_corrections.05 product text not null
column label_corrections.06 source text -- The pipeline that sent the aggregate, where it said its name.
column label_corrections.07 actor text not null
column label_corrections.08 reason text not null
column label_corrections.09 ordinal integer not null -- Which of its decision, from 1: the last one counts.
column label_corrections.10 severity_from text not null -- Before it: as decided, or as corrected earlier.
column label_corrections.11 severity_to text not null
column label_corrections.12 owner_from text not null
column label_corrections.13 owner_to text not null
column label_corrections.14 categories_from text[] not null
column label_corrections.15 categories_to text[] not null
column labels.01 sampled_at timestamp with time zone not null
column labels.02 labelled_at timestamp with time zone
column labels.03 week date not null -- The Monday (UTC) that it begins with.
column labels.04 id uuid not null
column labels.05 subject_id uuid not null
column labels.06 subject text not null
column labels.07 label text
column labels.08 labelled_by text
column labels.09 note text
column log_keys.01 at timestamp with time zone not null
column log_keys.02 from_size bigint not null -- It signs checkpoints of more leaves than this.
column log_keys.03 id text not null -- The C2SP key id, 8 hexadecimal digits.
column log_keys.04 name text not null
column log_keys.05 public_key bytea not null
column log_keys.06 endorsement bytea
column log_leaves.01 leaf_index bigint not null
column log_leaves.02 record_id uuid not null
column log_leaves.03 kind text not null
column log_leaves.04 hash bytea not null -- SHA-256 over 0x00 and the leaf; it stays when the record is retired.
column log_nodes.01 node_index bigint not null
column log_nodes.02 level smallint not null
column log_nodes.03 hash bytea not null
column log_queue.01 id bigint not null
column log_queue.02 kind text not null
column log_queue.03 record_ids uuid[] not null
column log_queue.04 hashes bytea not null -- The leaf hashes (RFC 6962) of the records, one after the other.
column outcomes.01 recorded_at timestamp with time zone not null
column outcomes.02 at timestamp with time zone not null
column outcomes.03 id uuid not null
column outcomes.04 decision_id uuid
column outcomes.05 incident_id uuid
column outcomes.06 kind text not null
column outcomes.07 label text
column outcomes.08 report text not null -- The reporter's own id of it, so that the second report of the same changes nothing.
column outcomes.09 ticket text
column outcomes.10 reporter text not null
column outcomes.11 detail text not null
column outcomes.12 about_incident_id uuid -- The incident that is named, or that of the decision, or of the action that opened the ticket, as it was found when it was reported.
column overrides.01 placed_at timestamp with time zone not null
column overrides.02 until timestamp with time zone not null
column overrides.03 ended_at timestamp with time zone
column overrides.04 id uuid not null
column overrides.05 product text not null
column overrides.06 subject text not null -- flag:…, release:…, cluster:…, experiment:… or surface:…, as actions have their targets.
column overrides.07 effect text not null
column overrides.08 placed_by text not null
column overrides.09 reason text not null
column overrides.10 ended_by text
column overrides.11 end_reason text
column people.01 first_seen_at timestamp with time zone not null
column people.02 issuer text not null
column people.03 subject text not null
column people.04 name text not null
column probes.01 at timestamp with time zone not null
column probes.02 instance uuid not null
column records.01 id uuid not null
column records.02 engine_version text not null
column records.03 salt bytea not null -- Random, so that the leaf of a retired record gives nothing away.
column records.04 ruleset_digest bytea not null
column records.05 aggregate_digest bytea not null -- SHA-256 of that.
column records.06 texts text -- For each text that was taken out or masked: where it stood, SHA-256 over its salt and itself, what was masked.
column records.07 context text -- What the service knew besides the aggregate; enough to replay.
column records.08 actions text
column records.09 reasons text
column records.10 near_misses text
column records.11 aggregate text -- The aggregate as received, without the texts of its evidence.
column records.12 firings text -- Each rule or row that applied, in order, with what it compared and what it set.
column records.13 documents bytea -- All documents, packed: the number of a dictionary and a Zstandard frame of texts, context, actions, reasons, near misses, aggregate and firings, with a line feed between two. GET /v1/decisions/{id} shows them.
column refused_uploads.01 draft_id uuid not null
column refused_uploads.02 path text not null
column refused_uploads.03 person text not null
column refused_uploads.04 at timestamp with time zone not null
column refused_uploads.05 marked bytea not null
column reviews.01 proposed_at timestamp with time zone not null
column reviews.02 due_at timestamp with time zone not null
column reviews.03 closed_at timestamp with time zone
column reviews.04 priority double precision not null
column reviews.05 confidence double precision not null
column reviews.06 id uuid not null
column reviews.07 decision_id uuid not null
column reviews.08 incident_id uuid
column reviews.09 superseded_by uuid -- The newer decision of the same incident that voided it.
column reviews.10 state text not null
column reviews.11 lane text not null
column reviews.12 severity text not null
column reviews.13 tier text not null
column reviews.14 raised_from text -- The tier of the review that it took the place of, where it proposes a wider one.
column reviews.15 scope text not null
column reviews.16 product text not null
column reviews.17 surface text not null
column reviews.18 subject text not null
column reviews.19 environment text not null
column reviews.20 cohort text not null
column reviews.21 cluster text not null
column reviews.22 owner_team text not null
column reviews.23 closed_by text -- The name of a token, or service where nobody answered or new evidence came.
column reviews.24 reason text
column reviews.25 ending text -- What became of it where nobody answered in time: the policy of its lane.
column reviews.26 evidence_digest bytea not null -- SHA-256 of the aggregate that was decided on.
column reviews.27 binding bytea not null -- SHA-256 of the canonical JSON of what will be done and on what evidence.
column reviews.28 ordinals integer[] -- Which of the actions a person agreed with; none where it was rejected.
column reviews.29 actions json not null -- What is proposed: ordinal, kind and target of each; where they apply, that it is only recommended (state) and what it is a part of (parent).
column reviews.30 evidence_at timestamp with time zone -- The time of the evidence: only what is at least as new voids the review.
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
column scheduled_tasks.01 task_name text not null
column scheduled_tasks.02 task_instance text not null
column scheduled_tasks.03 task_data bytea
column scheduled_tasks.04 execution_time timestamp with time zone not null
column scheduled_tasks.05 picked boolean not null
column scheduled_tasks.06 picked_by text
column scheduled_tasks.07 last_success timestamp with time zone
column scheduled_tasks.08 last_failure timestamp with time zone
column scheduled_tasks.09 consecutive_failures integer
column scheduled_tasks.10 last_heartbeat timestamp with time zone
column scheduled_tasks.11 version bigint not null
column scheduled_tasks.12 priority smallint
column sessions.01 created_at timestamp with time zone not null
column sessions.02 expires_at timestamp with time zone not null
column sessions.03 digest bytea not null
column sessions.04 token_digest bytea -- SHA-256 of the token signed in with, which must still be good; null after OpenID Connect
column sessions.05 person text not null
column sessions.06 roles text[] not null -- as they were at sign-in; those of a token are looked up anew
column sessions.07 seen_at timestamp with time zone not null default now() -- when the person did something last, to the minute
column sessions.08 issuer text -- who vouched for the person; null after a token
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
column text_keys.01 at timestamp with time zone not null
column text_keys.02 id smallint not null
column text_keys.03 proof bytea not null -- HMAC-SHA256 of a fixed text under the key, so that a wrong key is noticed.
column tickets.01 incident_key text not null
column tickets.02 part text not null -- WHOLE, or CHILD for the part of one team under a parent.
column tickets.03 target text not null
column tickets.04 generation integer not null -- 1, and one more for each ticket that follows a closed one.
column tickets.05 opened_by text not null -- The idempotency key of the action that opens or opened it; empty where it was found.
column tickets.06 intended_at timestamp with time zone -- When that was about to happen; null where the attempt came to nothing.
column tickets.07 reference text not null -- Its identity in the tracker; empty until it is known to exist.
column tickets.08 address text not null
column tokens.01 created_at timestamp with time zone not null
column tokens.02 revoked_at timestamp with time zone
column tokens.03 name text not null
column tokens.04 source text not null -- BOOTSTRAP: from the settings; FRESH: made and printed by a start; ISSUED: by an admin.
column tokens.05 roles text[] not null
column tokens.06 secret_digest bytea not null
column tokens.07 expires_at timestamp with time zone
column tokens.08 used_at timestamp with time zone -- to the minute; written down seconds later
column tokens.09 product text -- the only one that it is good for; null: all of them
column tokens.10 environment text -- the only one that it is good for; null: all of them
column tokens.11 issued_by text
column tokens.12 revoked_by text -- null where the settings or the next start left it out: then they may bring it back

constraint action_steps.action_step_belongs_to_an_action FOREIGN KEY (action_id) REFERENCES actions(id)
constraint action_steps.action_step_kind_is_known CHECK (kind = ANY (ARRAY['INTENT'::text, 'LOOK'::text, 'WRITE'::text, 'READ_BACK'::text, 'RESULT'::text, 'PERSON'::text]))
constraint action_steps.action_steps_have_one_id_each PRIMARY KEY (action_id, id)
constraint actions.action_kind_is_known CHECK (kind = ANY (ARRAY['FREEZE_ROLLOUT'::text, 'REDUCE_EXPOSURE'::text, 'DISABLE_VARIATION'::text, 'DISABLE_FLAG'::text, 'SHOW_BANNER'::text, 'SWITCH_FALLBACK'::text, 'ROLLBACK_RELEASE'::text, 'PAUSE_EXPERIMENT'::text, 'OPEN_TICKET'::text, 'PAGE_OWNER'::text, 'NOTIFY'::text, 'ADD_TO_DIGEST'::text, 'RESTORE'::text]))
constraint actions.action_state_is_known CHECK (state = ANY (ARRAY['QUEUED'::text, 'AWAITING_APPROVAL'::text, 'RECOMMENDED'::text, 'DIGEST'::text, 'RUNNING'::text, 'WAITING'::text, 'DONE'::text, 'REFUSED'::text, 'HELD'::text, 'DEAD'::text, 'DROPPED'::text, 'EXPIRED'::text, 'SUPPRESSED'::text]))
constraint actions.actions_have_one_id_each PRIMARY KEY (id)
constraint actions.actions_have_one_ordinal_each_in_a_decision UNIQUE (decision_id, ordinal)
constraint actions.receipt_is_whole CHECK (num_nulls(receipt_reference, receipt_address, receipt_state) = ANY (ARRAY[0, 3]))
constraint activations.activation_has_a_reason CHECK (reason <> ''::text)
constraint activations.activation_is_of_a_ruleset FOREIGN KEY (version) REFERENCES rulesets(version)
constraint activations.activation_replaces_a_ruleset FOREIGN KEY (previous) REFERENCES rulesets(version)
constraint activations.activations_have_one_id_each PRIMARY KEY (id)
constraint aggregate_keys.aggregate_key_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint aggregate_keys.aggregates_are_decided_once PRIMARY KEY (product, aggregate_id, revision)
constraint archives.archive_begins_with_a_month CHECK (EXTRACT(day FROM month) = 1::numeric)
constraint archives.archive_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint archives.archives_have_one_month_each PRIMARY KEY (month)
constraint audit_events.audit_event_actor_is_not_empty CHECK (actor <> ''::text)
constraint audit_events.audit_event_salt_has_16_bytes CHECK (octet_length(salt) = 16)
constraint audit_events.audit_event_time_is_in_its_id CHECK (uuid_extract_timestamp(id) = at)
constraint audit_events.audit_events_have_one_id_each PRIMARY KEY (id)
constraint automation_switches.automation_switch_has_a_reason CHECK (reason <> ''::text)
constraint automation_switches.automation_switches_have_one_id_each PRIMARY KEY (id)
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
constraint brief_answers.brief_answer_belongs_to_a_brief FOREIGN KEY (brief_id) REFERENCES briefs(id)
constraint brief_answers.brief_answers_have_one_call_each PRIMARY KEY (brief_id, call)
constraint brief_requests.brief_request_kind_is_known CHECK (kind = ANY (ARRAY['DECISION'::text, 'REVIEW'::text, 'GATE_VERDICT'::text, 'RELEASE_NOTES'::text, 'TICKET'::text, 'DIGEST'::text]))
constraint brief_requests.brief_request_says_what_it_is_about CHECK (num_nonnulls(decision_id, input) > 0)
constraint brief_requests.brief_request_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint brief_requests.brief_requests_have_one_id_each PRIMARY KEY (id)
constraint brief_requests.finished_brief_request_holds_nothing_back CHECK (finished_at IS NULL OR claimed_until IS NULL AND reserved_tokens = 0)
constraint briefs.brief_answers_a_request FOREIGN KEY (id) REFERENCES brief_requests(id)
constraint briefs.brief_digests_are_sha256 CHECK (octet_length(input_digest) = 32 AND octet_length(output_digest) = 32 AND octet_length(prompt_digest) = 32)
constraint briefs.brief_kind_is_known CHECK (kind = ANY (ARRAY['DECISION'::text, 'REVIEW'::text, 'GATE_VERDICT'::text, 'RELEASE_NOTES'::text, 'TICKET'::text, 'DIGEST'::text]))
constraint briefs.brief_of_a_model_names_it CHECK (origin = 'TEMPLATE'::text OR calls > 0 AND model IS NOT NULL)
constraint briefs.brief_origin_is_known CHECK (origin = ANY (ARRAY['MODEL'::text, 'TEMPLATE'::text]))
constraint briefs.brief_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint briefs.brief_verdict_is_known CHECK (verdict = ANY (ARRAY['ACCEPTED'::text, 'EDITED'::text, 'REJECTED'::text]))
constraint briefs.briefs_have_one_id_each PRIMARY KEY (id)
constraint briefs.called_brief_says_how CHECK (num_nulls(prompt, prompt_version, prompt_digest, deployment, parameters) =
CASE
    WHEN calls = 0 THEN 5
    ELSE 0
END)
constraint briefs.edited_brief_has_a_text CHECK ((verdict_text IS NOT NULL) = COALESCE(verdict = 'EDITED'::text, false))
constraint briefs.judged_brief_says_by_whom_and_why CHECK (num_nulls(verdict, judged_at, judged_by, verdict_reason) = ANY (ARRAY[0, 4]))
constraint checkpoints.checkpoint_is_signed_by_a_known_key FOREIGN KEY (key_id) REFERENCES log_keys(id)
constraint checkpoints.checkpoint_root_is_a_sha256 CHECK (octet_length(root) = 32)
constraint checkpoints.checkpoints_have_one_size_each PRIMARY KEY (size)
constraint count_queue.count_queue_has_a_count_for_each_term CHECK (cardinality(terms) > 0 AND cardinality(terms) = cardinality(decisions))
constraint count_queue.count_queue_has_one_id_each PRIMARY KEY (id)
constraint decision_counts.decision_count_is_of_a_day_or_month CHECK (span = ANY (ARRAY['DAY'::text, 'MONTH'::text]))
constraint decision_counts.decision_counts_are_positive CHECK (decisions > 0)
constraint decision_counts.decision_counts_have_one_row_a_span_and_term PRIMARY KEY (span, first_day, term)
constraint decision_totals.decision_totals_are_positive CHECK (decisions > 0)
constraint decision_totals.decision_totals_have_one_row_a_term PRIMARY KEY (term)
constraint decisions.decision_disposition_is_known CHECK (disposition = ANY (ARRAY['ACT'::text, 'REVIEW'::text, 'TICKET'::text, 'DIGEST'::text, 'QUARANTINE'::text]))
constraint decisions.decision_mode_is_known CHECK (mode = ANY (ARRAY['AUTOMATIC'::text, 'APPROVAL'::text, 'RECOMMENDATION'::text]))
constraint decisions.decision_scope_is_known CHECK (scope = ANY (ARRAY['COHORT'::text, 'GLOBAL'::text]))
constraint decisions.decision_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint decisions.decision_tier_is_known CHECK (tier = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint decisions.decision_time_is_in_its_id CHECK (uuid_extract_timestamp(id) = decided_at)
constraint decisions.decision_window_ends_after_its_start CHECK (window_end > window_start)
constraint decisions.decisions_have_one_id_each PRIMARY KEY (id)
constraint deliveries.deliveries_happen_once PRIMARY KEY (key, target)
constraint digest_lines.digest_line_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint digest_lines.digest_lines_stand_for_one_action_each PRIMARY KEY (key)
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
constraint effects.effect_is_concluded_with_a_reason CHECK (num_nulls(concluded_at, outcome, reason, measured) = ANY (ARRAY[0, 4]))
constraint effects.effect_outcome_is_known CHECK (outcome = ANY (ARRAY['EFFECTIVE'::text, 'INEFFECTIVE'::text, 'HARMFUL'::text, 'INCONCLUSIVE'::text]))
constraint effects.effect_window_ends_after_it_ran CHECK (look_until > executed_at)
constraint effects.effects_have_one_action_each PRIMARY KEY (action_id)
constraint evidence_texts.evidence_text_is_there_or_erased CHECK (num_nulls(salt, seed, lookup, sealed) =
CASE
    WHEN erased_at IS NULL THEN 0
    ELSE 4
END)
constraint evidence_texts.evidence_texts_have_one_ordinal_each PRIMARY KEY (decision_id, ordinal)
constraint feed_progress.feed_leaf_is_not_negative CHECK (next_leaf >= 0)
constraint feed_progress.feed_progress_has_one_row PRIMARY KEY (only_one)
constraint feed_progress.feed_progress_row_is_the_only_one CHECK (only_one)
constraint flag_environments.flag_environment_belongs_to_a_flag FOREIGN KEY (flag_key) REFERENCES flags(key)
constraint flag_environments.flag_environment_has_a_name CHECK (environment <> ''::text)
constraint flag_environments.flag_environments_are_one_a_name PRIMARY KEY (flag_key, environment)
constraint flag_revision.flag_revision_has_no_second_row CHECK (id)
constraint flag_revision.flag_revision_is_one_row PRIMARY KEY (id)
constraint flag_switches.flag_switch_exposure_is_a_percent CHECK (exposure_percent >= 0::double precision AND exposure_percent <= 100::double precision)
constraint flag_switches.flag_switch_holdout_is_a_percent CHECK (holdout_percent >= 0::double precision AND holdout_percent < 100::double precision)
constraint flag_switches.flag_switch_is_over_a_flag FOREIGN KEY (flag_key) REFERENCES flags(key)
constraint flag_switches.flag_switch_key_is_a_sha256 CHECK (key ~ '^[0-9a-f]{64}$'::text)
constraint flag_switches.flag_switch_owner_is_not_empty CHECK (owner <> ''::text)
constraint flag_switches.flag_switch_percent_is_one CHECK (percent > 0::double precision AND percent <= 100::double precision)
constraint flag_switches.flag_switches_have_one_key_each PRIMARY KEY (key)
constraint flag_switches.lifted_flag_switch_says_by_whom CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
constraint flags.flag_criticality_is_known CHECK (criticality = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text, 'CRITICAL'::text]))
constraint flags.flag_ends_in_order CHECK (expires_on <= remove_on AND remove_on <= clean_up_by)
constraint flags.flag_has_an_owner CHECK (owner <> ''::text)
constraint flags.flag_holdout_is_a_minority CHECK (holdout_percent >= 0::double precision AND holdout_percent <= 50::double precision)
constraint flags.flag_key_is_not_empty CHECK (key <> ''::text)
constraint flags.flag_revision_counts_up CHECK (revision >= 1)
constraint flags.flag_type_is_known CHECK (type = ANY (ARRAY['BOOLEAN'::text, 'STRING'::text, 'NUMBER'::text, 'OBJECT'::text]))
constraint flags.flags_have_one_key_each PRIMARY KEY (key)
constraint freezes.freeze_ends_after_its_start CHECK (ends_at > starts_at)
constraint freezes.freeze_has_a_reason CHECK (reason <> ''::text)
constraint freezes.freezes_have_one_id_each PRIMARY KEY (id)
constraint freezes.removed_freeze_says_by_whom CHECK ((removed_at IS NULL) = (removed_by IS NULL))
constraint gate_deployments.closed_gate_deployment_says_when CHECK ((closed_at IS NULL) = (state = 'WAITING'::text))
constraint gate_deployments.gate_deployment_state_is_known CHECK (state = ANY (ARRAY['WAITING'::text, 'APPROVED'::text, 'REJECTED'::text, 'GONE'::text, 'DEAD'::text]))
constraint gate_deployments.gate_deployments_have_one_id_each PRIMARY KEY (id)
constraint gate_deployments.gate_deployments_wait_once UNIQUE (repository, run_id, environment)
constraint gate_evaluations.gate_digests_are_sha256 CHECK (octet_length(ruleset_digest) = 32 AND octet_length(digest) = 32)
constraint gate_evaluations.gate_evaluation_time_is_in_its_id CHECK (uuid_extract_timestamp(id) = at)
constraint gate_evaluations.gate_evaluations_have_one_id_each PRIMARY KEY (id)
constraint gate_evaluations.gate_lets_through_what_passes_or_is_overridden CHECK (is_safe = ((verdict = ANY (ARRAY['WARN'::text, 'PASS'::text])) OR override_id IS NOT NULL))
constraint gate_evaluations.gate_override_is_on_record FOREIGN KEY (override_id) REFERENCES gate_overrides(id)
constraint gate_evaluations.gate_stage_is_known CHECK (stage = ANY (ARRAY['PREPROD'::text, 'CANARY'::text, 'PROGRESSIVE'::text, 'PRODUCTION'::text]))
constraint gate_evaluations.gate_verdict_is_known CHECK (verdict = ANY (ARRAY['BLOCK'::text, 'INSUFFICIENT'::text, 'WARN'::text, 'PASS'::text]))
constraint gate_overrides.ended_gate_override_says_by_whom_and_why CHECK (num_nulls(ended_at, ended_by, end_reason) = ANY (ARRAY[0, 3]))
constraint gate_overrides.gate_override_covers_something CHECK (cardinality(covers) > 0)
constraint gate_overrides.gate_override_has_a_reason CHECK (reason <> ''::text)
constraint gate_overrides.gate_override_has_an_end CHECK (until > placed_at AND until <= (placed_at + '24:00:00'::interval))
constraint gate_overrides.gate_overrides_have_one_id_each PRIMARY KEY (id)
constraint holds.hold_has_a_reason CHECK (reason <> ''::text)
constraint holds.hold_says_what_it_keeps CHECK (num_nonnulls(range_from, range_to, decision_id, product, evidence_id) > 0)
constraint holds.holds_have_one_id_each PRIMARY KEY (id)
constraint holds.released_hold_says_by_whom CHECK ((released_at IS NULL) = (released_by IS NULL))
constraint incident_windows.incident_windows_are_open_in_an_incident CHECK (NOT open OR incident_id IS NOT NULL)
constraint incident_windows.incident_windows_have_one_id_each PRIMARY KEY (id)
constraint incidents.incident_counts_are_not_negative CHECK (breaches >= 0 AND clears >= 0)
constraint incidents.incident_is_closed_or_has_no_end CHECK ((state = 'CLOSED'::text) = (closed_at IS NOT NULL))
constraint incidents.incident_key_has_no_empty_part CHECK (product <> ''::text AND subject <> ''::text AND environment <> ''::text AND cohort <> ''::text AND cluster <> ''::text)
constraint incidents.incident_state_is_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text]))
constraint incidents.incident_tier_is_known CHECK (tier_reached = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text]))
constraint incidents.incidents_have_one_id_each PRIMARY KEY (id)
constraint instances.instances_have_one_id_each PRIMARY KEY (id)
constraint jobs.cancelled_job_says_by_whom CHECK (state <> 'CANCELLED'::text OR cancelled_by IS NOT NULL)
constraint jobs.failed_job_says_why CHECK ((state = 'FAILED'::text) = (failure IS NOT NULL))
constraint jobs.job_count_is_not_negative CHECK (done >= 0)
constraint jobs.job_kind_is_known CHECK (kind = ANY (ARRAY['EXPORT'::text, 'VERIFICATION'::text]))
constraint jobs.job_runs_or_has_an_end CHECK ((state = 'RUNNING'::text) = (ended_at IS NULL))
constraint jobs.job_share_is_one CHECK (share >= 0::double precision AND share <= 1::double precision)
constraint jobs.job_state_is_known CHECK (state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'CANCELLED'::text, 'FAILED'::text]))
constraint jobs.jobs_have_one_id_each PRIMARY KEY (id)
constraint jobs.only_a_job_that_is_done_has_a_result CHECK (state = 'DONE'::text OR result IS NULL)
constraint label_corrections.label_correction_changes_something CHECK (severity_from <> severity_to OR owner_from <> owner_to OR categories_from <> categories_to)
constraint label_corrections.label_correction_has_a_reason CHECK (reason <> ''::text)
constraint label_corrections.label_correction_leaves_a_category CHECK (cardinality(categories_to) > 0)
constraint label_corrections.label_correction_severities_are_known CHECK ((severity_from = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text])) AND (severity_to = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text])))
constraint label_corrections.label_corrections_have_one_id_each PRIMARY KEY (id)
constraint label_corrections.label_corrections_of_a_decision_have_an_order UNIQUE (decision_id, ordinal)
constraint label_corrections.only_people_correct_labels CHECK (actor <> 'service'::text)
constraint labels.given_label_says_by_whom_and_why CHECK (num_nulls(label, labelled_at, labelled_by, note) = ANY (ARRAY[0, 4]))
constraint labels.label_is_known CHECK (label = ANY (ARRAY['CORRECT'::text, 'PARTIALLY_CORRECT'::text, 'WRONG'::text]))
constraint labels.label_subject_is_known CHECK (subject = ANY (ARRAY['DECISION'::text, 'BRIEF'::text]))
constraint labels.labels_are_sampled_once UNIQUE (week, subject, subject_id)
constraint labels.labels_have_one_id_each PRIMARY KEY (id)
constraint log_keys.later_log_key_is_endorsed CHECK (from_size = 0 OR endorsement IS NOT NULL)
constraint log_keys.log_key_is_ed25519 CHECK (octet_length(public_key) = 32)
constraint log_keys.log_keys_begin_at_a_size UNIQUE (from_size)
constraint log_keys.log_keys_have_one_id_each PRIMARY KEY (id)
constraint log_leaves.log_leaf_hash_is_a_sha256 CHECK (octet_length(hash) = 32)
constraint log_leaves.log_leaf_index_is_not_negative CHECK (leaf_index >= 0)
constraint log_leaves.log_leaf_kind_is_known CHECK (kind = ANY (ARRAY['DECISION'::text, 'EVENT'::text]))
constraint log_leaves.log_leaves_have_one_index_each PRIMARY KEY (leaf_index)
constraint log_leaves.records_are_sealed_once UNIQUE (record_id)
constraint log_nodes.log_node_hash_is_a_sha256 CHECK (octet_length(hash) = 32)
constraint log_nodes.log_node_level_is_kept CHECK (level = ANY (ARRAY[8, 16, 24, 32]))
constraint log_nodes.log_nodes_have_one_place_each PRIMARY KEY (level, node_index)
constraint log_queue.log_queue_has_a_hash_for_each_record CHECK (cardinality(record_ids) > 0 AND octet_length(hashes) = (32 * cardinality(record_ids)))
constraint log_queue.log_queue_has_one_id_each PRIMARY KEY (id)
constraint log_queue.log_queue_kind_is_known CHECK (kind = ANY (ARRAY['DECISION'::text, 'EVENT'::text]))
constraint outcomes.outcome_kind_is_known CHECK (kind = ANY (ARRAY['TICKET_RESOLVED'::text, 'TICKET_REOPENED'::text, 'TICKET_DECLINED'::text, 'DEPLOYED'::text, 'LABELLED'::text]))
constraint outcomes.outcome_label_is_known CHECK ((label IS NOT NULL) = (kind = 'LABELLED'::text) AND (label = ANY (ARRAY['CORRECT'::text, 'PARTIALLY_CORRECT'::text, 'WRONG'::text])))
constraint outcomes.outcome_says_what_it_is_about CHECK (num_nonnulls(decision_id, incident_id, ticket) > 0)
constraint outcomes.outcomes_are_reported_once UNIQUE (report)
constraint outcomes.outcomes_have_one_id_each PRIMARY KEY (id)
constraint overrides.ended_override_says_by_whom_and_why CHECK (num_nulls(ended_at, ended_by, end_reason) = ANY (ARRAY[0, 3]))
constraint overrides.override_effect_is_known CHECK (effect = ANY (ARRAY['FORBID_AUTOMATION'::text, 'FORBID_MITIGATION'::text]))
constraint overrides.override_has_a_reason CHECK (reason <> ''::text)
constraint overrides.override_has_an_end CHECK (until > placed_at AND until <= (placed_at + '91 days'::interval))
constraint overrides.overrides_have_one_id_each PRIMARY KEY (id)
constraint people.people_have_one_subject_each PRIMARY KEY (issuer, subject)
constraint people.person_name_is_not_empty CHECK (name <> ''::text)
constraint people.person_says_who_vouched CHECK (issuer <> ''::text AND subject <> ''::text)
constraint probes.probes_have_one_instance_each PRIMARY KEY (instance)
constraint records.record_digests_are_sha256 CHECK (octet_length(ruleset_digest) = 32 AND octet_length(aggregate_digest) = 32)
constraint records.record_documents_are_packed_or_apart CHECK (num_nonnulls(texts, context, actions, reasons, near_misses, aggregate, firings) =
CASE
    WHEN documents IS NULL THEN 7
    ELSE 0
END) NOT VALID
constraint records.record_salt_has_16_bytes CHECK (octet_length(salt) = 16)
constraint records.records_have_one_id_each PRIMARY KEY (id)
constraint refused_uploads.refused_uploads_are_one_a_person_and_place PRIMARY KEY (draft_id, path, person)
constraint refused_uploads.refused_uploads_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
constraint reviews.answered_review_says_what_is_done CHECK ((ordinals IS NOT NULL) = (state = ANY (ARRAY['APPROVED'::text, 'AMENDED'::text, 'REJECTED'::text])))
constraint reviews.closed_review_says_when_by_whom_and_why CHECK (num_nulls(closed_at, closed_by, reason) =
CASE state
    WHEN 'OPEN'::text THEN 3
    ELSE 0
END)
constraint reviews.expired_review_says_what_became_of_it CHECK ((ending IS NOT NULL) = (state = 'EXPIRED'::text) AND (ending = ANY (ARRAY['HOLD'::text, 'LAPSE'::text])))
constraint reviews.only_people_answer_reviews CHECK ((state <> ALL (ARRAY['APPROVED'::text, 'AMENDED'::text, 'REJECTED'::text])) OR closed_by <> 'service'::text)
constraint reviews.review_confidence_is_a_share CHECK (confidence >= 0::double precision AND confidence <= 1::double precision)
constraint reviews.review_digests_are_sha256 CHECK (octet_length(evidence_digest) = 32 AND octet_length(binding) = 32)
constraint reviews.review_is_due_after_it_was_proposed CHECK (due_at > proposed_at)
constraint reviews.review_lane_is_known CHECK (lane = ANY (ARRAY['FAST'::text, 'WORKBENCH'::text, 'BULK'::text]))
constraint reviews.review_scope_is_known CHECK (scope = ANY (ARRAY['COHORT'::text, 'GLOBAL'::text]))
constraint reviews.review_severity_is_known CHECK (severity = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text]))
constraint reviews.review_state_is_known CHECK (state = ANY (ARRAY['OPEN'::text, 'APPROVED'::text, 'AMENDED'::text, 'REJECTED'::text, 'SUPERSEDED'::text, 'EXPIRED'::text]))
constraint reviews.review_tiers_are_known CHECK ((tier = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text, 'TIER_3'::text])) AND (raised_from = ANY (ARRAY['NONE'::text, 'TIER_1'::text, 'TIER_2'::text])))
constraint reviews.reviews_have_one_id_each PRIMARY KEY (id)
constraint reviews.superseded_review_says_by_which_decision CHECK ((superseded_by IS NOT NULL) = (state = 'SUPERSEDED'::text))
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
constraint scheduled_tasks.scheduled_tasks_have_one_instance_each PRIMARY KEY (task_name, task_instance)
constraint sessions.session_digests_are_sha256 CHECK (octet_length(digest) = 32 AND octet_length(token_digest) = 32)
constraint sessions.session_ends_after_it_began CHECK (expires_at > created_at)
constraint sessions.session_has_known_roles CHECK (roles <@ ARRAY['caller'::text, 'flags'::text, 'owner'::text, 'reviewer'::text, 'auditor'::text, 'operator'::text, 'admin'::text])
constraint sessions.session_has_one_origin CHECK (num_nonnulls(token_digest, issuer) = 1)
constraint sessions.session_names_a_person CHECK (person <> ''::text)
constraint sessions.sessions_have_one_secret_each PRIMARY KEY (digest)
constraint shadow_reports.shadow_report_is_of_a_shadow FOREIGN KEY (draft_id, started_at) REFERENCES shadows(draft_id, started_at)
constraint shadow_reports.shadow_reports_are_one_an_instance PRIMARY KEY (draft_id, started_at, instance)
constraint shadows.shadow_digest_is_a_sha256 CHECK (octet_length(digest) = 32)
constraint shadows.shadow_is_of_a_draft FOREIGN KEY (draft_id) REFERENCES drafts(id)
constraint shadows.shadows_have_one_start_each PRIMARY KEY (draft_id, started_at)
constraint text_keys.text_key_proof_is_a_sha256 CHECK (octet_length(proof) = 32)
constraint text_keys.text_keys_have_one_id_each PRIMARY KEY (id)
constraint tickets.ticket_generation_counts_from_one CHECK (generation >= 1)
constraint tickets.ticket_part_is_known CHECK (part = ANY (ARRAY['WHOLE'::text, 'CHILD'::text]))
constraint tickets.tickets_have_one_place_each PRIMARY KEY (incident_key, part, target, generation)
constraint tokens.token_ends_after_its_creation CHECK (expires_at > created_at)
constraint tokens.token_has_known_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['caller'::text, 'flags'::text, 'owner'::text, 'reviewer'::text, 'auditor'::text, 'operator'::text, 'admin'::text])
constraint tokens.token_is_revoked_after_its_creation CHECK (revoked_at >= created_at)
constraint tokens.token_is_revoked_where_it_says_by_whom CHECK (revoked_by IS NULL OR revoked_at IS NOT NULL)
constraint tokens.token_limits_are_not_empty CHECK (product <> ''::text AND environment <> ''::text)
constraint tokens.token_name_is_not_empty CHECK (name <> ''::text)
constraint tokens.token_secret_is_kept_as_a_sha256 CHECK (octet_length(secret_digest) = 32)
constraint tokens.token_source_is_known CHECK (source = ANY (ARRAY['BOOTSTRAP'::text, 'FRESH'::text, 'ISSUED'::text]))
constraint tokens.tokens_have_one_name_each PRIMARY KEY (name)
constraint tokens.tokens_have_one_secret_each UNIQUE (secret_digest)

index CREATE INDEX actions_by_automatic_write ON actions USING btree (wrote_at) WHERE (automatic AND (wrote_at IS NOT NULL))
index CREATE INDEX actions_by_incident ON actions USING btree (incident_id, id DESC) WHERE (incident_id IS NOT NULL)
index CREATE INDEX actions_by_state ON actions USING btree (state, id DESC) WHERE (state <> ALL (ARRAY['DONE'::text, 'DIGEST'::text, 'SUPPRESSED'::text]))
index CREATE INDEX actions_by_target ON actions USING btree (target, id DESC) WHERE (kind <> 'ADD_TO_DIGEST'::text)
index CREATE INDEX actions_by_ticket ON actions USING btree (receipt_reference, id DESC) WHERE ((kind = 'OPEN_TICKET'::text) AND (receipt_reference IS NOT NULL))
index CREATE INDEX actions_by_turn ON actions USING btree (ombud_urgency(kind) DESC, turn_at) WHERE ((turn_at IS NOT NULL) AND (state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'WAITING'::text])))
index CREATE INDEX actions_for_digest ON actions USING btree (id) WHERE (state = 'DIGEST'::text)
index CREATE INDEX actions_of_endings ON actions USING btree (incident_id, id DESC) WHERE (target ~~ 'ended:%'::text)
index CREATE INDEX audit_events_by_actor ON audit_events USING btree (actor, id DESC)
index CREATE INDEX audit_events_by_decision ON audit_events USING btree (decision_id, id DESC) WHERE (decision_id IS NOT NULL)
index CREATE INDEX audit_events_by_kind ON audit_events USING btree (kind, id DESC)
index CREATE INDEX audit_events_by_subject ON audit_events USING btree (subject, id DESC)
index CREATE INDEX backtests_by_draft ON backtests USING btree (draft_id, id DESC)
index CREATE INDEX brief_requests_by_decision ON brief_requests USING btree (decision_id) WHERE (decision_id IS NOT NULL)
index CREATE INDEX brief_requests_by_incident ON brief_requests USING btree (incident_id, severity) WHERE (incident_id IS NOT NULL)
index CREATE INDEX briefs_by_decision ON briefs USING btree (decision_id, id DESC) WHERE (decision_id IS NOT NULL)
index CREATE INDEX briefs_by_incident ON briefs USING btree (incident_id, id DESC) WHERE (incident_id IS NOT NULL)
index CREATE INDEX briefs_by_time ON briefs USING btree (made_at)
index CREATE INDEX decision_totals_but_of_clusters ON decision_totals USING btree (term) WHERE (NOT starts_with(term, 'cluster='::text))
index CREATE INDEX decision_totals_of_the_most_frequent_clusters ON decision_totals USING btree (decisions DESC, term COLLATE "C") WHERE starts_with(term, 'cluster='::text)
index CREATE INDEX decisions_by_incident ON ONLY decisions USING btree (incident_id, id DESC) WHERE (incident_id IS NOT NULL)
index CREATE INDEX decisions_by_priority ON ONLY decisions USING btree (priority DESC, id DESC)
index CREATE INDEX decisions_by_terms ON ONLY decisions USING gin (ombud_filed(terms, product, surface, release_version, cluster_id, severity, disposition, id), to_tsvector('simple'::regconfig, summary))
index CREATE INDEX decisions_by_trace ON ONLY decisions USING btree (trace_id, id DESC)
index CREATE INDEX decisions_for_gates ON ONLY decisions USING btree (product, severity, window_end DESC, id DESC) INCLUDE (surface) WHERE ombud_is_live(terms)
index CREATE INDEX decisions_for_surfaces ON ONLY decisions USING btree (product, surface, severity, window_end DESC, id DESC) WHERE ombud_is_live(terms)
index CREATE INDEX digest_lines_by_team ON digest_lines USING btree (team, added_at) WHERE (sent_at IS NULL)
index CREATE INDEX drafts_by_time ON drafts USING btree (created_at DESC, id)
index CREATE INDEX effects_by_decision ON effects USING btree (decision_id)
index CREATE INDEX effects_to_conclude ON effects USING btree (look_until) WHERE (concluded_at IS NULL)
index CREATE INDEX evidence_texts_by_evidence ON ONLY evidence_texts USING btree (evidence_id, decision_id DESC) WHERE (evidence_id IS NOT NULL)
index CREATE INDEX evidence_texts_by_lookup ON ONLY evidence_texts USING brin (lookup bytea_bloom_ops (n_distinct_per_range='1000')) WITH (pages_per_range='32')
index CREATE INDEX flag_switches_by_end ON flag_switches USING btree (ends_on) WHERE (lifted_at IS NULL)
index CREATE INDEX flag_switches_by_flag ON flag_switches USING btree (flag_key, environment, made_at) WHERE (lifted_at IS NULL)
index CREATE INDEX gate_deployments_to_look_at ON gate_deployments USING btree (look_at) WHERE (closed_at IS NULL)
index CREATE INDEX gate_evaluations_by_gate ON gate_evaluations USING btree (gate, id DESC)
index CREATE INDEX gate_evaluations_by_release ON gate_evaluations USING btree (gate, product, release_version, id DESC)
index CREATE INDEX gate_evaluations_of_release ON gate_evaluations USING btree (product, release_version, id DESC)
index CREATE INDEX gate_overrides_by_release ON gate_overrides USING btree (gate, product, release_version, id DESC)
index CREATE INDEX gate_overrides_in_force ON gate_overrides USING btree (until) WHERE (ended_at IS NULL)
index CREATE INDEX incidents_without_windows ON incidents USING btree (product) WHERE ((state = 'OPEN'::text) AND (windows_id IS NULL))
index CREATE INDEX mitigations_by_end ON actions USING btree (changed_at) WHERE ((state = 'DONE'::text) AND (kind = ANY (ARRAY['FREEZE_ROLLOUT'::text, 'REDUCE_EXPOSURE'::text, 'DISABLE_VARIATION'::text, 'DISABLE_FLAG'::text, 'SHOW_BANNER'::text, 'SWITCH_FALLBACK'::text, 'ROLLBACK_RELEASE'::text, 'PAUSE_EXPERIMENT'::text])))
index CREATE INDEX open_brief_requests_by_turn ON brief_requests USING btree (severity, requested_at, id) WHERE (finished_at IS NULL)
index CREATE INDEX open_reviews_by_cluster ON reviews USING btree (product, cluster) WHERE (state = 'OPEN'::text)
index CREATE INDEX open_reviews_by_end ON reviews USING btree (due_at) WHERE (state = 'OPEN'::text)
index CREATE INDEX open_reviews_by_priority ON reviews USING btree (priority DESC, id DESC) WHERE (state = 'OPEN'::text)
index CREATE INDEX outcomes_about_incident ON outcomes USING btree (about_incident_id, id DESC) WHERE (about_incident_id IS NOT NULL)
index CREATE INDEX outcomes_by_decision ON outcomes USING btree (decision_id, id DESC) WHERE (decision_id IS NOT NULL)
index CREATE INDEX outcomes_by_incident ON outcomes USING btree (incident_id, id DESC) WHERE (incident_id IS NOT NULL)
index CREATE INDEX outcomes_by_ticket ON outcomes USING btree (ticket, id DESC) WHERE (ticket IS NOT NULL)
index CREATE INDEX overrides_by_end ON overrides USING btree (product, until) WHERE (ended_at IS NULL)
index CREATE INDEX refused_uploads_by_age ON refused_uploads USING btree (at)
index CREATE INDEX reviews_by_cluster ON reviews USING btree (product, cluster, id DESC)
index CREATE INDEX reviews_by_decision ON reviews USING btree (decision_id)
index CREATE INDEX reviews_by_priority ON reviews USING btree (priority DESC, id DESC)
index CREATE INDEX scheduled_tasks_by_turn ON scheduled_tasks USING btree (priority DESC, execution_time)
index CREATE INDEX sessions_by_end ON sessions USING btree (expires_at)
index CREATE INDEX tickets_by_reference ON tickets USING btree (target, reference)
index CREATE UNIQUE INDEX action_steps_have_one_id_each ON action_steps USING btree (action_id, id)
index CREATE UNIQUE INDEX actions_have_one_id_each ON actions USING btree (id)
index CREATE UNIQUE INDEX actions_have_one_ordinal_each_in_a_decision ON actions USING btree (decision_id, ordinal)
index CREATE UNIQUE INDEX activations_have_one_id_each ON activations USING btree (id)
index CREATE UNIQUE INDEX aggregates_are_decided_once ON aggregate_keys USING btree (product, aggregate_id, revision)
index CREATE UNIQUE INDEX archives_have_one_month_each ON archives USING btree (month)
index CREATE UNIQUE INDEX audit_events_have_one_id_each ON audit_events USING btree (id)
index CREATE UNIQUE INDEX automation_switches_have_one_id_each ON automation_switches USING btree (id)
index CREATE UNIQUE INDEX backtests_have_one_id_each ON backtests USING btree (id)
index CREATE UNIQUE INDEX brief_answers_have_one_call_each ON brief_answers USING btree (brief_id, call)
index CREATE UNIQUE INDEX brief_requests_have_one_id_each ON brief_requests USING btree (id)
index CREATE UNIQUE INDEX briefs_have_one_id_each ON briefs USING btree (id)
index CREATE UNIQUE INDEX checkpoints_have_one_size_each ON checkpoints USING btree (size)
index CREATE UNIQUE INDEX count_queue_has_one_id_each ON count_queue USING btree (id)
index CREATE UNIQUE INDEX decision_counts_have_one_row_a_span_and_term ON decision_counts USING btree (span, first_day, term)
index CREATE UNIQUE INDEX decision_totals_have_one_row_a_term ON decision_totals USING btree (term)
index CREATE UNIQUE INDEX decisions_have_one_id_each ON ONLY decisions USING btree (id)
index CREATE UNIQUE INDEX deliveries_happen_once ON deliveries USING btree (key, target)
index CREATE UNIQUE INDEX digest_lines_stand_for_one_action_each ON digest_lines USING btree (key)
index CREATE UNIQUE INDEX draft_events_have_one_ordinal_each ON draft_events USING btree (draft_id, ordinal)
index CREATE UNIQUE INDEX draft_parts_have_one_path_each ON draft_parts USING btree (draft_id, path)
index CREATE UNIQUE INDEX drafts_have_one_id_each ON drafts USING btree (id)
index CREATE UNIQUE INDEX effects_have_one_action_each ON effects USING btree (action_id)
index CREATE UNIQUE INDEX evidence_texts_have_one_ordinal_each ON ONLY evidence_texts USING btree (decision_id, ordinal)
index CREATE UNIQUE INDEX feed_progress_has_one_row ON feed_progress USING btree (only_one)
index CREATE UNIQUE INDEX flag_environments_are_one_a_name ON flag_environments USING btree (flag_key, environment)
index CREATE UNIQUE INDEX flag_revision_is_one_row ON flag_revision USING btree (id)
index CREATE UNIQUE INDEX flag_switches_have_one_key_each ON flag_switches USING btree (key)
index CREATE UNIQUE INDEX flags_have_one_key_each ON flags USING btree (key)
index CREATE UNIQUE INDEX freezes_have_one_id_each ON freezes USING btree (id)
index CREATE UNIQUE INDEX gate_deployments_have_one_id_each ON gate_deployments USING btree (id)
index CREATE UNIQUE INDEX gate_deployments_wait_once ON gate_deployments USING btree (repository, run_id, environment)
index CREATE UNIQUE INDEX gate_evaluations_have_one_id_each ON gate_evaluations USING btree (id)
index CREATE UNIQUE INDEX gate_overrides_have_one_id_each ON gate_overrides USING btree (id)
index CREATE UNIQUE INDEX holds_have_one_id_each ON holds USING btree (id)
index CREATE UNIQUE INDEX incident_windows_have_one_id_each ON incident_windows USING btree (id)
index CREATE UNIQUE INDEX incidents_have_one_id_each ON incidents USING btree (id)
index CREATE UNIQUE INDEX instances_have_one_id_each ON instances USING btree (id)
index CREATE UNIQUE INDEX jobs_have_one_id_each ON jobs USING btree (id)
index CREATE UNIQUE INDEX label_corrections_have_one_id_each ON label_corrections USING btree (id)
index CREATE UNIQUE INDEX label_corrections_of_a_decision_have_an_order ON label_corrections USING btree (decision_id, ordinal)
index CREATE UNIQUE INDEX labels_are_sampled_once ON labels USING btree (week, subject, subject_id)
index CREATE UNIQUE INDEX labels_have_one_id_each ON labels USING btree (id)
index CREATE UNIQUE INDEX log_keys_begin_at_a_size ON log_keys USING btree (from_size)
index CREATE UNIQUE INDEX log_keys_have_one_id_each ON log_keys USING btree (id)
index CREATE UNIQUE INDEX log_leaves_have_one_index_each ON log_leaves USING btree (leaf_index)
index CREATE UNIQUE INDEX log_nodes_have_one_place_each ON log_nodes USING btree (level, node_index)
index CREATE UNIQUE INDEX log_queue_has_one_id_each ON log_queue USING btree (id)
index CREATE UNIQUE INDEX notes_are_written_once_for_what_they_say ON brief_requests USING btree (product, ((input ->> 'release'::text)), ((input ->> 'gist'::text))) WHERE ((kind = 'RELEASE_NOTES'::text) AND ((input ->> 'gist'::text) IS NOT NULL))
index CREATE UNIQUE INDEX one_digest_is_written_a_day ON brief_requests USING btree (((input ->> 'day'::text)), COALESCE((input ->> 'team'::text), ''::text)) WHERE (kind = 'DIGEST'::text)
index CREATE UNIQUE INDEX one_incident_is_open_for_a_key ON incidents USING btree (product, md5(subject), md5(environment), md5(cohort), md5(cluster)) WHERE (state = 'OPEN'::text)
index CREATE UNIQUE INDEX one_review_is_open_for_an_incident ON reviews USING btree (incident_id) WHERE (state = 'OPEN'::text)
index CREATE UNIQUE INDEX one_ruleset_is_active_at_most ON rulesets USING btree (state) WHERE (state = 'ACTIVE'::text)
index CREATE UNIQUE INDEX one_shadow_at_a_time_for_a_draft ON shadows USING btree (draft_id) WHERE (stopped_at IS NULL)
index CREATE UNIQUE INDEX outcomes_are_reported_once ON outcomes USING btree (report)
index CREATE UNIQUE INDEX outcomes_have_one_id_each ON outcomes USING btree (id)
index CREATE UNIQUE INDEX overrides_have_one_id_each ON overrides USING btree (id)
index CREATE UNIQUE INDEX people_have_one_subject_each ON people USING btree (issuer, subject)
index CREATE UNIQUE INDEX people_share_no_name ON people USING btree (name) WHERE (name ~~ '%@%'::text)
index CREATE UNIQUE INDEX probes_have_one_instance_each ON probes USING btree (instance)
index CREATE UNIQUE INDEX records_are_sealed_once ON log_leaves USING btree (record_id)
index CREATE UNIQUE INDEX records_have_one_id_each ON ONLY records USING btree (id)
index CREATE UNIQUE INDEX refused_uploads_are_one_a_person_and_place ON refused_uploads USING btree (draft_id, path, person)
index CREATE UNIQUE INDEX reviews_have_one_id_each ON reviews USING btree (id)
index CREATE UNIQUE INDEX ruleset_parts_have_one_path_each ON ruleset_parts USING btree (version, path)
index CREATE UNIQUE INDEX rulesets_have_one_digest_each ON rulesets USING btree (digest)
index CREATE UNIQUE INDEX rulesets_have_one_version_each ON rulesets USING btree (version)
index CREATE UNIQUE INDEX scheduled_tasks_have_one_instance_each ON scheduled_tasks USING btree (task_name, task_instance)
index CREATE UNIQUE INDEX sessions_have_one_secret_each ON sessions USING btree (digest)
index CREATE UNIQUE INDEX shadow_reports_are_one_an_instance ON shadow_reports USING btree (draft_id, started_at, instance)
index CREATE UNIQUE INDEX shadows_have_one_start_each ON shadows USING btree (draft_id, started_at)
index CREATE UNIQUE INDEX text_keys_have_one_id_each ON text_keys USING btree (id)
index CREATE UNIQUE INDEX tickets_have_one_place_each ON tickets USING btree (incident_key, part, target, generation)
index CREATE UNIQUE INDEX tokens_have_one_name_each ON tokens USING btree (name)
index CREATE UNIQUE INDEX tokens_have_one_secret_each ON tokens USING btree (secret_digest)

grant delete on count_queue to ombud_service
grant delete on instances to ombud_service
grant delete on log_queue to ombud_service
grant delete on probes to ombud_service
grant delete on refused_uploads to ombud_service
grant delete on scheduled_tasks to ombud_service
grant delete on sessions to ombud_service
grant insert on action_steps to ombud_service
grant insert on actions to ombud_service
grant insert on activations to ombud_service
grant insert on aggregate_keys to ombud_service
grant insert on archives to ombud_service
grant insert on audit_events to ombud_service
grant insert on automation_switches to ombud_service
grant insert on backtests to ombud_service
grant insert on brief_answers to ombud_service
grant insert on brief_requests to ombud_service
grant insert on briefs to ombud_service
grant insert on checkpoints to ombud_service
grant insert on count_queue to ombud_service
grant insert on decision_counts to ombud_service
grant insert on decision_totals to ombud_service
grant insert on decisions to ombud_service
grant insert on deliveries to ombud_service
grant insert on digest_lines to ombud_service
grant insert on draft_events to ombud_service
grant insert on draft_parts to ombud_service
grant insert on drafts to ombud_service
grant insert on effects to ombud_service
grant insert on evidence_texts to ombud_service
grant insert on flag_environments to ombud_service
grant insert on flag_switches to ombud_service
grant insert on flags to ombud_service
grant insert on freezes to ombud_service
grant insert on gate_deployments to ombud_service
grant insert on gate_evaluations to ombud_service
grant insert on gate_overrides to ombud_service
grant insert on holds to ombud_service
grant insert on incident_windows to ombud_service
grant insert on incidents to ombud_service
grant insert on instances to ombud_service
grant insert on jobs to ombud_service
grant insert on label_corrections to ombud_service
grant insert on labels to ombud_service
grant insert on log_keys to ombud_service
grant insert on log_leaves to ombud_service
grant insert on log_nodes to ombud_service
grant insert on log_queue to ombud_service
grant insert on outcomes to ombud_service
grant insert on overrides to ombud_service
grant insert on people to ombud_service
grant insert on probes to ombud_service
grant insert on records to ombud_service
grant insert on refused_uploads to ombud_service
grant insert on reviews to ombud_service
grant insert on ruleset_parts to ombud_service
grant insert on rulesets to ombud_service
grant insert on scheduled_tasks to ombud_service
grant insert on sessions to ombud_service
grant insert on shadow_reports to ombud_service
grant insert on shadows to ombud_service
grant insert on text_keys to ombud_service
grant insert on tickets to ombud_service
grant insert on tokens to ombud_service
grant select on action_steps to ombud_service
grant select on actions to ombud_service
grant select on activations to ombud_service
grant select on aggregate_keys to ombud_service
grant select on archives to ombud_service
grant select on audit_events to ombud_service
grant select on automation_switches to ombud_service
grant select on backtests to ombud_service
grant select on brief_answers to ombud_service
grant select on brief_requests to ombud_service
grant select on briefs to ombud_service
grant select on checkpoints to ombud_service
grant select on count_queue to ombud_service
grant select on decision_counts to ombud_service
grant select on decision_totals to ombud_service
grant select on decisions to ombud_service
grant select on deliveries to ombud_service
grant select on digest_lines to ombud_service
grant select on draft_events to ombud_service
grant select on draft_parts to ombud_service
grant select on drafts to ombud_service
grant select on effects to ombud_service
grant select on evidence_texts to ombud_service
grant select on feed_progress to ombud_service
grant select on flag_environments to ombud_service
grant select on flag_revision to ombud_service
grant select on flag_switches to ombud_service
grant select on flags to ombud_service
grant select on freezes to ombud_service
grant select on gate_deployments to ombud_service
grant select on gate_evaluations to ombud_service
grant select on gate_overrides to ombud_service
grant select on holds to ombud_service
grant select on incident_windows to ombud_service
grant select on incidents to ombud_service
grant select on instances to ombud_service
grant select on jobs to ombud_service
grant select on label_corrections to ombud_service
grant select on labels to ombud_service
grant select on log_keys to ombud_service
grant select on log_leaves to ombud_service
grant select on log_nodes to ombud_service
grant select on log_queue to ombud_service
grant select on outcomes to ombud_service
grant select on overrides to ombud_service
grant select on people to ombud_service
grant select on probes to ombud_service
grant select on records to ombud_service
grant select on refused_uploads to ombud_service
grant select on reviews to ombud_service
grant select on ruleset_parts to ombud_service
grant select on rulesets to ombud_service
grant select on scheduled_tasks to ombud_service
grant select on sessions to ombud_service
grant select on shadow_reports to ombud_service
grant select on shadows to ombud_service
grant select on text_keys to ombud_service
grant select on tickets to ombud_service
grant select on tokens to ombud_service
grant update (activated_at) on rulesets to ombud_service
grant update (activated_by) on rulesets to ombud_service
grant update (address) on deliveries to ombud_service
grant update (address) on tickets to ombud_service
grant update (against) on drafts to ombud_service
grant update (approvals_because) on drafts to ombud_service
grant update (approvals_needed) on drafts to ombud_service
grant update (approved_by) on drafts to ombud_service
grant update (archived_at) on flags to ombud_service
grant update (arrived) on deliveries to ombud_service
grant update (asked_at) on gate_deployments to ombud_service
grant update (at) on deliveries to ombud_service
grant update (at) on shadow_reports to ombud_service
grant update (attempts) on actions to ombud_service
grant update (attempts) on brief_requests to ombud_service
grant update (automatic) on actions to ombud_service
grant update (backtest_because) on drafts to ombud_service
grant update (backtested_against) on drafts to ombud_service
grant update (backtested_digest) on drafts to ombud_service
grant update (before_state) on actions to ombud_service
grant update (breaches) on incidents to ombud_service
grant update (bytes) on draft_parts to ombud_service
grant update (cancelled_by) on backtests to ombud_service
grant update (cancelled_by) on jobs to ombud_service
grant update (changed) on shadow_reports to ombud_service
grant update (changed_at) on actions to ombud_service
grant update (changed_at) on drafts to ombud_service
grant update (changed_at) on flag_environments to ombud_service
grant update (changed_at) on flags to ombud_service
grant update (changed_by) on flag_environments to ombud_service
grant update (changed_by) on flags to ombud_service
grant update (claimed_until) on brief_requests to ombud_service
grant update (clean_up_by) on flags to ombud_service
grant update (clears) on incidents to ombud_service
grant update (closed_at) on gate_deployments to ombud_service
grant update (closed_at) on incidents to ombud_service
grant update (closed_at) on reviews to ombud_service
grant update (closed_by) on reviews to ombud_service
grant update (concluded_at) on effects to ombud_service
grant update (created_at) on tokens to ombud_service
grant update (criticality) on flags to ombud_service
grant update (decisions) on decision_counts to ombud_service
grant update (decisions) on decision_totals to ombud_service
grant update (default_variation) on flags to ombud_service
grant update (digest) on draft_parts to ombud_service
grant update (digest) on drafts to ombud_service
grant update (digest) on instances to ombud_service
grant update (done) on jobs to ombud_service
grant update (due_at) on actions to ombud_service
grant update (due_at) on brief_requests to ombud_service
grant update (due_at) on gate_deployments to ombud_service
grant update (end_reason) on gate_overrides to ombud_service
grant update (end_reason) on overrides to ombud_service
grant update (ended_at) on backtests to ombud_service
grant update (ended_at) on gate_overrides to ombud_service
grant update (ended_at) on jobs to ombud_service
grant update (ended_at) on overrides to ombud_service
grant update (ended_by) on gate_overrides to ombud_service
grant update (ended_by) on overrides to ombud_service
grant update (ending) on reviews to ombud_service
grant update (environment) on tokens to ombud_service
grant update (evaluation_id) on gate_deployments to ombud_service
grant update (expires_at) on tokens to ombud_service
grant update (expires_on) on flags to ombud_service
grant update (failed) on shadow_reports to ombud_service
grant update (failure) on backtests to ombud_service
grant update (failure) on jobs to ombud_service
grant update (finished_at) on brief_requests to ombud_service
grant update (heartbeat_at) on backtests to ombud_service
grant update (heartbeat_at) on jobs to ombud_service
grant update (holdout_percent) on flags to ombud_service
grant update (incident_id) on incident_windows to ombud_service
grant update (intended_at) on tickets to ombud_service
grant update (issued_by) on tokens to ombud_service
grant update (judged) on backtests to ombud_service
grant update (judged) on shadow_reports to ombud_service
grant update (judged_at) on briefs to ombud_service
grant update (judged_by) on briefs to ombud_service
grant update (label) on labels to ombud_service
grant update (labelled_at) on labels to ombud_service
grant update (labelled_by) on labels to ombud_service
grant update (last_decided_at) on incidents to ombud_service
grant update (last_decision_id) on incidents to ombud_service
grant update (leased_by) on actions to ombud_service
grant update (leased_until) on actions to ombud_service
grant update (lifted_at) on flag_switches to ombud_service
grant update (lifted_by) on flag_switches to ombud_service
grant update (look_at) on gate_deployments to ombud_service
grant update (measured) on effects to ombud_service
grant update (mitigated_at) on incidents to ombud_service
grant update (next_leaf) on feed_progress to ombud_service
grant update (note) on labels to ombud_service
grant update (open) on incident_windows to ombud_service
grant update (opened_at) on incidents to ombud_service
grant update (opened_by) on tickets to ombud_service
grant update (ordinals) on reviews to ombud_service
grant update (outcome) on effects to ombud_service
grant update (owner) on flags to ombud_service
grant update (platform) on flags to ombud_service
grant update (platform_key) on flags to ombud_service
grant update (product) on flags to ombud_service
grant update (product) on tokens to ombud_service
grant update (published) on drafts to ombud_service
grant update (reason) on effects to ombud_service
grant update (reason) on reviews to ombud_service
grant update (receipt_address) on actions to ombud_service
grant update (receipt_reference) on actions to ombud_service
grant update (receipt_state) on actions to ombud_service
grant update (reference) on deliveries to ombud_service
grant update (reference) on tickets to ombud_service
grant update (release_version) on gate_deployments to ombud_service
grant update (released_at) on holds to ombud_service
grant update (released_by) on holds to ombud_service
grant update (remove_on) on flags to ombud_service
grant update (removed_at) on flag_environments to ombud_service
grant update (removed_at) on freezes to ombud_service
grant update (removed_by) on freezes to ombud_service
grant update (report) on backtests to ombud_service
grant update (report) on shadow_reports to ombud_service
grant update (reserved_tokens) on brief_requests to ombud_service
grant update (result) on jobs to ombud_service
grant update (revision) on flag_revision to ombud_service
grant update (revision) on flags to ombud_service
grant update (revoked_at) on tokens to ombud_service
grant update (revoked_by) on tokens to ombud_service
grant update (roles) on tokens to ombud_service
grant update (rollout) on flag_environments to ombud_service
grant update (safe_variation) on flags to ombud_service
grant update (secret_digest) on tokens to ombud_service
grant update (seen_at) on instances to ombud_service
grant update (seen_at) on sessions to ombud_service
grant update (sent_at) on digest_lines to ombud_service
grant update (share) on jobs to ombud_service
grant update (skipped) on shadow_reports to ombud_service
grant update (source) on tokens to ombud_service
grant update (state) on actions to ombud_service
grant update (state) on backtests to ombud_service
grant update (state) on deliveries to ombud_service
grant update (state) on drafts to ombud_service
grant update (state) on gate_deployments to ombud_service
grant update (state) on incidents to ombud_service
grant update (state) on jobs to ombud_service
grant update (state) on reviews to ombud_service
grant update (state) on rulesets to ombud_service
grant update (steps) on incident_windows to ombud_service
grant update (stopped_at) on shadows to ombud_service
grant update (submitted_by) on drafts to ombud_service
grant update (superseded_by) on reviews to ombud_service
grant update (tested_digest) on drafts to ombud_service
grant update (tier_reached) on incidents to ombud_service
grant update (total) on backtests to ombud_service
grant update (touched_by) on incidents to ombud_service
grant update (trace_id) on gate_deployments to ombud_service
grant update (tries) on actions to ombud_service
grant update (turn_at) on actions to ombud_service
grant update (type) on flags to ombud_service
grant update (under_way) on deliveries to ombud_service
grant update (used_at) on tokens to ombud_service
grant update (variations) on flags to ombud_service
grant update (verdict) on briefs to ombud_service
grant update (verdict_reason) on briefs to ombud_service
grant update (verdict_text) on briefs to ombud_service
grant update (version) on flag_environments to ombud_service
grant update (version) on instances to ombud_service
grant update (warning) on instances to ombud_service
grant update (why) on actions to ombud_service
grant update (why) on gate_deployments to ombud_service
grant update (windows) on incident_windows to ombud_service
grant update (windows_id) on incidents to ombud_service
grant update (wrote_at) on actions to ombud_service
grant update on probes to ombud_service
grant update on refused_uploads to ombud_service
grant update on scheduled_tasks to ombud_service

function ombud_destroy_texts(uuid,uuid[],smallint[]) returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Erases or retires texts that no hold keeps, under an event of this transaction.
function ombud_drop_texts(date) returns boolean security definer set search_path=pg_catalog, pg_temp, lock_timeout=500ms executable by ombud_service -- Drops what is left of the texts of a retired month, once every one of them is erased. Says whether it did.
function ombud_ensure_partitions(timestamp with time zone) returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Makes the monthly partitions around a moment: the month before, its own, and two ahead. Returns how many were missing.
function ombud_filed(text[],text,text,text,text,text,text,uuid) returns text[] executable by everybody -- Terms of a decision with those that stand in its columns and in its id. Has no search path of its own, so that it is inlined.
function ombud_forget_answers() returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Destroys raw answers about decisions of which a text was erased or retired.
function ombud_hold_on(uuid,text,timestamp with time zone) returns uuid set search_path=pg_catalog, pg_temp executable by everybody -- A legal hold that keeps what belongs to a decision, to a piece of evidence, and to a time; null where none does.
function ombud_hold_on_event(uuid,text,timestamp with time zone) returns uuid set search_path=pg_catalog, pg_temp executable by everybody -- The same for an event: by when it happened, and by when was decided what it is about.
function ombud_is_access(text) returns boolean executable by ombud_service -- Whether an event of the kind is an access, which is forgotten with time.
function ombud_is_drill(text[]) returns boolean executable by everybody -- Whether a decision with these terms is a drill: nobody reads of one who does not ask for it. Has no search path of its own, so that it is inlined.
function ombud_is_live(text[]) returns boolean executable by everybody -- Whether a decision with these terms is about what customers say now: neither a drill nor history. Has no search path of its own, so that it is inlined.
function ombud_month_bound(timestamp without time zone) returns uuid set search_path=pg_catalog, pg_temp executable by everybody -- The smallest UUIDv7 of a month that begins at this time (UTC).
function ombud_month_is_gone() returns trigger set search_path=pg_catalog, pg_temp executable by everybody -- Takes a month that is dropped out of the totals.
function ombud_month_obstacle(date) returns text set search_path=pg_catalog, pg_temp executable by everybody -- Why the month that begins on this day may not be retired; null where it may, once it is archived.
function ombud_require_event(uuid,text[]) returns void set search_path=pg_catalog, pg_temp executable by everybody
function ombud_retire_actions(date) returns bigint security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Removes the actions, their steps and their effects of a month whose decisions are archived and dropped. Returns how many actions there were.
function ombud_retire_events(uuid) returns integer security definer set search_path=pg_catalog, pg_temp executable by ombud_service -- Removes the accesses that an event of this transaction lists, if they are old, sealed and under no hold.
function ombud_retire_month(date) returns bigint security definer set search_path=pg_catalog, pg_temp, lock_timeout=500ms executable by ombud_service -- Drops the decisions of a month that is archived, old enough and under no hold. Returns how many there were.
function ombud_take_turn() returns trigger set search_path=pg_catalog, pg_temp executable by everybody -- Makes what an instance of the version before schedules the turn of its action.
function ombud_urgency(text) returns smallint executable by everybody -- What changes what customers get goes before what wakes people, and that before what tells them.
function ombud_windows_id(text,text,text,text,text) returns uuid executable by everybody -- Under which id incident_windows has the windows of a key: the first 128 bits of the SHA-256 of its parts, each after its length.
