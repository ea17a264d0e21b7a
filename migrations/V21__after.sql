-- What is told to others follows the sealed log; how far it came is kept here. And what is long over
-- goes with the month of its decision.

create table feed_progress (
  next_leaf bigint not null,
  only_one boolean not null default true,
  constraint feed_progress_has_one_row primary key (only_one),
  constraint feed_progress_row_is_the_only_one check (only_one),
  constraint feed_leaf_is_not_negative check (next_leaf >= 0)
);

comment on table feed_progress is 'How far the log was followed to tell others of events and reviews; one row.';
comment on column feed_progress.next_leaf is 'The first leaf that was not looked at; moves in the transaction that queues what is told of those before.';

insert into feed_progress (next_leaf) select coalesce(max(leaf_index) + 1, 0) from log_leaves;

grant select, update (next_leaf) on feed_progress to ombud_service;

-- Most decisions ask for no more than a line in the digest: that costs them no entry here.
drop index actions_by_target;
create index actions_by_target on actions (target, id desc) where kind <> 'ADD_TO_DIGEST';

-- Who reports that a ticket is resolved names it as its tracker does.
create index actions_by_ticket on actions (receipt_reference, id desc)
  where kind = 'OPEN_TICKET' and receipt_reference is not null;

-- Whose effect is to be looked at.
create index mitigations_by_end on actions (changed_at)
  where state = 'DONE' and kind in ('FREEZE_ROLLOUT', 'REDUCE_EXPOSURE', 'DISABLE_VARIATION', 'DISABLE_FLAG',
    'SHOW_BANNER', 'SWITCH_FALLBACK', 'ROLLBACK_RELEASE', 'PAUSE_EXPERIMENT');

alter table actions
  drop constraint action_kind_is_known,
  add constraint action_kind_is_known check (
    kind in ('FREEZE_ROLLOUT', 'REDUCE_EXPOSURE', 'DISABLE_VARIATION', 'DISABLE_FLAG', 'SHOW_BANNER',
      'SWITCH_FALLBACK', 'ROLLBACK_RELEASE', 'PAUSE_EXPERIMENT', 'OPEN_TICKET', 'PAGE_OWNER', 'NOTIFY',
      'ADD_TO_DIGEST', 'RESTORE')
  );

create function ombud_retire_actions(whole_month date) returns bigint
  language plpgsql strict security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      first constant uuid := public.ombud_month_bound(whole_month);
      next constant uuid := public.ombud_month_bound(whole_month + interval '1 month');
      retired bigint;
    begin
      if not exists (select from public.archives where month = whole_month and dropped_at is not null) then
        raise exception 'the actions of month % are not retired: its decisions are still here', whole_month;
      end if;
      delete from public.effects e where e.decision_id >= first and e.decision_id < next;
      -- A worker may be at what it has: that comes to its end first, and goes the next time.
      delete from public.action_steps s using public.actions a
        where s.action_id = a.id and a.decision_id >= first and a.decision_id < next
          and a.state not in ('QUEUED', 'RUNNING', 'WAITING');
      delete from public.actions a
        where a.decision_id >= first and a.decision_id < next
          and a.state not in ('QUEUED', 'RUNNING', 'WAITING')
          and not exists (select from public.action_steps s where s.action_id = a.id);
      get diagnostics retired = row_count;
      return retired;
    end
  $$;

comment on function ombud_retire_actions is
  'Removes the actions, their steps and their effects of a month whose decisions are archived and dropped. Returns how many actions there were.';

revoke execute on function ombud_retire_actions from public;
grant execute on function ombud_retire_actions to ombud_service;
