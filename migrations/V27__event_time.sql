-- What is decided on historic evidence is on record and never done.

alter table actions drop constraint action_state_is_known;
alter table actions add constraint action_state_is_known check (
  state in ('QUEUED', 'AWAITING_APPROVAL', 'RECOMMENDED', 'DIGEST', 'RUNNING', 'WAITING', 'DONE',
    'REFUSED', 'HELD', 'DEAD', 'DROPPED', 'EXPIRED', 'SUPPRESSED')
);

-- Loading history stores millions of them, and nobody asks for them by their state.
drop index actions_by_state;
create index actions_by_state on actions (state, id desc) where state not in ('DONE', 'DIGEST', 'SUPPRESSED');
