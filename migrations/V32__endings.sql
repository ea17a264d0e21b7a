-- Who was told of an incident is told of its end, and that it goes on where that does not hold.

-- Every window of an open incident asks whether somebody was told that it is over: hardly any was.
create index actions_of_endings on actions (incident_id, id desc) where target like 'ended:%';

-- Whoever opens an incident looks for what is open about an earlier one of the same trouble.
create index open_reviews_by_cluster on reviews (product, cluster) where state = 'OPEN';
