-- What an instance writes, at most every two seconds, when somebody asks whether it is ready: the
-- one way to know that the database takes writes.
create table probes (
  at        timestamptz  not null,
  instance  uuid         not null,
  constraint probes_have_one_instance_each primary key (instance)
);
comment on table probes is 'When each instance wrote last, to learn whether it can. No record of anything.';

grant select, insert, update, delete on probes to ombud_service;
