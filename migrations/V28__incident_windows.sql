-- Incidents live in event time: the windows of each key, in their order, and what follows from them.

create table incident_windows (
  id uuid not null,
  incident_id uuid,
  steps integer not null,
  historic boolean not null,
  open boolean not null,
  windows text not null,
  constraint incident_windows_have_one_id_each primary key (id),
  constraint incident_windows_are_open_in_an_incident check (not open or incident_id is not null)
)
with (fillfactor = 70, toast_tuple_target = 8160);

comment on table incident_windows is 'The newest windows of each incident key in event time, and what those before them amount to; of historic evidence in rows of their own.';
comment on column incident_windows.id is 'Of a key, as ombud_windows_id has it; of historic evidence one of its own.';
comment on column incident_windows.incident_id is 'The incident that is open, or else the last one that was. Of historic evidence there is no row in incidents.';
comment on column incident_windows.open is 'Whether it is open. Of what is not historic, incidents.state says so.';
comment on column incident_windows.steps is 'How often the row was written, by which instances notice each other.';
comment on column incident_windows.windows is 'Lines of end, start, revision, verdict with tier, and aggregate id; @ the incident of those below; ~ what is not kept: breaches, clears, tier, last act.';

grant select, insert on incident_windows to ombud_service;
grant update (steps, incident_id, open, windows) on incident_windows to ombud_service;

create function ombud_windows_id(
  product text, subject text, environment text, cohort text, cluster text
) returns uuid
  language sql immutable parallel safe
  as $$
    select encode(substr(sha256(convert_to(
      length(product) || ':' || product || length(subject) || ':' || subject
        || length(environment) || ':' || environment || length(cohort) || ':' || cohort
        || length(cluster) || ':' || cluster, 'UTF8')), 1, 16), 'hex')::uuid
  $$;

comment on function ombud_windows_id is 'Under which id incident_windows has the windows of a key: the first 128 bits of the SHA-256 of its parts, each after its length.';

-- What is open goes on, with what was counted so far.
alter table incidents add column windows_id uuid;
update incidents set windows_id = ombud_windows_id(product, subject, environment, cohort, cluster)
where state = 'OPEN';
insert into incident_windows (id, incident_id, steps, historic, open, windows)
select windows_id, id, 1, false, true,
  format(E'@%s\n~ %s %s %s -\n', id, breaches, clears,
    array_position(array['NONE', 'TIER_1', 'TIER_2', 'TIER_3'], tier_reached) - 1)
from incidents where state = 'OPEN';
comment on column incidents.windows_id is 'The row of its windows. Null where the version before opened it while this one was rolled out.';

create index incidents_without_windows on incidents (product) where state = 'OPEN' and windows_id is null;

-- A late window may be the first one of its incident.
grant update (opened_at, windows_id) on incidents to ombud_service;

comment on column incidents.opened_at is 'Event time: when the first window of it ended, or was received where that was earlier. Until V28 when the first decision was made.';
comment on column incidents.closed_at is 'Event time: when the window ended that ended it.';
comment on column incidents.last_decision_id is 'The decision of its newest window in event time.';
comment on column incidents.last_decided_at is 'When that was decided, by our clock.';
comment on column incidents.mitigated_at is 'When a mitigation last ran, by our clock.';
comment on column incidents.subject is 'flag:… with all flags in their order, or else release:….';

-- Names as long as callers may make them do not fit into an index.
drop index one_incident_is_open_for_a_key;
create unique index one_incident_is_open_for_a_key
  on incidents (product, md5(subject), md5(environment), md5(cohort), md5(cluster)) where state = 'OPEN';

-- A revision may name another cluster or cohort, and so leave the windows of one key for another.
alter table aggregate_keys add column windows_id uuid;
comment on column aggregate_keys.windows_id is 'The row of incident_windows in which the window of the aggregate stands, or was.';

-- What a later window proposed is not voided by one that comes out of order.
alter table reviews add column evidence_at timestamptz;
comment on column reviews.evidence_at is 'The time of the evidence: only what is at least as new voids the review.';
