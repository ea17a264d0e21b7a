-- A switch has an owner and an end, may leave a share of the exposure, and is on record wherever its flag
-- lives.
--
-- `percent` is not read any more: it stays 100, by which the version before moves the whole cohort. What that
-- version adds has the flag's owner, and an end 14 days later.

alter table flag_switches add column exposure_percent double precision not null default 0;
alter table flag_switches add column owner text;
alter table flag_switches
  add column ends_on date not null default ((now() at time zone 'UTC')::date + 14);
alter table flag_switches add column before_state text not null default '';

update flag_switches set ends_on = (made_at at time zone 'UTC')::date + 14;

alter table flag_switches add constraint flag_switch_exposure_is_a_percent
  check (exposure_percent >= 0 and exposure_percent <= 100);
alter table flag_switches add constraint flag_switch_owner_is_not_empty check (owner <> '');

comment on table flag_switches is 'What automation switched, on whichever platform. Only grows.';
comment on column flag_switches.exposure_percent is 'How many percent of the cohort may still get it.';
comment on column flag_switches.owner is 'The team that has to see to it; null for the flag''s own.';
comment on column flag_switches.ends_on is 'The last day on which it is meant to lie there.';
comment on column flag_switches.before_state is
  'What stood there before, in the words of another platform; empty on the built-in one.';

create index flag_switches_by_end on flag_switches (ends_on) where lifted_at is null;
