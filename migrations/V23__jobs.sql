-- Long work that auditors ask for: exports and verifications. A row is written while it runs, about
-- once a second, and kept for ever once it has ended.

create table jobs (
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  ended_at timestamptz,
  done bigint not null,
  share double precision not null,
  id uuid not null,
  kind text not null,
  state text not null,
  caller text not null,
  what text not null,
  cancelled_by text,
  failure text,
  result text,
  constraint jobs_have_one_id_each primary key (id),
  constraint job_kind_is_known check (kind in ('EXPORT', 'VERIFICATION')),
  constraint job_state_is_known check (state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  constraint job_count_is_not_negative check (done >= 0),
  constraint job_share_is_one check (share between 0 and 1),
  constraint job_runs_or_has_an_end check ((state = 'RUNNING') = (ended_at is null)),
  constraint failed_job_says_why check ((state = 'FAILED') = (failure is not null)),
  constraint cancelled_job_says_by_whom check (state <> 'CANCELLED' or cancelled_by is not null),
  constraint only_a_job_that_is_done_has_a_result check (state = 'DONE' or result is null)
)
with (fillfactor = 50);

comment on table jobs is 'Exports and verifications: how far each is, and how it ended.';
comment on column jobs.id is 'UUIDv7; of an export, also the id of the event that holds its manifest.';
comment on column jobs.what is 'What was asked for: the question of an export.';
comment on column jobs.heartbeat_at is 'About once a second while it runs; older than 60 s: its instance is gone.';
comment on column jobs.done is 'Decisions exported, or leaves verified.';
comment on column jobs.share is 'How much of the whole that is about, 0 to 1.';
comment on column jobs.cancelled_by is 'Who asked for the end; the instance that runs it looks once a second.';
comment on column jobs.result is 'What a verification found, line by line.';

grant select, insert on jobs to ombud_service;
grant update (
  heartbeat_at, ended_at, done, share, state, cancelled_by, failure, result
) on jobs to ombud_service;
