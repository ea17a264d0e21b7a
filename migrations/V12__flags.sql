-- Flags: what people declared of each, who gets what where, and the switches of automation over it.
--
-- People change flags and flag_environments; automation only adds to flag_switches, and lifting one
-- takes it off again. Every change counts up flag_revision and tells all instances (ombud_flags).

create table flag_revision (
  revision bigint not null,
  id boolean not null default true,
  constraint flag_revision_is_one_row primary key (id),
  constraint flag_revision_has_no_second_row check (id)
);

insert into flag_revision (revision) values (0);

comment on table flag_revision is 'Counts every change of any flag, so that a snapshot knows whether it is stale.';

create table flags (
  changed_at timestamptz not null,
  archived_at timestamptz,
  revision bigint not null,
  holdout_percent double precision not null,
  expires_on date not null,
  remove_on date not null,
  clean_up_by date not null,
  key text not null,
  product text not null,
  owner text not null,
  type text not null,
  variations text not null,
  default_variation text not null,
  safe_variation text not null,
  criticality text not null,
  platform text not null,
  platform_key text not null,
  changed_by text not null,
  constraint flags_have_one_key_each primary key (key),
  constraint flag_key_is_not_empty check (key <> ''),
  constraint flag_has_an_owner check (owner <> ''),
  constraint flag_type_is_known check (type in ('BOOLEAN', 'STRING', 'NUMBER', 'OBJECT')),
  constraint flag_criticality_is_known check (criticality in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
  constraint flag_ends_in_order check (expires_on <= remove_on and remove_on <= clean_up_by),
  constraint flag_holdout_is_a_minority check (holdout_percent >= 0 and holdout_percent <= 50),
  constraint flag_revision_counts_up check (revision >= 1)
);

comment on table flags is 'The registry of flags, one row each; archived ones stay.';
comment on column flags.variations is 'Name to value, a JSON object.';
comment on column flags.safe_variation is 'Where automation may move people to, and nowhere else.';
comment on column flags.platform_key is 'The flag''s identity on its platform.';

create table flag_environments (
  changed_at timestamptz not null,
  removed_at timestamptz,
  version bigint not null,
  flag_key text not null,
  environment text not null,
  rollout text not null,
  changed_by text not null,
  constraint flag_environments_are_one_a_name primary key (flag_key, environment),
  constraint flag_environment_belongs_to_a_flag foreign key (flag_key) references flags (key),
  constraint flag_environment_has_a_name check (environment <> '')
);

comment on table flag_environments is 'Who gets what in an environment, as people set it.';
comment on column flag_environments.rollout is 'JSON: on, rules, serve.';
comment on column flag_environments.version is 'Counts the changes of people and of automation.';
comment on column flag_environments.removed_at is 'When a person took the flag out of this environment.';
comment on column flag_environments.changed_at is 'When a person changed it last, or lifted a switch.';

create table flag_switches (
  made_at timestamptz not null,
  lifted_at timestamptz,
  percent double precision not null,
  holdout_percent double precision not null,
  key text not null,
  flag_key text not null,
  environment text not null,
  cohort text not null,
  variation text,
  lifted_by text,
  constraint flag_switches_have_one_key_each primary key (key),
  constraint flag_switch_key_is_a_sha256 check (key ~ '^[0-9a-f]{64}$'),
  constraint flag_switch_is_over_a_flag foreign key (flag_key) references flags (key),
  constraint flag_switch_percent_is_one check (percent > 0 and percent <= 100),
  constraint flag_switch_holdout_is_a_percent check (holdout_percent >= 0 and holdout_percent < 100),
  constraint lifted_flag_switch_says_by_whom check ((lifted_at is null) = (lifted_by is null))
);

create index flag_switches_by_flag on flag_switches (flag_key, environment, made_at)
  where lifted_at is null;

comment on table flag_switches is 'What automation switched on the built-in platform. Only grows.';
comment on column flag_switches.key is 'The idempotency key of the action.';
comment on column flag_switches.cohort is 'Attribute to value, a JSON object; empty for everyone.';
comment on column flag_switches.variation is 'Only who would get this one; null for any.';

grant select on flag_revision, flags, flag_environments, flag_switches to ombud_service;
grant insert on flags, flag_environments, flag_switches to ombud_service;
grant update (revision) on flag_revision to ombud_service;
grant update (
  changed_at, archived_at, revision, holdout_percent, expires_on, remove_on, clean_up_by, product, owner, type,
  variations, default_variation, safe_variation, criticality, platform, platform_key, changed_by
) on flags to ombud_service;
grant update (changed_at, removed_at, version, rollout, changed_by) on flag_environments to ombud_service;
grant update (lifted_at, lifted_by) on flag_switches to ombud_service;
