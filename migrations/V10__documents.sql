-- The documents of a record as plain text. They are canonical JSON that the service has written
-- itself; parsing them again at every insert, as the type json does, cost more than it found.

alter table records
  alter column texts type text,
  alter column context type text,
  alter column actions type text,
  alter column reasons type text,
  alter column near_misses type text,
  alter column firings type text;
