-- How many decisions have which term, by day and by month, so that counts over all of the record
-- need not read it. Counted in the order of the log's leaves: what is counted up to
-- count_progress.leaves, and what comes after, are together exactly what is on record.

create table decision_counts (
  decisions bigint not null,
  first_day date not null,
  span text not null,
  term text not null,
  constraint decision_counts_have_one_row_a_span_and_term primary key (span, first_day, term),
  constraint decision_count_is_of_a_day_or_month check (span in ('DAY', 'MONTH')),
  constraint decision_counts_are_positive check (decisions > 0)
)
with (fillfactor = 80);

comment on table decision_counts is 'Decisions by day and by month (UTC) of decided_at, and by term; can be made anew from the record.';
comment on column decision_counts.term is 'As in the index decisions_by_terms; the term all counts every decision.';

create table count_progress (
  leaves bigint not null,
  id boolean not null default true,
  constraint count_progress_has_one_row primary key (id),
  constraint count_progress_row_is_the_only_one check (id)
);

insert into count_progress (leaves) values (0);

comment on table count_progress is 'Leaves of the log whose decisions are in decision_counts: those with a lower index.';

grant select, insert on decision_counts to ombud_service;
grant update (decisions) on decision_counts to ombud_service;
grant select on count_progress to ombud_service;
grant update (leaves) on count_progress to ombud_service;
