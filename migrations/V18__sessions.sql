-- Who is signed in with a browser. Every instance reads it, and a restart keeps it.
--
-- No record of anything: sessions are deleted when they end. Of the secret in the browser's cookie
-- only the digest is here, so nobody who reads the table can take a session over.

create table sessions (
  created_at timestamptz not null,
  expires_at timestamptz not null,
  digest bytea not null,
  token_digest bytea,
  person text not null,
  roles text[] not null,
  constraint sessions_have_one_secret_each primary key (digest),
  constraint session_digests_are_sha256 check (
    octet_length(digest) = 32 and octet_length(token_digest) = 32
  ),
  constraint session_names_a_person check (person <> ''),
  constraint session_has_known_roles check (
    roles <@ array['caller', 'owner', 'reviewer', 'auditor', 'operator', 'admin']
  ),
  constraint session_ends_after_it_began check (expires_at > created_at)
);

create index sessions_by_end on sessions (expires_at);

comment on column sessions.token_digest is
  'SHA-256 of the token signed in with, which must still be good; null after OpenID Connect';
comment on column sessions.roles is 'as they were at sign-in; those of a token are looked up anew';

grant select, insert, delete on sessions to ombud_service;
