-- Backtests: the replay of stored decisions through another ruleset. A row is written while the
-- replay runs, about once a second, and kept for ever once it has ended.

create table backtests (
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  ended_at timestamptz,
  range_from timestamptz not null,
  range_to timestamptz not null,
  against_version bigint not null,
  judged bigint not null,
  total bigint,
  sample double precision not null,
  id uuid not null,
  draft_id uuid not null,
  state text not null,
  caller text not null,
  cancelled_by text,
  failure text,
  candidate_digest bytea not null,
  against_digest bytea not null,
  report json,
  constraint backtests_have_one_id_each primary key (id),
  constraint backtest_state_is_known check (state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  constraint backtest_range_ends_after_its_start check (range_to > range_from),
  constraint backtest_sample_is_a_share check (sample > 0 and sample <= 1),
  constraint backtest_counts_are_not_negative check (judged >= 0 and total >= 0),
  constraint backtest_digests_are_sha256 check (
    octet_length(candidate_digest) = 32 and octet_length(against_digest) = 32
  ),
  constraint backtest_runs_or_has_an_end check ((state = 'RUNNING') = (ended_at is null)),
  constraint backtest_has_a_report_once_done check ((state = 'DONE') = (report is not null)),
  constraint failed_backtest_says_why check ((state = 'FAILED') = (failure is not null)),
  constraint cancelled_backtest_says_by_whom check (state <> 'CANCELLED' or cancelled_by is not null)
)
with (fillfactor = 50);

create index backtests_by_draft on backtests (draft_id, id desc);

comment on table backtests is 'Replays of stored decisions through a draft; the report is kept.';
comment on column backtests.heartbeat_at is 'About once a second while it runs or waits; older than 30 s: its instance is gone.';
comment on column backtests.total is 'How many decisions there are to judge; null until they are counted.';
comment on column backtests.cancelled_by is 'Who asked for the end; the instance that runs it looks once a second.';
comment on column backtests.against_version is 'The ruleset that decided when the backtest began.';
comment on column backtests.report is 'What would have been otherwise, as the API hands it out.';

grant select on backtests to ombud_service;
grant insert on backtests to ombud_service;
grant update (
  heartbeat_at, ended_at, judged, total, state, cancelled_by, failure, report
) on backtests to ombud_service;
