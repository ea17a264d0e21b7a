-- What decisions ask for and what became of it: the outbox. An action is stored in the transaction of
-- its decision and carried out afterwards; each step of each attempt is a row that stays.

create table actions (
  created_at timestamptz not null,
  changed_at timestamptz not null,
  due_at timestamptz,
  wrote_at timestamptz,
  id uuid not null,
  decision_id uuid not null,
  incident_id uuid,
  ordinal smallint not null,
  parent smallint,
  attempts smallint not null default 0,
  tries smallint not null default 0,
  automatic boolean not null,
  kind text not null,
  state text not null,
  target text not null,
  product text not null,
  environment text not null,
  why text,
  before_state text,
  receipt_reference text,
  receipt_address text,
  receipt_state text,
  constraint actions_have_one_id_each primary key (id),
  constraint actions_have_one_ordinal_each_in_a_decision unique (decision_id, ordinal),
  constraint action_kind_is_known check (
    kind in ('FREEZE_ROLLOUT', 'REDUCE_EXPOSURE', 'DISABLE_VARIATION', 'DISABLE_FLAG', 'SHOW_BANNER',
      'SWITCH_FALLBACK', 'ROLLBACK_RELEASE', 'PAUSE_EXPERIMENT', 'OPEN_TICKET', 'PAGE_OWNER', 'NOTIFY',
      'ADD_TO_DIGEST')
  ),
  constraint action_state_is_known check (
    state in ('QUEUED', 'AWAITING_APPROVAL', 'RECOMMENDED', 'DIGEST', 'RUNNING', 'WAITING', 'DONE',
      'REFUSED', 'HELD', 'DEAD', 'DROPPED', 'EXPIRED')
  ),
  constraint receipt_is_whole check (num_nulls(receipt_reference, receipt_address, receipt_state) in (0, 3))
);

create index actions_by_target on actions (target, id desc);
create index actions_by_incident on actions (incident_id, id desc) where incident_id is not null;
-- Nearly all are done or in the digest; whoever asks for a state asks for one of the others.
create index actions_by_state on actions (state, id desc) where state not in ('DONE', 'DIGEST');
create index actions_for_digest on actions (id) where state = 'DIGEST';
create index actions_by_automatic_write on actions (wrote_at) where automatic and wrote_at is not null;

comment on table actions is 'What decisions ask for, and how far each has come.';
comment on column actions.id is 'UUIDv7.';
comment on column actions.ordinal is 'From 1, as in the decision.';
comment on column actions.parent is 'The ordinal of the action that this one is a part of, in the same decision.';
comment on column actions.due_at is 'Not before this it is tried again; null where nothing is scheduled.';
comment on column actions.wrote_at is 'When its first write was announced; counts for the budget of automatic actions.';
comment on column actions.attempts is 'How often it was tried, ever: a worker that lags behind is known by it.';
comment on column actions.tries is 'How often it was tried since it was queued, or since a person retried it.';
comment on column actions.automatic is 'Whether it changes what customers get and no person asked for it.';
comment on column actions.why is 'Why it is in this state, where that does not go without saying.';
comment on column actions.before_state is 'What was there before the first write, in the target''s own words.';
comment on column actions.receipt_reference is 'What it is called in the system that carried it out.';

create table action_steps (
  at timestamptz not null,
  id uuid not null,
  action_id uuid not null,
  attempt smallint not null,
  kind text not null,
  detail json not null,
  constraint action_steps_have_one_id_each primary key (action_id, id),
  constraint action_step_belongs_to_an_action foreign key (action_id) references actions (id),
  constraint action_step_kind_is_known check (
    kind in ('INTENT', 'LOOK', 'WRITE', 'READ_BACK', 'RESULT', 'PERSON')
  )
);

comment on table action_steps is 'What was done about each action, step by step. Only grows.';
comment on column action_steps.id is 'UUIDv7.';

-- As db-scheduler lays it out, with the names of constraints as everywhere here. A row that is done is
-- deleted, so the table is small and its pages are many times over; it is vacuumed often.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  constraint scheduled_tasks_have_one_instance_each primary key (task_name, task_instance)
)
with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

create index scheduled_tasks_by_turn on scheduled_tasks (priority desc, execution_time);

comment on table scheduled_tasks is 'What workers do next (db-scheduler); an instance is the id of an action.';

create table automation_switches (
  at timestamptz not null,
  id uuid not null,
  stopped boolean not null,
  actor text not null,
  reason text not null,
  constraint automation_switches_have_one_id_each primary key (id),
  constraint automation_switch_has_a_reason check (reason <> '')
);

comment on table automation_switches is 'Who stopped and resumed automation; the last row holds.';

create table freezes (
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  placed_at timestamptz not null,
  removed_at timestamptz,
  id uuid not null,
  product text,
  reason text not null,
  placed_by text not null,
  removed_by text,
  constraint freezes_have_one_id_each primary key (id),
  constraint freeze_ends_after_its_start check (ends_at > starts_at),
  constraint freeze_has_a_reason check (reason <> ''),
  constraint removed_freeze_says_by_whom check ((removed_at is null) = (removed_by is null))
);

comment on table freezes is 'When nothing happens by itself: to one product, or to all where it names none.';

grant select on actions, action_steps, scheduled_tasks, automation_switches, freezes to ombud_service;
grant insert on actions, action_steps, scheduled_tasks, automation_switches, freezes to ombud_service;
grant update (changed_at, due_at, wrote_at, attempts, tries, automatic, state, why, before_state,
  receipt_reference, receipt_address, receipt_state) on actions to ombud_service;
grant update, delete on scheduled_tasks to ombud_service;
grant update (removed_at, removed_by) on freezes to ombud_service;
