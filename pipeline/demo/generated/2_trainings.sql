-- What a regulated manufacturer trains. Settings: demo.today, the date that ages count back from.

create temporary table demo_catalogue on commit drop as
select
    t.name,
    t.category,
    t.initial_due_offset_days,
    t.overdue_grace_days,
    t.requires_signature,
    t.recertification_interval_days,
    t.document,
    t.audience::text[] as audience,  -- departments; none means everybody
    t.purpose,
    t.objectives
from (
    values
    (
        'Lockout/Tagout', 'Safety', 30, 7, true, null::integer, 'SOP-017',
        '{Production,Packaging,Warehouse,Maintenance,Engineering,EHS}',
        'Nobody works on a machine that somebody else can start.',
        array[
            'Name every energy source of a machine before work on it starts',
            'Switch off, lock with a personal lock, tag, and try to start',
            'Hand a lock over at the change of a shift without opening it'
        ]
    ),
    (
        'Cleanroom gowning', 'Aseptic processing', 14, 0, true, 365, 'SOP-031',
        '{Production,Quality Control,Maintenance}',
        'People are the largest source of particles in a cleanroom.',
        array[
            'Gown in the order of the SOP without touching the outside',
            'Leave when a glove or a coverall is torn, and say so'
        ]
    ),
    (
        'GMP basics', 'Quality', 30, 14, false, 730, 'SOP-001', '{}',
        'What is not written down has not been done.',
        array[
            'Say what good manufacturing practice protects, and whom',
            'Work to the procedure in force, or stop and ask'
        ]
    ),
    (
        'Document control', 'Quality', 30, 0, false, null, 'SOP-002', '{}',
        'One procedure is in force, and everybody works to that one.',
        array[
            'Find the revision in force',
            'Return copies of a revision that was replaced'
        ]
    ),
    (
        'Good documentation practice', 'Quality', 30, 14, false, null, 'SOP-003',
        '{Production,Packaging,Warehouse,Quality Control,Quality Assurance,Maintenance}',
        'An entry says who did what and when, and can be read in ten years.',
        array[
            'Correct an entry with one line, initials, date and reason',
            'Record at the time of the work, never from memory'
        ]
    ),
    (
        'Data integrity', 'Quality', 45, 0, false, null, 'SOP-004',
        '{Quality Control,Quality Assurance,Engineering,Production,Management}',
        'Data are attributable, legible, contemporaneous, original and accurate.',
        array[
            'Keep a password to yourself',
            'Report data that was lost or changed'
        ]
    ),
    (
        'CAPA', 'Quality', 30, 0, true, null, 'SOP-011',
        '{Quality Control,Quality Assurance,Engineering,Management}',
        'A deviation that comes back was not understood.',
        array[
            'Tell a correction from a corrective action',
            'Find a root cause that explains what was seen',
            'Measure whether the action worked'
        ]
    ),
    (
        'Deviation handling', 'Quality', 30, 7, false, null, 'SOP-010',
        '{Production,Packaging,Quality Control,Quality Assurance}',
        'Whoever sees a deviation reports it in the same shift.',
        array[
            'Secure product and evidence',
            'Write down what happened before anybody explains why'
        ]
    ),
    (
        'Line clearance', 'Production', 14, 0, true, null, 'SOP-022',
        '{Production,Packaging}',
        'Nothing of the batch before is on the line.',
        array[
            'Clear, clean and check a line by the list',
            'Have the clearance confirmed by a second person'
        ]
    ),
    (
        'Equipment cleaning', 'Production', 30, 7, false, null, 'SOP-024',
        '{Production,Maintenance}',
        'Clean is what was shown to be clean.',
        array[
            'Dismantle, clean and label equipment as validated',
            'Respect dirty and clean hold times'
        ]
    ),
    (
        'Forklift operation', 'Safety', 21, 0, true, 1095, 'SOP-045',
        '{Warehouse,Supply Chain}',
        'A truck weighs as much as three cars and steers from behind.',
        array[
            'Check the truck before each shift',
            'Keep to routes, speeds and loads'
        ]
    ),
    (
        'Handling of solvents', 'Safety', 30, 0, false, 1095, 'SOP-052',
        '{Production,Quality Control,EHS}',
        'Know what is in the container before it is opened.',
        array[
            'Read a label and a safety data sheet',
            'Earth containers before pouring'
        ]
    )
) as t (
    name, category, initial_due_offset_days, overdue_grace_days, requires_signature,
    recertification_interval_days, document, audience, purpose, objectives
);

create temporary table demo_trainings on commit drop as
select
    c.name,
    c.category,
    c.initial_due_offset_days,
    c.overdue_grace_days,
    c.requires_signature,
    c.recertification_interval_days
from demo_catalogue as c;

-- label, revision of the document, state, author, and how many days ago it came into force or, for
-- a version that is pending, was submitted; the new version is the one that is yet to be submitted
create temporary table demo_all_versions on commit drop as
with listed as (
    select v.*
    from (
        values
        ('Lockout/Tagout', '3.0', 'A', 'inactive', 'E-00012', 1400, null),
        ('Lockout/Tagout', '3.1', 'B', 'active', 'E-00012', 640, null),
        (
            'Lockout/Tagout', '3.2', 'C', 'new', 'E-00012', 0,
            'Try the start button with the tag in sight: the lock of line 4 has no window'
        ),
        ('Cleanroom gowning', '4.0', 'D', 'inactive', 'E-00003', 980, null),
        ('Cleanroom gowning', '4.1', 'E', 'active', 'E-00003', 330, null),
        (
            'Cleanroom gowning', '5.0', 'F', 'pending_review', 'E-00003', 4,
            'Put the second pair of gloves on in the airlock'
        ),
        ('GMP basics', '7.0', 'G', 'inactive', 'Q-002', 1100, null),
        ('GMP basics', '8.0', 'H', 'active', 'Q-002', 700, null),
        ('Document control', '2.0', 'C', 'active', 'Q-003', 1210, null),
        ('Good documentation practice', '1.4', 'C', 'inactive', 'Q-002', 1300, null),
        ('Good documentation practice', '1.5', 'D', 'active', 'Q-002', 560, null),
        ('Data integrity', '2.0', 'A', 'inactive', 'E-00005', 1020, null),
        ('Data integrity', '2.1', 'B', 'active', 'E-00005', 410, null),
        (
            'Data integrity', '2.2', 'C', 'pending_review', 'E-00005', 9,
            'Say where the audit trail of the new chromatography system is'
        ),
        ('CAPA', '6', '6', 'active', 'Q-003', 880, null),
        ('Deviation handling', '3.3', 'C', 'active', 'Q-003', 790, null),
        ('Line clearance', '1.0', 'A', 'inactive', 'E-00007', 1150, null),
        ('Line clearance', '1.1', 'B', 'active', 'E-00007', 600, null),
        ('Equipment cleaning', '2.6', 'F', 'active', 'E-00007', 930, null),
        ('Forklift operation', '1.2', 'C', 'active', 'E-00012', 1000, null),
        ('Handling of solvents', '4.0', 'D', 'active', 'E-00012', 1250, null)
    ) as v (training, label, revision, state, author, age_days, added_objective)
),

whole as (
    select
        l.*,
        c.document || '@' || l.revision as source,
        c.purpose,
        array_remove(c.objectives || l.added_objective, null) as objectives,
        current_setting('demo.today')::date - l.age_days as since
    from listed as l
    inner join demo_catalogue as c on l.training = c.name
)

select
    w.training,
    w.label,
    w.state,
    w.author,
    w.source,
    w.objectives,
    w.since,
    -- until the next one of the training came into force, or today
    case w.state
        when 'inactive'
            then lead(w.since) over (partition by w.training order by w.age_days desc)
        when 'active' then current_setting('demo.today')::date
    end as until,
    concat_ws(
        e'\n',
        format('# %s %s', w.training, w.label),
        '',
        w.purpose,
        '',
        '## After this you can',
        '',
        (
            select string_agg('- ' || o.objective, e'\n' order by o.place)
            from unnest(w.objectives) with ordinality as o (objective, place)
        ),
        '',
        format('Follows %s.', replace(w.source, '@', ' revision ')),
        ''
    ) as content
from whole as w;

create temporary table demo_versions on commit drop as
select
    v.training,
    v.label,
    v.state,
    v.author,
    v.content,
    array_to_string(v.objectives, ';') as objectives,
    v.source as sources,
    case when v.state = 'pending_review' then v.since end as submitted_at,
    case when v.state in ('active', 'inactive') then v.since end as activated_at
from demo_all_versions as v
where v.state <> 'new';
