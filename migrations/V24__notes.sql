-- Release notes are made of evaluations of a gate by themselves: once for what they say. And each team's
-- digest is put into words besides that of the whole day.

create unique index notes_are_written_once_for_what_they_say
  on brief_requests (product, (input ->> 'release'), (input ->> 'gist'))
  where kind = 'RELEASE_NOTES' and input ->> 'gist' is not null;

drop index one_digest_is_written_a_day;
create unique index one_digest_is_written_a_day
  on brief_requests ((input ->> 'day'), coalesce(input ->> 'team', ''))
  where kind = 'DIGEST';

comment on index notes_are_written_once_for_what_they_say is 'A pipeline asks a gate again and again; who says the same but for the numbers shares one draft.';
