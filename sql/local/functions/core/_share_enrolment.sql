create or replace function core._share_enrolment(p_training_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform pg_catalog.pg_advisory_xact_lock_shared(
        hashtextextended('recert enrolment ' || p_training_id, 0)
    );
end;
$$;

comment on function core._share_enrolment(bigint) is
'Until the transaction ends nobody who locks the training goes on (core._lock_enrolments), but other
batches of its recertification do. Not the lock of its row: those who share a row never let in who
waits to change it, while this lock is given in the order in which it was asked for.';
