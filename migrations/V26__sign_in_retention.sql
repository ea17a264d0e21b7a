-- Who signed in and out is forgotten as who opened texts is: it says when people were at work.

create function ombud_is_access(kind text) returns boolean
  language sql immutable
  return kind in
    ('TEXT_OPENED', 'EXPORTED', 'SIGNED_IN', 'SIGNED_OUT', 'SESSION_ENDED', 'SIGN_IN_REFUSED');

comment on function ombud_is_access is 'Whether an event of the kind is an access, which is forgotten with time.';

revoke execute on function ombud_is_access from public;
grant execute on function ombud_is_access to ombud_service;

create or replace function ombud_retire_events(event uuid) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      ids uuid[];
      obstacle record;
      retired integer;
    begin
      perform public.ombud_require_event(event, array['ACCESS_RETIRED']);
      perform pg_advisory_xact_lock(7226839016403580);
      select array(select json_array_elements_text(e.detail -> 'ids')::uuid) into ids
        from public.audit_events e where e.id = event;
      select e.id, e.kind into obstacle from public.audit_events e
        where e.id = any (ids) and (
          not public.ombud_is_access(e.kind)
          or e.at > now() - interval '90 days'
          or public.ombud_hold_on_event(e.decision_id, e.subject, e.at) is not null
          or not exists (select from public.log_leaves l where l.record_id = e.id)
        )
        limit 1;
      if found then
        raise exception 'event % (%) is no access, younger than 90 days, under a hold, or not sealed', obstacle.id, obstacle.kind;
      end if;
      delete from public.audit_events e where e.id = any (ids);
      get diagnostics retired = row_count;
      if retired <> cardinality(ids) then
        raise exception '% of % events are not there', cardinality(ids) - retired, cardinality(ids);
      end if;
      return retired;
    end
  $$;
