-- A workbook that was refused, with its cells marked, for the link on the page that says why.
--
-- No record of anything: the last one of a person for a place in a draft, until the next upload there
-- or the next day.
create table refused_uploads (
  draft_id uuid not null references drafts,
  path text not null,
  person text not null,
  at timestamptz not null,
  marked bytea not null,
  constraint refused_uploads_are_one_a_person_and_place primary key (draft_id, path, person)
);

create index refused_uploads_by_age on refused_uploads (at);

grant select, insert, update, delete on refused_uploads to ombud_service;
