-- What a person says is wrong about the labels of a decision, and what is right. The decision stays as
-- it was recorded; of several corrections the last one counts.

create table label_corrections (
  at timestamptz not null,
  id uuid not null,
  decision_id uuid not null,
  review_id uuid not null,
  product text not null,
  source text,
  actor text not null,
  reason text not null,
  ordinal integer not null,
  severity_from text not null,
  severity_to text not null,
  owner_from text not null,
  owner_to text not null,
  categories_from text[] not null,
  categories_to text[] not null,
  constraint label_corrections_have_one_id_each primary key (id),
  constraint label_corrections_of_a_decision_have_an_order unique (decision_id, ordinal),
  constraint label_correction_severities_are_known check (
    severity_from in ('P1', 'P2', 'P3', 'P4') and severity_to in ('P1', 'P2', 'P3', 'P4')
  ),
  constraint label_correction_has_a_reason check (reason <> ''),
  constraint label_correction_leaves_a_category check (cardinality(categories_to) > 0),
  constraint only_people_correct_labels check (actor <> 'service'),
  constraint label_correction_changes_something check (
    (severity_from, owner_from, categories_from) <> (severity_to, owner_to, categories_to)
  )
);

comment on table label_corrections is 'What people say is wrong about the labels of decisions. Never changed.';
comment on column label_corrections.id is 'That of its event in the log, too.';
comment on column label_corrections.ordinal is 'Which of its decision, from 1: the last one counts.';
comment on column label_corrections.source is 'The pipeline that sent the aggregate, where it said its name.';
comment on column label_corrections.severity_from is 'Before it: as decided, or as corrected earlier.';

comment on column reviews.actions is 'What is proposed: ordinal, kind and target of each; where they apply, that it is only recommended (state) and what it is a part of (parent).';
comment on column reviews.ordinals is 'Which of the actions a person agreed with; none where it was rejected.';

grant select, insert on label_corrections to ombud_service;
