create or replace function ops._check_recertification_counts()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'recertification_counts',
        array(
            select d.name
            from ops._miscounted_recertifications() as d (name)
        ),
        'Go on with a run that is enrolling: `recert recertify --resume`. Compare another one with its '
        'audit row: what differs was changed behind the guards. Restore it from a backup. Runs:'
    );
$$;

comment on function ops._check_recertification_counts() is
'Rule 10: the counts of a run add up, and are those of the assignments, the exceptions and the
evidence that it made or flagged, and of its audit row.';
