-- Two rows of the record a page: a row of 5 to 6 kB left the rest of its page of 8 kB empty. What is
-- there already stays as it is.

create or replace function ombud_ensure_partitions(moment timestamptz) returns integer
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
        foreach parent in array array['decisions', 'records', 'evidence_texts'] loop
          child := parent || to_char(month, '_YYYY_MM');
          continue when to_regclass('public.' || child) is not null;
          -- Two instances may come at once: the second waits here, and then sees the first one's
          -- table, but only in the table of tables: caches learn of it later.
          perform pg_advisory_xact_lock(7226839016403574);
          continue when exists (
            select from pg_class where relname = child and relnamespace = 'public'::regnamespace
          );
          -- Not `partition of`, which would lock out every writer of the parent: attaching does not.
          -- Compressing costs time, so rows are kept as they are; but those of records, of 5 to 6 kB,
          -- are compressed just so far that two of them fit a page, where each had one of its own.
          execute format(
            'create table public.%I (like public.%I including constraints including storage) with (toast_tuple_target = %s)',
            child, parent, case parent when 'records' then 4080 else 8160 end);
          execute format(
            'alter table public.%I attach partition public.%I for values from (%L) to (%L)',
            parent, child, public.ombud_month_bound(month), public.ombud_month_bound(month + interval '1 month'));
          made := made + 1;
        end loop;
      end loop;
      return made;
    end
  $$;

do $$
declare
  child regclass;
begin
  for child in
    select inhrelid::regclass from pg_inherits where inhparent = 'public.records'::regclass
  loop
    execute format('alter table %s set (toast_tuple_target = 4080)', child);
  end loop;
end
$$;
