-- Keep and forget: what people or the service destroy, they destroy through functions that hold them
-- to the rules. Each needs an event of the same transaction that is on its way into the Merkle log,
-- touches nothing that a legal hold keeps, and nothing that is too young.

-- Texts are found by what they say when a person asks for it, which is rare, and written all the
-- time: bloom filters over ranges of pages cost next to nothing there (1 % of a table is read).
create index evidence_texts_by_lookup on evidence_texts
  using brin (lookup bytea_bloom_ops (n_distinct_per_range = 1000)) with (pages_per_range = 32);

revoke update on evidence_texts from ombud_service;

create function ombud_hold_on(decision uuid, evidence text, moment timestamptz) returns uuid
  language sql stable
  set search_path = pg_catalog, pg_temp
  as $$
    select h.id from public.holds h
    where h.released_at is null
      and (h.decision_id is null or h.decision_id = decision)
      and (h.evidence_id is null or h.evidence_id = evidence)
      and (h.range_from is null or moment >= h.range_from)
      and (h.range_to is null or moment < h.range_to)
      and (h.product is null or h.product = (select d.product from public.decisions d where d.id = decision))
    order by h.placed_at, h.id limit 1
  $$;

comment on function ombud_hold_on is 'A legal hold that keeps what belongs to a decision, to a piece of evidence, and to a time; null where none does.';

create function ombud_hold_on_event(decision uuid, subject text, at timestamptz) returns uuid
  language sql stable
  set search_path = pg_catalog, pg_temp
  as $$
    select coalesce(
      public.ombud_hold_on(decision, substring(subject from '^evidence:(.*)$'), uuid_extract_timestamp(decision)),
      public.ombud_hold_on(decision, substring(subject from '^evidence:(.*)$'), at))
  $$;

comment on function ombud_hold_on_event is 'The same for an event: by when it happened, and by when was decided what it is about.';

create function ombud_require_event(event uuid, kinds text[]) returns void
  language plpgsql stable
  set search_path = pg_catalog, pg_temp
  as $$
    begin
      if not exists (
        select from public.audit_events e
        where e.id = event and e.kind = any (kinds) and e.xmin = pg_current_xact_id()::xid
      ) then
        raise exception 'nothing is destroyed without an event of this transaction that says so';
      end if;
      if not exists (select from public.log_queue q where q.kind = 'EVENT' and event = any (q.record_ids)) then
        raise exception 'the event % is not on its way into the log', event;
      end if;
    end
  $$;

create function ombud_destroy_texts(event uuid, decision_ids uuid[], ordinals smallint[]) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      place record;
      retires boolean;
      destroyed integer;
    begin
      perform public.ombud_require_event(event, array['TEXT_ERASED', 'TEXT_RETIRED']);
      -- Whoever places a hold takes this lock too: it is there before or after, not in between.
      perform pg_advisory_xact_lock(7226839016403580);
      select e.kind = 'TEXT_RETIRED' into retires from public.audit_events e where e.id = event;
      for place in
        select t.decision_id, t.ordinal,
          public.ombud_hold_on(t.decision_id, t.evidence_id, uuid_extract_timestamp(t.decision_id)) as held_by
        from unnest(decision_ids, ordinals) as wanted (decision_id, ordinal)
          join public.evidence_texts t using (decision_id, ordinal)
      loop
        if place.held_by is not null then
          raise exception 'text % of decision % is under hold %', place.ordinal, place.decision_id, place.held_by;
        end if;
        if retires and uuid_extract_timestamp(place.decision_id) > now() - interval '1 day' then
          raise exception 'text % of decision % is too young to be retired', place.ordinal, place.decision_id;
        end if;
      end loop;
      update public.evidence_texts t
        set erased_at = uuid_extract_timestamp(event), salt = null, seed = null, lookup = null, sealed = null
        from unnest(decision_ids, ordinals) as wanted (decision_id, ordinal)
        where t.decision_id = wanted.decision_id and t.ordinal = wanted.ordinal and t.erased_at is null;
      get diagnostics destroyed = row_count;
      return destroyed;
    end
  $$;

comment on function ombud_destroy_texts is 'Erases or retires texts that no hold keeps, under an event of this transaction.';

create function ombud_retire_events(event uuid) returns integer
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
          e.kind not in ('TEXT_OPENED', 'EXPORTED')
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

comment on function ombud_retire_events is 'Removes the accesses that an event of this transaction lists, if they are old, sealed and under no hold.';

revoke execute on function ombud_require_event, ombud_destroy_texts, ombud_retire_events from public;
grant execute on function ombud_destroy_texts, ombud_retire_events to ombud_service;
