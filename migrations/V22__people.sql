-- People for whom an OpenID provider vouches, and when a session was used last.
--
-- A person has one name for ever, bound to issuer and subject at the first sign-in: records name
-- people, and four eyes are counted by names. A name with an @ is nobody else's; one without is that of
-- a token, which the operator says the same person has.

create table people (
  first_seen_at timestamptz not null,
  issuer text not null,
  subject text not null,
  name text not null,
  constraint people_have_one_subject_each primary key (issuer, subject),
  constraint person_says_who_vouched check (issuer <> '' and subject <> ''),
  constraint person_name_is_not_empty check (name <> '')
);

create unique index people_share_no_name on people (name) where name like '%@%';

comment on table people is 'Who signed in by OpenID Connect, and the name that they have in records.';

alter table sessions
  add column seen_at timestamptz not null default now(),
  add column issuer text,
  add constraint session_has_one_origin check (num_nonnulls(token_digest, issuer) = 1);

comment on column sessions.seen_at is 'when the person did something last, to the minute';
comment on column sessions.issuer is 'who vouched for the person; null after a token';

grant select, insert on people to ombud_service;
grant update (seen_at) on sessions to ombud_service;
