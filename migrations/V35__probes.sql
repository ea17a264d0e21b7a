-- A row of each instance, written anew every few seconds by whoever asks whether it is ready: the
-- one way to know that the database takes writes.
create table probes (
  at        timestamptz  not null,
  instance  uuid         not null,
  constraint "an instance has one probe" primary key (instance)
);

grant select, insert, update, delete on probes to ombud_service;
