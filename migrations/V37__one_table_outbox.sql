-- What workers do next is said by the actions themselves: when each is next, and who has it until when.
-- `scheduled_tasks` stays for instances of the version before, empty: what they add to it goes on as a
-- turn of its action, so that instances of this version carry it out. A later version drops it.

alter table actions
  add column turn_at timestamptz,
  add column leased_until timestamptz,
  add column leased_by uuid;

-- Room beside a row, so that taking it up and keeping it costs no entry in any index.
alter table actions set (fillfactor = 80);

comment on column actions.turn_at is 'When a worker may take it up, if it can be run at all; null where it waits for its parent.';
comment on column actions.leased_until is 'Until then a worker has it, and no other takes it up.';
comment on column actions.leased_by is 'The instance whose worker has it.';

create function ombud_urgency(kind text) returns smallint
  language sql immutable strict parallel safe
  return case kind when 'PAGE_OWNER' then 20 when 'OPEN_TICKET' then 10
    when 'NOTIFY' then 0 when 'ADD_TO_DIGEST' then 0 else 30 end;

comment on function ombud_urgency is
  'What changes what customers get goes before what wakes people, and that before what tells them.';

create index actions_by_turn on actions (ombud_urgency(kind) desc, turn_at)
  where turn_at is not null and state in ('QUEUED', 'RUNNING', 'WAITING');

grant update (turn_at, leased_until, leased_by) on actions to ombud_service;

create function ombud_take_turn() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
  as $$
    begin
      update public.actions set turn_at = new.execution_time where id = new.task_instance::uuid;
      return null;
    end
  $$;

comment on function ombud_take_turn is 'Makes what an instance of the version before schedules the turn of its action.';

create trigger scheduled_tasks_become_turns before insert on scheduled_tasks
  for each row execute function ombud_take_turn();

-- A worker of the version before may be at what is picked: it has the time that one has that is dead.
with moved as (delete from scheduled_tasks returning task_instance, execution_time, picked)
update actions a set turn_at = m.execution_time,
  leased_until = case when m.picked then now() + interval '1 minute' end
from moved m where a.id = m.task_instance::uuid;
