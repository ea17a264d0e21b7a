-- What gates and pages of releases look for is found at once, however much of the rest there is.

-- The page of a release asks what all gates said about it.
create index gate_evaluations_of_release
  on gate_evaluations (product, release_version, id desc);

-- The scrape of metrics counts those that hold.
create index gate_overrides_in_force on gate_overrides (until) where ended_at is null;

-- A gate that is asked about some surfaces reads the newest decisions of each: by the index of V19 a
-- surface that is rare costs a walk over all decisions of a frequent product.
create index decisions_for_surfaces on decisions (product, surface, severity, id desc);

-- Whoever runs a job of GitHub again asks about the same run: then it waits anew.
grant update (asked_at, due_at, release_version, trace_id) on gate_deployments to ombud_service;
