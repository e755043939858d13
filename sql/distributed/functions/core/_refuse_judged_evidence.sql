create or replace function core._refuse_judged_evidence()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    raise exception 'New evidence is current; only later events expire or supersede it'
        using errcode = 'ZR301',
        detail = 'recertification_status other than current, or a moment or campaign beside it',
        hint = 'Record the evidence as current.';
end;
$$;

comment on function core._refuse_judged_evidence() is
'Trigger function: refuses new evidence that is not current. Raises ZR301.';
