-- Briefs: what a decision, a review, a gate verdict or a release comes to, in words for people; by the
-- model where its answer held, else by the template. And what people say about them.
--
-- A request is written in the transaction of the decision that it is about. A worker claims it for a
-- while; the brief has the id of its request, so that nobody makes a second one.

create table brief_requests (
  requested_at timestamptz not null,
  due_at timestamptz not null,
  claimed_until timestamptz,
  finished_at timestamptz,
  reserved_tokens bigint not null default 0,
  id uuid not null,
  decision_id uuid,
  incident_id uuid,
  attempts smallint not null default 0,
  kind text not null,
  severity text not null,
  product text not null,
  input json,
  constraint brief_requests_have_one_id_each primary key (id),
  constraint brief_request_kind_is_known check (
    kind in ('DECISION', 'REVIEW', 'GATE_VERDICT', 'RELEASE_NOTES', 'TICKET', 'DIGEST')
  ),
  constraint brief_request_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4')),
  constraint brief_request_says_what_it_is_about check (num_nonnulls(decision_id, input) > 0),
  constraint finished_brief_request_holds_nothing_back check (
    finished_at is null or (claimed_until is null and reserved_tokens = 0)
  )
)
with (fillfactor = 80);

create index open_brief_requests_by_turn on brief_requests (severity, requested_at, id)
  where finished_at is null;
create index brief_requests_by_decision on brief_requests (decision_id) where decision_id is not null;
create index brief_requests_by_incident on brief_requests (incident_id, severity)
  where incident_id is not null;

create unique index one_digest_is_written_a_day on brief_requests ((input ->> 'day'))
  where kind = 'DIGEST';

comment on table brief_requests is 'What is to be put into words, and what was. A worker claims a row for a while.';
comment on column brief_requests.reserved_tokens is 'What the call under way may take of the budget.';
comment on column brief_requests.input is 'What is briefed, where it does not stand in a decision.';

create table briefs (
  made_at timestamptz not null,
  judged_at timestamptz,
  prompt_tokens bigint not null,
  completion_tokens bigint not null,
  cost double precision not null,
  latency_millis bigint not null,
  id uuid not null,
  decision_id uuid,
  incident_id uuid,
  calls smallint not null,
  prompt_version integer,
  kind text not null,
  severity text not null,
  product text not null,
  origin text not null,
  why text not null,
  detail text not null,
  prompt text,
  model text,
  deployment text,
  verdict text,
  judged_by text,
  verdict_reason text,
  verdict_text text,
  prompt_digest bytea,
  input_digest bytea not null,
  output_digest bytea not null,
  parameters json,
  complaints json not null,
  content json not null,
  constraint briefs_have_one_id_each primary key (id),
  constraint brief_answers_a_request foreign key (id) references brief_requests (id),
  constraint brief_kind_is_known check (
    kind in ('DECISION', 'REVIEW', 'GATE_VERDICT', 'RELEASE_NOTES', 'TICKET', 'DIGEST')
  ),
  constraint brief_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4')),
  constraint brief_origin_is_known check (origin in ('MODEL', 'TEMPLATE')),
  constraint called_brief_says_how check (
    num_nulls(prompt, prompt_version, prompt_digest, deployment, parameters)
      = case when calls = 0 then 5 else 0 end
  ),
  constraint brief_of_a_model_names_it check (origin = 'TEMPLATE' or (calls > 0 and model is not null)),
  constraint brief_digests_are_sha256 check (
    octet_length(input_digest) = 32 and octet_length(output_digest) = 32
      and octet_length(prompt_digest) = 32
  ),
  constraint brief_verdict_is_known check (verdict in ('ACCEPTED', 'EDITED', 'REJECTED')),
  constraint judged_brief_says_by_whom_and_why check (
    num_nulls(verdict, judged_at, judged_by, verdict_reason) in (0, 4)
  ),
  constraint edited_brief_has_a_text check (
    (verdict_text is not null) = coalesce(verdict = 'EDITED', false)
  )
)
with (fillfactor = 90);

create index briefs_by_decision on briefs (decision_id, id desc) where decision_id is not null;
create index briefs_by_incident on briefs (incident_id, id desc) where incident_id is not null;
create index briefs_by_time on briefs (made_at);

comment on table briefs is 'What people were told, and how it came about. Never changes but in the verdict of a person.';
comment on column briefs.why is 'Why the template took the place of the model; ANSWERED where it did not.';
comment on column briefs.complaints is 'What the answers of the model lacked, one list a call.';
comment on column briefs.cost is 'Of all calls, in the currency of the settings.';
comment on column briefs.verdict_text is 'What a person put in its place.';

create table brief_answers (
  brief_id uuid not null,
  call smallint not null,
  key_id smallint not null,
  salt bytea not null,
  seed bytea not null,
  sealed bytea not null,
  constraint brief_answers_have_one_call_each primary key (brief_id, call),
  constraint brief_answer_belongs_to_a_brief foreign key (brief_id) references briefs (id)
);

comment on table brief_answers is 'Raw answers of the model, encrypted as texts of evidence are, for they may quote one. They go when a text of their decision goes.';

create table labels (
  sampled_at timestamptz not null,
  labelled_at timestamptz,
  week date not null,
  id uuid not null,
  subject_id uuid not null,
  subject text not null,
  label text,
  labelled_by text,
  note text,
  constraint labels_have_one_id_each primary key (id),
  constraint labels_are_sampled_once unique (week, subject, subject_id),
  constraint label_subject_is_known check (subject in ('DECISION', 'BRIEF')),
  constraint label_is_known check (label in ('CORRECT', 'PARTIALLY_CORRECT', 'WRONG')),
  constraint given_label_says_by_whom_and_why check (
    num_nulls(label, labelled_at, labelled_by, note) in (0, 4)
  )
);

comment on table labels is 'What was sampled of a week for people to judge, and what they said.';
comment on column labels.week is 'The Monday (UTC) that it begins with.';

grant select, insert on brief_requests, briefs, brief_answers, labels to ombud_service;
grant update (due_at, claimed_until, finished_at, reserved_tokens, attempts) on brief_requests
  to ombud_service;
grant update (judged_at, verdict, judged_by, verdict_reason, verdict_text) on briefs to ombud_service;
grant update (labelled_at, label, labelled_by, note) on labels to ombud_service;

create function ombud_forget_answers() returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      forgotten integer;
    begin
      delete from public.brief_answers a using public.briefs b
        where b.id = a.brief_id and exists (
          select from public.evidence_texts t
          where t.decision_id = b.decision_id and t.erased_at is not null
        );
      get diagnostics forgotten = row_count;
      return forgotten;
    end
  $$;

comment on function ombud_forget_answers is 'Destroys raw answers about decisions of which a text was erased or retired.';

revoke all on function ombud_forget_answers() from public;
grant execute on function ombud_forget_answers() to ombud_service;
