-- What is counted over all of the record, a row a term. Adding up the months for every answer took
-- time that grew with clusters times months. In a table of its own, because an index on a count makes
-- each change of a count write a new version of its row, and the counts of days and months need none.

create table decision_totals (
  decisions bigint not null,
  term text not null,
  constraint decision_totals_have_one_row_a_term primary key (term),
  constraint decision_totals_are_positive check (decisions > 0)
)
with (fillfactor = 80);

create index decision_totals_of_the_most_frequent_clusters
  on decision_totals (decisions desc, term collate "C") where starts_with(term, 'cluster=');
create index decision_totals_but_of_clusters
  on decision_totals (term) where not starts_with(term, 'cluster=');

comment on table decision_totals is
  'Decisions on record by term, months that were dropped left out: always the sum of decision_counts.';

insert into decision_totals (decisions, term)
select sum(decisions), term
from decision_counts
where span = 'MONTH'
  and first_day not in (select month from archives where dropped_at is not null)
group by term;

grant select, insert on decision_totals to ombud_service;
grant update (decisions) on decision_totals to ombud_service;

create function ombud_month_is_gone() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
  as $$
    begin
      -- Counts are added under this lock.
      perform pg_advisory_xact_lock(7226839016403590);
      delete from public.decision_totals t using public.decision_counts m
        where m.span = 'MONTH' and m.first_day = new.month and m.term = t.term
          and t.decisions <= m.decisions;
      update public.decision_totals t set decisions = t.decisions - m.decisions
        from public.decision_counts m
        where m.span = 'MONTH' and m.first_day = new.month and m.term = t.term;
      return null;
    end
  $$;

comment on function ombud_month_is_gone is 'Takes a month that is dropped out of the totals.';

create trigger archives_take_a_month_from_the_totals
  after update of dropped_at on archives
  for each row when (old.dropped_at is null and new.dropped_at is not null)
  execute function ombud_month_is_gone();
