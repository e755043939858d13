create or replace function api.recertification_size(p_training text, p_label text)
returns bigint
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_version core.training_versions;
    v_earlier bigint[];
begin
    perform core._actor();
    v_version := core._version(core._training(p_training), p_label);
    v_earlier := core._earlier_versions(v_version.version_id);
    return (
        select count(*)
        from core.evidence as e
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired')
    );
end;
$$;

comment on function api.recertification_size(text, text) is
'How many rows of evidence on earlier versions still count: about how much a recertification for the
version has to write, found faster than a preview. Raises ZR201, ZR202 and what core._actor()
raises.';
