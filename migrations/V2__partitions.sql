-- Partitions of the record are made ahead by one function that runs as the owner, because the
-- service owns no table and can create none.

create function ombud_month_bound(month timestamp) returns uuid
  language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp
  as $$
    select (lpad(to_hex((extract(epoch from month) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
  $$;

comment on function ombud_month_bound is 'The smallest UUIDv7 of a month that begins at this time (UTC).';

create function ombud_ensure_partitions(moment timestamptz) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  as $$
    declare
      parent text;
      child text;
      month timestamp;
      made integer := 0;
      this_month constant timestamp := date_trunc('month', moment at time zone 'UTC');
    begin
      for month in
        select generate_series(this_month - interval '1 month', this_month + interval '2 months', interval '1 month')
      loop
        foreach parent in array array['decisions', 'firings'] loop
          child := parent || to_char(month, '_YYYY_MM');
          continue when to_regclass('public.' || child) is not null;
          -- Two instances may come at once: the second waits here, and then sees the first one's
          -- table, but only in the table of tables: caches learn of it later.
          perform pg_advisory_xact_lock(7226839016403574);
          continue when exists (
            select from pg_class where relname = child and relnamespace = 'public'::regnamespace
          );
          -- Not `partition of`, which would lock out every writer of the parent: attaching does not.
          -- Compressing rows of 2 to 8 kB costs more time than all else together and saves little.
          execute format(
            'create table public.%I (like public.%I including constraints including storage) with (toast_tuple_target = 8160)',
            child, parent);
          execute format(
            'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
            parent, child, public.ombud_month_bound(month), public.ombud_month_bound(month + interval '1 month'));
          made := made + 1;
        end loop;
      end loop;
      return made;
    end
  $$;

comment on function ombud_ensure_partitions is
  'Makes the monthly partitions around a moment: the month before, its own, and two ahead. Returns how many were missing.';

revoke execute on function ombud_ensure_partitions from public;
grant execute on function ombud_ensure_partitions to ombud_service;
