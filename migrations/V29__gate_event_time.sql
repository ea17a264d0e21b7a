-- Gates count by the time of the evidence, and neither drills nor history; what is reported about a
-- ticket or a decision is found by its incident.

create function ombud_is_drill(terms text[]) returns boolean
  language sql immutable parallel safe
  return terms @> array['environment=drill'];

comment on function ombud_is_drill is
  'Whether a decision with these terms is a drill: nobody reads of one who does not ask for it. Has no search path of its own, so that it is inlined.';

create function ombud_is_live(terms text[]) returns boolean
  language sql immutable parallel safe
  return not terms && array['environment=drill', 'reason=EVIDENCE_HISTORIC'];

comment on function ombud_is_live is
  'Whether a decision with these terms is about what customers say now: neither a drill nor history. Has no search path of its own, so that it is inlined.';

-- By the end of the window, so that late evidence costs no walk; the id leaves out other months. What
-- never counts is not in them, however much of it is loaded.
drop index decisions_for_gates;
create index decisions_for_gates on decisions (product, severity, window_end desc, id desc) include (surface)
  where ombud_is_live(terms);
drop index decisions_for_surfaces;
create index decisions_for_surfaces on decisions (product, surface, severity, window_end desc, id desc)
  where ombud_is_live(terms);

alter table outcomes add column about_incident_id uuid;
comment on column outcomes.about_incident_id is
  'The incident that is named, or that of the decision, or of the action that opened the ticket, as it was found when it was reported.';

update outcomes o
set about_incident_id = coalesce(
  o.incident_id,
  (select d.incident_id from decisions d where d.id = o.decision_id),
  (
    select a.incident_id from actions a
    where a.kind = 'OPEN_TICKET' and a.receipt_reference = o.ticket
    order by a.id desc limit 1
  )
);

create index outcomes_about_incident on outcomes (about_incident_id, id desc) where about_incident_id is not null;
