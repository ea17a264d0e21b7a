-- What a transaction recorded is counted where it is known anyway, by who records it, and waits here
-- until it is added to decision_counts. Both together are exactly what is on record, at any moment,
-- and nobody reads decisions again to count them.

create table count_queue (
  id bigint generated always as identity,
  day date not null,
  terms text[] not null,
  decisions integer[] not null,
  constraint count_queue_has_one_id_each primary key (id),
  constraint count_queue_has_a_count_for_each_term check (
    cardinality(terms) > 0 and cardinality(terms) = cardinality(decisions)
  )
);

comment on table count_queue is 'Counts that are not in decision_counts yet, a row a transaction and day (UTC) of decided_at.';
comment on column count_queue.decisions is 'How many decisions of the transaction and day have the term at the same place.';

-- What was recorded before, and was not counted yet.
insert into count_queue (day, terms, decisions)
select day, array_agg(term), array_agg(decisions)
from (
  select cast(d.decided_at at time zone 'UTC' as date) as day, t.term, cast(count(*) as integer) as decisions
  from (
      select record_id from log_leaves
      where leaf_index >= (select leaves from count_progress) and kind = 'DECISION'
      union all
      select unnest(record_ids) from log_queue where kind = 'DECISION'
    ) as uncounted
    join decisions d on d.id = uncounted.record_id
    cross join lateral unnest(
      ombud_filed(
        d.terms, d.product, d.surface, d.release_version, d.cluster_id, d.severity, d.disposition, d.id
      ) || 'all'::text
    ) as t (term)
  where (t.term = 'all' or strpos(t.term, '=') > 0) and not starts_with(t.term, 'evidence=')
  group by 1, 2
) as counted
group by day;

drop table count_progress;

grant select, insert, delete on count_queue to ombud_service;
