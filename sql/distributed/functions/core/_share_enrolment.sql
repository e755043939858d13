create or replace function core._share_enrolment(p_training_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    -- before it, as those who lock the training have it before they wait for batches
    perform core._lock_decisions(false);
    perform pg_catalog.pg_advisory_xact_lock_shared(
        hashtextextended('recert enrolment ' || p_training_id, 0)
    );
end;
$$;

comment on function core._share_enrolment(bigint) is
'As on a single server; besides, whoever decides waits for batches, and batches for them
(core._lock_decisions).';
