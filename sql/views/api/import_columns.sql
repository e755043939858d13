create or replace view api.import_columns as
select
    c.kind,
    c.place,
    c.column_name,
    c.is_required,
    c.meaning
from (
    values
    ('users', 1, 'employee_number', true, 'The company''s own number for the person.'),
    ('users', 2, 'full_name', true, 'Name as it is to be read.'),
    ('users', 3, 'email', false, 'Address for reminders.'),
    (
        'users', 4, 'role', false,
        'employee (blank), team_lead, hr_admin, quality_admin, corporate_admin or auditor.'
    ),
    ('users', 5, 'is_active', false, 'true (blank) or false; also yes, no, 1, 0.'),
    ('users', 6, 'department', false, 'Department.'),
    ('users', 7, 'location', false, 'Site.'),
    ('users', 8, 'activity', false, 'Activity.'),
    ('users', 9, 'plant', false, 'Plant.'),
    ('users', 10, 'line', false, 'Production line.'),
    ('users', 11, 'workstation', false, 'Workstation.'),
    ('users', 12, 'manager', false, 'Employee number of the manager, known or in the same file.'),
    ('users', 13, 'attributes', false, 'Further attributes: a JSON object.'),
    ('users', 14, 'db_role', false, 'Database login that acts as the person.'),

    ('trainings', 1, 'name', true, 'Name; others differ by more than case and blanks.'),
    ('trainings', 2, 'category', false, 'Category for reports.'),
    (
        'trainings', 3, 'initial_due_offset_days', false,
        'UTC days from assignment to due date, 1 to 3650; blank is 30.'
    ),
    (
        'trainings', 4, 'overdue_grace_days', false,
        'UTC days after the due date until overdue, 0 to 364; blank is 0.'
    ),
    ('trainings', 5, 'requires_signature', false, 'true or false (blank); also yes, no, 1, 0.'),
    (
        'trainings', 6, 'recertification_interval_days', false,
        'Days after completion when evidence expires, 1 to 36500; blank is never.'
    ),

    ('versions', 1, 'training', true, 'Name of the training.'),
    ('versions', 2, 'label', true, 'Label such as 3.2.'),
    (
        'versions', 3, 'state', false,
        'draft (blank), pending_review, active (for a training without an active version), inactive
or rejected.'
    ),
    ('versions', 4, 'author', true, 'Employee number of the author.'),
    ('versions', 5, 'content', false, 'What is taught, in Markdown.'),
    ('versions', 6, 'objectives', false, 'What one can do afterwards, separated by semicolons.'),
    (
        'versions', 7, 'sources', false,
        'Controlled documents, DOCUMENT or DOCUMENT@REVISION, separated by semicolons.'
    ),
    (
        'versions', 8, 'submitted_at', false,
        'When it was submitted for review; a pending one was submitted now when blank.'
    ),
    (
        'versions', 9, 'activated_at', false,
        'When it came into force; required for inactive, now when blank for active.'
    ),

    ('evidence', 1, 'employee_number', true, 'The person.'),
    ('evidence', 2, 'training', true, 'Name of the training.'),
    ('evidence', 3, 'version', true, 'Label of the version.'),
    ('evidence', 4, 'completed_at', true, 'When it was completed, not in the future.'),
    ('evidence', 5, 'score', false, 'Score from 0 to 100, kept with two decimals.'),

    ('assignments', 1, 'employee_number', true, 'The person.'),
    ('assignments', 2, 'campaign', true, 'Name of a manual campaign of the version; made if new.'),
    ('assignments', 3, 'training', true, 'Name of the training.'),
    ('assignments', 4, 'version', true, 'Label of the version.'),
    (
        'assignments', 5, 'status', false,
        'not_started (blank), in_progress, completed or cancelled.'
    ),
    (
        'assignments', 6, 'due_at', false,
        'When it is due; when blank assigned_at plus the training''s initial_due_offset_days.'
    ),
    ('assignments', 7, 'assigned_at', false, 'When it was assigned, not in the future; or now.'),
    (
        'assignments', 8, 'completed_at', false,
        'When it was completed, not in the future; required for completed and only for it.'
    ),

    ('completions', 1, 'employee_number', true, 'The person, who is active.'),
    ('completions', 2, 'training', true, 'Name of the training; its active version is completed.'),
    ('completions', 3, 'score', false, 'Score from 0 to 100, kept with two decimals.'),
    (
        'completions', 4, 'signature_method', false,
        'click_to_confirm, drawn or re_authenticated; blank for no signature.'
    ),

    ('rules', 1, 'name', true, 'Name of the rule.'),
    ('rules', 2, 'is_active', false, 'true (blank) or false; also yes, no, 1, 0.'),
    (
        'rules', 3, 'auto_assign', false,
        'true (blank), or false to tell who should take it and assign nothing.'
    ),
    ('rules', 4, 'trainings', true, 'Names of trainings, separated by semicolons.'),
    (
        'rules', 5, 'days_to_complete', false,
        'UTC days from assignment to due date, 1 to 3650; blank for the training''s own.'
    ),
    ('rules', 6, 'department', false, 'Departments, separated by semicolons; blank for any.'),
    ('rules', 7, 'location', false, 'Sites, separated by semicolons; blank for any.'),
    ('rules', 8, 'activity', false, 'Activities, separated by semicolons; blank for any.'),
    ('rules', 9, 'plant', false, 'Plants, separated by semicolons; blank for any.'),
    ('rules', 10, 'line', false, 'Production lines, separated by semicolons; blank for any.'),
    ('rules', 11, 'workstation', false, 'Workstations, separated by semicolons; blank for any.'),
    (
        'rules', 12, 'attributes', false,
        'Further attributes, NAME=VALUE separated by semicolons or a JSON object; blank for any.'
    ),

    ('documents', 1, 'document', true, 'Number or name of the document, as versions cite it.'),
    ('documents', 2, 'revision', true, 'The revision.'),
    ('documents', 3, 'title', false, 'Title.'),
    (
        'documents', 4, 'effective_at', false,
        'When the revision comes into effect; now when blank. The latest one counts.'
    )
) as c (kind, place, column_name, is_required, meaning);

comment on view api.import_columns is
'The columns of files to import, one row each: kind of file, place in the documented order, name,
whether a file must have it, and what it means. Dates are ISO 8601, YYYY-MM-DD or
YYYY-MM-DDTHH:MM:SS, in UTC where no offset follows.';
comment on column api.import_columns.kind is
'Kind of file: users, trainings, versions, evidence, assignments, completions, rules or documents.';
comment on column api.import_columns.place is 'Place in the documented order; files may have any.';
comment on column api.import_columns.column_name is 'Name in the header.';
comment on column api.import_columns.is_required is 'Whether a file must have it.';
comment on column api.import_columns.meaning is 'What it means, and what blank stands for.';
