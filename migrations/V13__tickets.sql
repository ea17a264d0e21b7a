-- What was said to systems outside: tickets, messages, and what waits for a daily digest. Each row is
-- there before anything is sent, so that whoever comes after a crash knows what to look for.

create table tickets (
  incident_key text not null,
  part text not null,
  target text not null,
  generation integer not null,
  opened_by text not null,
  intended_at timestamptz,
  reference text not null,
  address text not null,
  constraint tickets_have_one_place_each primary key (incident_key, part, target, generation),
  constraint ticket_part_is_known check (part in ('WHOLE', 'CHILD')),
  constraint ticket_generation_counts_from_one check (generation >= 1)
);

create index tickets_by_reference on tickets (target, reference);

comment on table tickets is 'The tickets that Ombud opened: one for each incident, team and tracker, and one more each time that a closed one comes back too late.';
comment on column tickets.part is 'WHOLE, or CHILD for the part of one team under a parent.';
comment on column tickets.generation is '1, and one more for each ticket that follows a closed one.';
comment on column tickets.opened_by is 'The idempotency key of the action that opens or opened it; empty where it was found.';
comment on column tickets.intended_at is 'When that was about to happen; null where the attempt came to nothing.';
comment on column tickets.reference is 'Its identity in the tracker; empty until it is known to exist.';

create table deliveries (
  key text not null,
  target text not null,
  at timestamptz not null,
  under_way boolean not null,
  arrived boolean not null,
  reference text not null,
  address text not null,
  state text not null,
  constraint deliveries_happen_once primary key (key, target)
);

comment on table deliveries is 'Messages that were sent, and those of which nobody knows.';
comment on column deliveries.key is 'The idempotency key of the action, or the hash of a digest''s team and day.';
comment on column deliveries.under_way is 'False after an attempt that certainly came to nothing.';

create table digest_lines (
  key text not null,
  team text not null,
  added_at timestamptz not null,
  at timestamptz not null,
  severity text not null,
  title text not null,
  why text not null,
  link text not null,
  sent_at timestamptz,
  constraint digest_lines_stand_for_one_action_each primary key (key),
  constraint digest_line_severity_is_known check (severity in ('P1', 'P2', 'P3', 'P4'))
);

create index digest_lines_by_team on digest_lines (team, added_at) where sent_at is null;

comment on table digest_lines is 'What a team reads once a day, because it needed nobody at once.';
comment on column digest_lines.at is 'When it was decided.';
comment on column digest_lines.sent_at is 'When the digest with it went out; null as long as it waits.';

grant select, insert on tickets, deliveries, digest_lines to ombud_service;
grant update (opened_by, intended_at, reference, address) on tickets to ombud_service;
grant update (at, under_way, arrived, reference, address, state) on deliveries to ombud_service;
grant update (sent_at) on digest_lines to ombud_service;
