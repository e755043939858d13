-- To whom a campaign was addressed, and who of them was not enrolled.
--
-- Like assignments, exceptions have no enforced foreign keys: docs/decisions/0005.

create table core.campaign_launches (
    campaign_id bigint not null,
    launched_at timestamptz not null,
    launched_by bigint,
    change_reason text,
    audience jsonb not null,
    population bigint not null,
    created bigint not null,
    already_current bigint not null,
    inactive bigint not null,
    exempt bigint not null,
    audit_seq bigint not null,
    constraint campaign_launches_pkey primary key (campaign_id),
    constraint campaign_launches_campaign_fkey foreign key (campaign_id)
    references core.campaigns (campaign_id),
    constraint campaign_launches_actor_fkey foreign key (launched_by)
    references core.users (user_id),
    constraint campaign_launches_audience_is_an_object check (jsonb_typeof(audience) = 'object'),
    constraint campaign_launches_nobody_is_dropped check (
        created + already_current + inactive + exempt = population
    )
);

comment on table core.campaign_launches is
'The launch of each manual campaign: to whom it was addressed, and what that came to; append-only.';
comment on column core.campaign_launches.campaign_id is 'The campaign.';
comment on column core.campaign_launches.launched_at is
'When the audience was looked up; later changes of people do not change it.';
comment on column core.campaign_launches.launched_by is 'Who launched it.';
comment on column core.campaign_launches.change_reason is 'Why, verbatim.';
comment on column core.campaign_launches.audience is
'What was asked for: employee_numbers, or values by dimension and attributes.';
comment on column core.campaign_launches.population is 'People of the audience.';
comment on column core.campaign_launches.created is 'People enrolled.';
comment on column core.campaign_launches.already_current is
'People who already held current evidence on the version.';
comment on column core.campaign_launches.inactive is 'People who were not active.';
comment on column core.campaign_launches.exempt is 'People with an exemption in force.';
comment on column core.campaign_launches.audit_seq is 'Its row of the audit log.';

create table core.campaign_exceptions (
    user_id bigint not null,
    campaign_id bigint not null,
    outcome text not null,
    recorded_at timestamptz not null,
    constraint campaign_exceptions_pkey primary key (user_id, campaign_id),
    constraint campaign_exceptions_outcome_is_known check (
        outcome in ('already_current', 'inactive', 'exempt')
    )
);

comment on table core.campaign_exceptions is
'People whom a manual or periodic campaign concerned and who were not enrolled, and why;
append-only.';
comment on column core.campaign_exceptions.user_id is 'The person.';
comment on column core.campaign_exceptions.campaign_id is 'The campaign.';
comment on column core.campaign_exceptions.outcome is 'already_current, inactive or exempt.';
comment on column core.campaign_exceptions.recorded_at is 'When they were left out.';
