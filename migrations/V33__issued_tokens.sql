-- Tokens that an admin issues: for some time, for one product or environment, and by whom.
--
-- Nothing here is a record: each change of a token, and its first use of a day, is an event of the
-- log. A version of the service that does not know the new columns still serves: what it does not
-- know of a token, it takes for unlimited, so let it end before tokens with limits are issued.

alter table tokens
  add column expires_at timestamptz,
  add column used_at timestamptz,
  add column product text,
  add column environment text,
  add column issued_by text,
  add column revoked_by text,
  drop constraint token_source_is_known,
  add constraint token_source_is_known check (source in ('BOOTSTRAP', 'FRESH', 'ISSUED')),
  drop constraint token_has_known_roles,
  add constraint token_has_known_roles check (
    cardinality(roles) > 0
    and roles <@ array['caller', 'flags', 'owner', 'reviewer', 'auditor', 'operator', 'admin']
  ),
  add constraint token_ends_after_its_creation check (expires_at > created_at),
  add constraint token_limits_are_not_empty check (product <> '' and environment <> ''),
  add constraint token_is_revoked_where_it_says_by_whom check (
    revoked_by is null or revoked_at is not null
  );

comment on column tokens.source is
  'BOOTSTRAP: from the settings; FRESH: made and printed by a start; ISSUED: by an admin.';
comment on column tokens.used_at is 'to the minute; written down seconds later';
comment on column tokens.product is 'the only one that it is good for; null: all of them';
comment on column tokens.environment is 'the only one that it is good for; null: all of them';
comment on column tokens.revoked_by is
  'null where the settings or the next start left it out: then they may bring it back';

grant update (expires_at, used_at, product, environment, issued_by, revoked_by)
  on tokens to ombud_service;

alter table sessions
  drop constraint session_has_known_roles,
  add constraint session_has_known_roles check (
    roles <@ array['caller', 'flags', 'owner', 'reviewer', 'auditor', 'operator', 'admin']
  );

-- When a token was used says when people were at work.
create or replace function ombud_is_access(kind text) returns boolean
  language sql immutable
  return kind in (
    'TEXT_OPENED', 'EXPORTED', 'SIGNED_IN', 'SIGNED_OUT', 'SESSION_ENDED', 'SIGN_IN_REFUSED',
    'TOKEN_USED'
  );
