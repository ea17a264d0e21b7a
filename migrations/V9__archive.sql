-- Old months of the record may go once they stand in a verified file. The service cannot drop a
-- table; one function of the owner does, and looks for itself whether it may.

create function ombud_month_obstacle(whole_month date) returns text
  language plpgsql stable strict
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      first constant uuid := public.ombud_month_bound(whole_month);
      next constant uuid := public.ombud_month_bound(whole_month + interval '1 month');
      hold uuid;
    begin
      if extract(day from whole_month) <> 1 then
        return 'it is not the first day of a month';
      end if;
      if whole_month + interval '2 months' > now() at time zone 'UTC' then
        return 'it ended less than a month ago';
      end if;
      select h.id into hold
        from public.holds h
        where h.released_at is null
          and exists (
            select from public.decisions d
              where d.id >= first and d.id < next
                and (h.range_from is null or d.decided_at >= h.range_from)
                and (h.range_to is null or d.decided_at < h.range_to)
                and (h.decision_id is null or d.id = h.decision_id)
                and (h.product is null or d.product = h.product)
                and (h.evidence_id is null or exists (
                  select from public.evidence_texts e
                    where e.decision_id = d.id and e.evidence_id = h.evidence_id))
          )
        order by h.placed_at limit 1;
      return 'hold ' || hold || ' keeps it';
    end
  $$;

comment on function ombud_month_obstacle is
  'Why the month that begins on this day may not be retired; null where it may, once it is archived.';

create function ombud_retire_month(whole_month date) returns bigint
  language plpgsql strict security definer
  set search_path = pg_catalog, pg_temp
  -- Detaching locks out readers and writers of all months: rather try again than let them wait.
  set lock_timeout = '500ms'
  as $$
    declare
      parent text;
      child text;
      obstacle text;
      archived bigint;
      found_records bigint;
    begin
      -- No hold is placed while it is looked for one.
      lock table public.holds in share mode;
      obstacle := public.ombud_month_obstacle(whole_month);
      if obstacle is not null then
        raise exception 'month % is not retired: %', whole_month, obstacle;
      end if;
      select a.records into archived
        from public.archives a where a.month = whole_month and a.dropped_at is null for update;
      if archived is null then
        raise exception 'month % is not retired: it is not archived, or it is gone already', whole_month;
      end if;
      foreach parent in array array['decisions', 'records'] loop
        child := parent || to_char(whole_month, '_YYYY_MM');
        -- From here on nothing is added to it.
        execute format('lock table public.%I in share mode', child);
        execute format('select count(*) from public.%I', child) into found_records;
        if found_records <> archived then
          raise exception 'month % is not retired: % has % rows, the archive has %',
            whole_month, child, found_records, archived;
        end if;
      end loop;
      foreach parent in array array['decisions', 'records'] loop
        child := parent || to_char(whole_month, '_YYYY_MM');
        execute format('alter table public.%I detach partition public.%I', parent, child);
        execute format('drop table public.%I', child);
      end loop;
      update public.archives set dropped_at = now() where month = whole_month;
      return archived;
    end
  $$;

comment on function ombud_retire_month is
  'Drops the decisions of a month that is archived, old enough and under no hold. Returns how many there were.';

create function ombud_drop_texts(whole_month date) returns boolean
  language plpgsql strict security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '500ms'
  as $$
    declare
      child constant text := 'evidence_texts' || to_char(whole_month, '_YYYY_MM');
      is_kept boolean;
    begin
      if to_regclass('public.' || child) is null
        or not exists (select from public.archives where month = whole_month and dropped_at is not null)
      then
        return false;
      end if;
      execute format('lock table public.%I in share mode', child);
      execute format('select exists (select from public.%I where erased_at is null)', child) into is_kept;
      if is_kept then
        return false;
      end if;
      execute format('alter table public.evidence_texts detach partition public.%I', child);
      execute format('drop table public.%I', child);
      return true;
    end
  $$;

comment on function ombud_drop_texts is
  'Drops what is left of the texts of a retired month, once every one of them is erased. Says whether it did.';

revoke execute on function ombud_retire_month, ombud_drop_texts from public;
grant execute on function ombud_retire_month, ombud_drop_texts to ombud_service;

-- When a month was dropped is for the function to say.
revoke update (dropped_at) on archives from ombud_service;
