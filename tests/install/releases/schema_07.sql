-- Schema version 7 with data, by tests/install/dump_release.py.
--
-- PostgreSQL database dump
--


-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA api;


ALTER SCHEMA api OWNER TO recert_owner;

COMMENT ON SCHEMA api IS 'What people call and read: functions that write, views that read.';


CREATE SCHEMA audit;


ALTER SCHEMA audit OWNER TO recert_owner;

COMMENT ON SCHEMA audit IS 'The append-only, hash-chained record of who did what, when and why.';


CREATE SCHEMA core;


ALTER SCHEMA core OWNER TO recert_owner;

COMMENT ON SCHEMA core IS 'The record: people, trainings, versions, campaigns, assignments, evidence.';


CREATE SCHEMA intermediate;


ALTER SCHEMA intermediate OWNER TO recert_builder;

COMMENT ON SCHEMA intermediate IS 'dbt: where each rule of the marts is derived once.';


CREATE SCHEMA mart_audit;


ALTER SCHEMA mart_audit OWNER TO recert_builder;

COMMENT ON SCHEMA mart_audit IS 'dbt: what an auditor reads.';


CREATE SCHEMA mart_compliance;


ALTER SCHEMA mart_compliance OWNER TO recert_builder;

COMMENT ON SCHEMA mart_compliance IS 'dbt: who is compliant with what, and how recertifications go.';


CREATE SCHEMA ops;


ALTER SCHEMA ops OWNER TO recert_owner;

COMMENT ON SCHEMA ops IS 'The install ledger and the staging of imports.';


CREATE SCHEMA staging;


ALTER SCHEMA staging OWNER TO recert_builder;

COMMENT ON SCHEMA staging IS 'dbt: one model a source table, renamed and typed, no logic.';


CREATE TYPE audit.entry AS (
	action text,
	entity_type text,
	entity_id text,
	change_reason text,
	details jsonb
);


ALTER TYPE audit.entry OWNER TO recert_owner;

COMMENT ON TYPE audit.entry IS 'What a function asks audit._append to record.';


CREATE TYPE core.recertification_result AS (
	training text,
	version text,
	campaign text,
	activated boolean,
	population bigint,
	created bigint,
	already_enrolled bigint,
	already_current bigint,
	inactive bigint,
	exempt bigint,
	evidence_superseded bigint,
	due_at timestamp with time zone,
	plan_digest text,
	audit_seq bigint,
	dry_run boolean
);


ALTER TYPE core.recertification_result OWNER TO recert_owner;

COMMENT ON TYPE core.recertification_result IS 'What a decision on a version came to: the counts of the recertification, zeros where there was
none.';


CREATE TYPE ops.fault AS (
	column_name text,
	reason text,
	value text
);


ALTER TYPE ops.fault OWNER TO recert_owner;

COMMENT ON TYPE ops.fault IS 'What is wrong with a column of a staged row.';


CREATE TYPE ops.import_outcome AS (
	inserted bigint,
	updated bigint,
	details jsonb,
	entries audit.entry[]
);


ALTER TYPE ops.import_outcome OWNER TO recert_owner;

COMMENT ON TYPE ops.import_outcome IS 'What loading the judged rows of an import came to: the counts, what its audit row adds to them,
and the audit entries that go before that row.';


CREATE FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean DEFAULT true, p_recertify_everyone boolean DEFAULT false, p_plan_digest text DEFAULT NULL::text) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text) OWNER TO recert_owner;

CREATE FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) OWNER TO recert_owner;

CREATE FUNCTION api.begin_report_build() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.begin_report_build() OWNER TO recert_owner;

CREATE FUNCTION api.end_import(p_import_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.end_import(p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) RETURNS TABLE(exemption_id bigint, employee_number text, training text, valid_until timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION api.load_import(p_import_id bigint, p_partial boolean DEFAULT false, p_file_sha256 text DEFAULT NULL::text) RETURNS TABLE(read bigint, inserted bigint, updated bigint, skipped bigint, rejected bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '64MB'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.load_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) OWNER TO recert_owner;

CREATE FUNCTION api.preview_recertification(p_training text, p_label text) RETURNS TABLE(training text, version text, campaign text, activated boolean, population bigint, created bigint, already_enrolled bigint, already_current bigint, inactive bigint, exempt bigint, evidence_superseded bigint, due_at timestamp with time zone, plan_digest text, audit_seq bigint, dry_run boolean, breakdown jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.preview_recertification(p_training text, p_label text) OWNER TO recert_owner;

CREATE FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text DEFAULT NULL::text) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_actor_id constant bigint := core._actor();
    v_version core.training_versions;
    v_run core.recertification_runs;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['active'], 'recertified');

    v_run := core._recertify(
        v_version.version_id, v_actor_id, p_change_reason, p_plan_digest, '{}'
    );
    return core._recertification_result(
        v_version.version_id, v_run.run_id, false, v_run.audit_seq
    );
end;
$$;


ALTER FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text) OWNER TO recert_owner;

CREATE FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) OWNER TO recert_owner;

CREATE FUNCTION api.scan_overdue() RETURNS TABLE(marked bigint, cleared bigint, moved bigint, overdue bigint, scanned_at timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.scan_overdue() OWNER TO recert_owner;

CREATE FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[] DEFAULT '{}'::text[]) RETURNS TABLE(training text, version text, state text, review_task_id bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[]) OWNER TO recert_owner;

CREATE FUNCTION api.verify_audit_chain() RETURNS TABLE(is_intact boolean, rows_checked bigint, first_bad_seq bigint, problem text, head_seq bigint, head_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.verify_audit_chain() OWNER TO recert_owner;

CREATE FUNCTION audit._append(VARIADIC p_entries audit.entry[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_actor_id constant bigint := core._actor();
    v_actor pg_catalog.text := 'system';
    v_head audit.head;
    v_occurred_at pg_catalog.timestamptz;
    v_last_seq bigint;
    v_last_hash pg_catalog.bytea;
begin
    if v_actor_id is not null then
        select u.employee_number into strict v_actor
        from core.users as u
        where u.user_id = v_actor_id;
    end if;

    -- writers queue here until the one before has committed: that is what leaves no gap
    select h.* into strict v_head from audit.head as h for update;
    v_occurred_at := clock_timestamp();

    with payloads as (
        select
            e.ordinality as place,
            e.action,
            e.entity_type,
            e.entity_id,
            e.change_reason,
            (
                coalesce(e.details, '{}') || audit._payload(
                    v_head.seq + e.ordinality, v_occurred_at, v_actor, session_user::pg_catalog.text,
                    inet_client_addr(), e.action, e.entity_type, e.entity_id, e.change_reason
                )
            )::pg_catalog.text as payload
        from unnest(p_entries) with ordinality as e
    ),

    chained as (
        select
            p.*,
            audit._chained_hash(p.payload, v_head.hash) over (order by p.place) as hash
        from payloads as p
    ),

    written as (
        insert into audit.log (
            seq, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id,
            change_reason, payload, prev_hash, hash
        )
        select
            v_head.seq + c.place, v_occurred_at, v_actor, session_user::pg_catalog.text, inet_client_addr(),
            c.action, c.entity_type, c.entity_id, c.change_reason, c.payload,
            lag(c.hash, 1, v_head.hash) over (order by c.place), c.hash
        from chained as c
        order by c.place
        returning seq, hash
    )

    select w.seq, w.hash into strict v_last_seq, v_last_hash
    from written as w
    order by w.seq desc
    limit 1;

    update audit.head set seq = v_last_seq, hash = v_last_hash;
    return v_last_seq;
end;
$$;


ALTER FUNCTION audit._append(VARIADIC p_entries audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) OWNER TO recert_owner;

CREATE FUNCTION audit._moment(p_moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN to_char((p_moment AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text);


ALTER FUNCTION audit._moment(p_moment timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION audit._parsed(p_payload text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
    return p_payload::pg_catalog.jsonb;
exception
    -- a payload that somebody tampered with need not be JSON at all
    when data_exception or program_limit_exceeded then
        return null;
end;
$$;


ALTER FUNCTION audit._parsed(p_payload text) OWNER TO recert_owner;

CREATE FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'seq', p_seq,
        'occurred_at', audit._moment(p_occurred_at),
        'actor', p_actor,
        'db_role', p_db_role,
        'client_addr', host(p_client_addr),
        'action', p_action,
        'entity_type', p_entity_type,
        'entity_id', p_entity_id,
        'change_reason', p_change_reason
    );
$$;


ALTER FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone) OWNER TO recert_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE core.users (
    user_id bigint NOT NULL,
    employee_number text NOT NULL,
    full_name text NOT NULL,
    email text,
    role text DEFAULT 'employee'::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    manager_id bigint,
    db_role text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT users_attributes_are_an_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT users_employee_number_is_not_reserved CHECK ((lower(employee_number) <> 'system'::text)),
    CONSTRAINT users_employee_number_is_plain CHECK (((employee_number = btrim(employee_number)) AND (employee_number <> ''::text))),
    CONSTRAINT users_full_name_is_given CHECK ((btrim(full_name) <> ''::text)),
    CONSTRAINT users_manager_is_somebody_else CHECK ((manager_id <> user_id)),
    CONSTRAINT users_role_is_known CHECK ((role = ANY (ARRAY['employee'::text, 'team_lead'::text, 'hr_admin'::text, 'quality_admin'::text, 'corporate_admin'::text, 'auditor'::text])))
);


ALTER TABLE core.users OWNER TO recert_owner;

COMMENT ON TABLE core.users IS 'People: those who are trained and those who decide. A row is never deleted.';


COMMENT ON COLUMN core.users.user_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.users.employee_number IS 'The company''s own number for the person; the key of every file.';


COMMENT ON COLUMN core.users.full_name IS 'Name as it is to be read.';


COMMENT ON COLUMN core.users.email IS 'Address for reminders; may be missing or shared.';


COMMENT ON COLUMN core.users.role IS 'employee, team_lead, hr_admin, quality_admin, corporate_admin or auditor.';


COMMENT ON COLUMN core.users.is_active IS 'False for people who have left; they are never re-enrolled.';


COMMENT ON COLUMN core.users.department IS 'Department; a dimension of assignment rules and reports.';


COMMENT ON COLUMN core.users.location IS 'Site; a dimension of assignment rules and reports.';


COMMENT ON COLUMN core.users.activity IS 'Activity; a dimension of assignment rules.';


COMMENT ON COLUMN core.users.plant IS 'Plant; a dimension of assignment rules.';


COMMENT ON COLUMN core.users.line IS 'Production line; a dimension of assignment rules.';


COMMENT ON COLUMN core.users.workstation IS 'Workstation; a dimension of assignment rules.';


COMMENT ON COLUMN core.users.attributes IS 'Further attributes: an object of names and values.';


COMMENT ON COLUMN core.users.manager_id IS 'The person''s manager.';


COMMENT ON COLUMN core.users.db_role IS 'Database login that acts as this person.';


COMMENT ON COLUMN core.users.created_at IS 'When the person was first recorded.';


CREATE FUNCTION core._active_user(p_user_id bigint) RETURNS core.users
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_user core.users;
begin
    select u.* into strict v_user
    from core.users as u
    where u.user_id = p_user_id;
    if not v_user.is_active then
        raise exception 'An inactive user may not do this'
            using errcode = 'ZR305',
            detail = format('user %s (%s)', v_user.employee_number, v_user.full_name),
            hint = 'Ask somebody who is active.';
    end if;
    return v_user;
end;
$$;


ALTER FUNCTION core._active_user(p_user_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._actor() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    -- as text, so that the index on db_role serves
    v_login constant pg_catalog.text := session_user;
    v_named constant pg_catalog.text := nullif(current_setting('recert.actor', true), '');
    v_is_service constant boolean := core._is_service();
    v_user_id bigint;
    v_employee_number pg_catalog.text;
begin
    select u.user_id, u.employee_number into v_user_id, v_employee_number
    from core.users as u
    where u.db_role = v_login;

    if v_named is null or v_named = v_employee_number then
        if v_user_id is null and not v_is_service then
            raise exception 'This login belongs to nobody'
                using errcode = 'ZR302',
                detail = format('login %s', v_login),
                hint = 'Have an administrator set db_role of your user to this login, or, for '
                'scheduled work, grant recert_service to it.';
        end if;
        if v_user_id is not null then
            perform core._active_user(v_user_id);
        end if;
        return v_user_id;
    end if;

    if not v_is_service then
        raise exception 'This login may not act for somebody else'
            using errcode = 'ZR303',
            detail = format('login %s, acting as %s', v_login, v_named),
            hint = 'Leave out --as (RECERT_ACTOR), or use a login that is a member of recert_service.';
    end if;

    select u.user_id into v_user_id
    from core.users as u
    where u.employee_number = v_named;
    if not found then
        raise exception 'There is no user to act as with this employee number'
            using errcode = 'ZR203',
            detail = format('employee number %s', v_named),
            hint = 'Check --as (RECERT_ACTOR), or import the person with `recert import users`.';
    end if;
    perform core._active_user(v_user_id);
    return v_user_id;
end;
$$;


ALTER FUNCTION core._actor() OWNER TO recert_owner;

CREATE FUNCTION core._as_attributes(p_value text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._as_attributes(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._as_boolean(p_value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (lower(p_value) = ANY (ARRAY['true'::text, 't'::text, 'yes'::text, 'y'::text, '1'::text])) THEN true WHEN (lower(p_value) = ANY (ARRAY['false'::text, 'f'::text, 'no'::text, 'n'::text, '0'::text])) THEN false ELSE NULL::boolean END;


ALTER FUNCTION core._as_boolean(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._as_integer(p_value text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_value ~ '^[+-]?[0-9]{1,9}(?:\.0{0,9})?$'::text) THEN ((p_value)::numeric)::integer ELSE NULL::integer END;


ALTER FUNCTION core._as_integer(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._as_score(p_value text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_value ~ '^0{0,3}(?:100(?:\.0{0,20})?|[0-9]{1,2}(?:\.[0-9]{0,20})?)$'::text) THEN round((p_value)::numeric, 2) ELSE NULL::numeric END;


ALTER FUNCTION core._as_score(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._as_timestamp(p_value text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (translate("left"(p_value, 10), '123456789'::text, '000000000'::text) <> '0000-00-00'::text) THEN NULL::timestamp with time zone WHEN ("left"(p_value, 1) = '0'::text) THEN NULL::timestamp with time zone WHEN (((substr(p_value, 9, 2) COLLATE "C") < '01'::text) OR ((substr(p_value, 9, 2) COLLATE "C") > CASE substr(p_value, 6, 2) WHEN '01'::text THEN '31'::text WHEN '03'::text THEN '31'::text WHEN '05'::text THEN '31'::text WHEN '07'::text THEN '31'::text WHEN '08'::text THEN '31'::text WHEN '10'::text THEN '31'::text WHEN '12'::text THEN '31'::text WHEN '04'::text THEN '30'::text WHEN '06'::text THEN '30'::text WHEN '09'::text THEN '30'::text WHEN '11'::text THEN '30'::text WHEN '02'::text THEN '29'::text ELSE '00'::text END)) THEN NULL::timestamp with time zone WHEN ((substr(p_value, 5, 6) = '-02-29'::text) AND ("left"(p_value, 4) !~ '(?:0[48]|[2468][048]|[13579][26])$'::text) AND ("left"(p_value, 4) !~ '^(?:[2468][048]|[13579][26])00$'::text)) THEN NULL::timestamp with time zone WHEN (length(p_value) = 10) THEN ((p_value || ' +00'::text))::timestamp with time zone WHEN (substr(p_value, 11) !~ ('^[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?'::text || '(?: ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'::text)) THEN NULL::timestamp with time zone WHEN (substr(p_value, 11) ~ '[Z+-]'::text) THEN (p_value)::timestamp with time zone ELSE ((p_value || ' +00'::text))::timestamp with time zone END;


ALTER FUNCTION core._as_timestamp(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._changed_columns(p_before jsonb, p_after jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._changed_columns(p_before jsonb, p_after jsonb) OWNER TO recert_owner;

CREATE FUNCTION core._check_assignment_parents() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$
declare
    v_user_id bigint;
    v_campaign_id bigint;
begin
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (select from core.users as u where u.user_id = n.user_id);
    select min(n.campaign_id) into v_campaign_id
    from (select distinct r.campaign_id from new_rows as r) as n
    where not exists (select from core.campaigns as c where c.campaign_id = n.campaign_id);
    if v_user_id is not null or v_campaign_id is not null then
        raise exception 'An assignment names a user or campaign that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'campaign_id ' || v_campaign_id),
            hint = 'Record the user and the campaign first.';
    end if;
    return null;
end;
$$;


ALTER FUNCTION core._check_assignment_parents() OWNER TO recert_owner;

CREATE FUNCTION core._check_evidence_parents() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$
declare
    v_user_id bigint;
    v_version_id bigint;
begin
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (select from core.users as u where u.user_id = n.user_id);
    select min(n.version_id) into v_version_id
    from (select distinct r.version_id from new_rows as r) as n
    where not exists (
        select from core.training_versions as v where v.version_id = n.version_id
    );
    if v_user_id is not null or v_version_id is not null then
        raise exception 'Evidence names a user or version that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'version_id ' || v_version_id),
            hint = 'Record the user and the version first.';
    end if;

    if exists (select from new_rows as n where n.recertification_status <> 'current') then
        raise exception 'New evidence is current; only later events expire or supersede it'
            using errcode = 'ZR301',
            detail = 'recertification_status other than current',
            hint = 'Record the evidence as current.';
    end if;

    -- rule 19: what people were trained on stays as it was
    update core.training_versions as v set frozen_at = clock_timestamp()
    where v.frozen_at is null and v.version_id in (select r.version_id from new_rows as r);
    return null;
end;
$$;


ALTER FUNCTION core._check_evidence_parents() OWNER TO recert_owner;

CREATE FUNCTION core._check_exception_parents() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$
declare
    v_user_id bigint;
    v_run_id bigint;
begin
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (select from core.users as u where u.user_id = n.user_id);
    select min(n.run_id) into v_run_id
    from (select distinct r.run_id from new_rows as r) as n
    where not exists (select from core.recertification_runs as c where c.run_id = n.run_id);
    if v_user_id is not null or v_run_id is not null then
        raise exception 'An exception names a user or run that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'run_id ' || v_run_id),
            hint = 'Record the user and the run first.';
    end if;
    return null;
end;
$$;


ALTER FUNCTION core._check_exception_parents() OWNER TO recert_owner;

CREATE FUNCTION core._check_superseding_campaign() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_campaign_id bigint;
begin
    select n.superseded_by_campaign_id into v_campaign_id
    from (
        select distinct r.superseded_by_campaign_id
        from new_rows as r
        where r.superseded_by_campaign_id is not null
    ) as n
    where not exists (
        select from core.campaigns as c
        where c.campaign_id = n.superseded_by_campaign_id and c.kind = 'recertification'
    )
    limit 1;
    if found then
        raise exception 'Evidence would be superseded by a recertification that does not exist'
            using errcode = 'ZR207',
            detail = format('campaign_id %s', v_campaign_id),
            hint = 'Supersede evidence with api.recertify.';
    end if;
    return null;
end;
$$;


ALTER FUNCTION core._check_superseding_campaign() OWNER TO recert_owner;

CREATE FUNCTION core._close_assignments(p_training_ids bigint[], p_at timestamp with time zone, p_user_ids bigint[] DEFAULT NULL::bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._close_assignments(p_training_ids bigint[], p_at timestamp with time zone, p_user_ids bigint[]) OWNER TO recert_owner;

CREATE TABLE ops.imports (
    import_id bigint NOT NULL,
    kind text NOT NULL,
    file_name text NOT NULL,
    column_names text[] NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    started_by bigint,
    transaction_id xid8 DEFAULT pg_current_xact_id() NOT NULL,
    is_partial boolean,
    file_sha256 text,
    read bigint,
    inserted bigint,
    updated bigint,
    skipped bigint,
    rejected bigint,
    audit_seq bigint,
    CONSTRAINT imports_hash_is_sha256 CHECK ((file_sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT imports_kind_is_known CHECK ((kind = ANY (ARRAY['users'::text, 'trainings'::text, 'versions'::text, 'evidence'::text, 'assignments'::text]))),
    CONSTRAINT imports_nothing_is_dropped CHECK (((((inserted + updated) + skipped) + rejected) = read))
);


ALTER TABLE ops.imports OWNER TO recert_owner;

COMMENT ON TABLE ops.imports IS 'The register of loads: one row for each file that was loaded.';


COMMENT ON COLUMN ops.imports.import_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN ops.imports.kind IS 'users, trainings, versions, evidence or assignments.';


COMMENT ON COLUMN ops.imports.file_name IS 'Name of the file, without its folder.';


COMMENT ON COLUMN ops.imports.column_names IS 'Columns of the file, in its order.';


COMMENT ON COLUMN ops.imports.started_at IS 'When the import began.';


COMMENT ON COLUMN ops.imports.started_by IS 'Who imported; null for scheduled work.';


COMMENT ON COLUMN ops.imports.transaction_id IS 'Transaction of the import: all of it is in one.';


COMMENT ON COLUMN ops.imports.is_partial IS 'Whether good rows were to be loaded beside bad ones.';


COMMENT ON COLUMN ops.imports.file_sha256 IS 'SHA-256 of the file, hexadecimal, where it is known.';


COMMENT ON COLUMN ops.imports.read IS 'Rows of the file, the rejected ones included.';


COMMENT ON COLUMN ops.imports.inserted IS 'Rows that were new.';


COMMENT ON COLUMN ops.imports.updated IS 'Rows that changed what was there.';


COMMENT ON COLUMN ops.imports.skipped IS 'Rows that were there already.';


COMMENT ON COLUMN ops.imports.rejected IS 'Rows that could not be loaded.';


COMMENT ON COLUMN ops.imports.audit_seq IS 'Its row of the audit log.';


CREATE FUNCTION core._collect_rejects(p_import ops.imports) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._collect_rejects(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$
    select p_moment + p_days * interval '24 hours';
$$;


ALTER FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) OWNER TO recert_owner;

CREATE FUNCTION core._earlier_versions(p_version_id bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
    -- a version not yet active would come after all that ever were
    select coalesce(array_agg(e.version_id order by e.version_id), '{}')
    from core.training_versions as v
    inner join core.training_versions as e
        on v.training_id = e.training_id and v.version_id <> e.version_id
    where v.version_id = p_version_id
        and e.activated_at < coalesce(v.activated_at, 'infinity');
$$;


ALTER FUNCTION core._earlier_versions(p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._fault(p_column_name text, p_reason text, p_value text) RETURNS ops.fault
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW(p_column_name, p_reason, "left"(p_value, 200))::ops.fault;


ALTER FUNCTION core._fault(p_column_name text, p_reason text, p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._faults(VARIADIC p_faults ops.fault[]) RETURNS ops.fault[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NULLIF(array_remove(p_faults, NULL::ops.fault), '{}'::ops.fault[]);


ALTER FUNCTION core._faults(VARIADIC p_faults ops.fault[]) OWNER TO recert_owner;

CREATE FUNCTION core._finish_import(p_import ops.imports, p_details jsonb, p_preceding audit.entry[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._finish_import(p_import ops.imports, p_details jsonb, p_preceding audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION core._guard_evidence_flag() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    raise exception 'The flag of evidence goes forward only'
        using errcode = 'ZR301',
        detail = format(
            'user_id %s, evidence_id %s, from %s to %s', old.user_id, old.evidence_id,
            old.recertification_status, new.recertification_status
        ),
        hint = 'Current evidence expires or is superseded, expired evidence is superseded; then it stays.';
end;
$$;


ALTER FUNCTION core._guard_evidence_flag() OWNER TO recert_owner;

CREATE FUNCTION core._guard_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    -- what a review, a decision or a trained person relies on
    v_is_fixed constant boolean := tg_op = 'UPDATE'
        and (old.state <> 'draft' or old.frozen_at is not null);
begin
    new.content_sha256 := sha256(convert_to(new.content, 'UTF8'));
    if tg_op = 'INSERT' then
        return new;
    end if;

    if v_is_fixed and (
        new.training_id, new.label, new.content, new.objectives, new.author_id
    ) is distinct from (
        old.training_id, old.label, old.content, old.objectives, old.author_id
    ) or (new.version_id, new.is_imported, new.created_at)
    is distinct from (old.version_id, old.is_imported, old.created_at) then
        raise exception 'What the version says is fixed'
            using errcode = 'ZR307',
            detail = format(
                'version_id %s, label "%s", state %s, evidence on it since %s',
                old.version_id, old.label, old.state, coalesce(old.frozen_at::pg_catalog.text, 'never')
            ),
            hint = 'Submit the change as a new version.';
    end if;

    if (old.frozen_at is not null and new.frozen_at is distinct from old.frozen_at)
        or (old.state <> 'draft' and (new.submitted_at, new.submission_reason)
            is distinct from (old.submitted_at, old.submission_reason))
        or (old.change_reason is not null and (
            new.approved_by, new.approved_at, new.change_reason
        ) is distinct from (old.approved_by, old.approved_at, old.change_reason))
        or (old.rejection_reason is not null and (
            new.rejected_by, new.rejected_at, new.rejection_reason
        ) is distinct from (old.rejected_by, old.rejected_at, old.rejection_reason))
        or (old.activated_at is not null and new.activated_at is distinct from old.activated_at)
        or (old.deactivated_at is not null
            and new.deactivated_at is distinct from old.deactivated_at)
    then
        raise exception 'A submission or decision, its reason and its times are never edited'
            using errcode = 'ZR301',
            detail = format('version_id %s, label "%s"', old.version_id, old.label),
            hint = 'Decide anew on a new version.';
    end if;

    if new.state is distinct from old.state and not (
        (old.state = 'draft' and new.state = 'pending_review')
        or (old.state = 'draft' and new.is_imported
            and new.state in ('active', 'inactive', 'rejected'))
        or (old.state = 'pending_review' and new.state in ('draft', 'approved', 'rejected'))
        or (old.state = 'approved' and new.state = 'active')
        or (old.state = 'active' and new.state = 'inactive')
    ) then
        raise exception 'A version does not go from this state to that'
            using errcode = 'ZR204',
            detail = format(
                'version_id %s, label "%s", from %s to %s',
                old.version_id, old.label, old.state, new.state
            ),
            hint = 'Submit the change as a new version.';
    end if;
    return new;
end;
$$;


ALTER FUNCTION core._guard_version() OWNER TO recert_owner;

CREATE FUNCTION core._guard_version_source() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_version core.training_versions;
begin
    select v.* into v_version
    from core.training_versions as v
    where v.version_id in (
        case when tg_op <> 'INSERT' then old.version_id end,
        case when tg_op <> 'DELETE' then new.version_id end
    ) and (v.state <> 'draft' or v.frozen_at is not null)
    limit 1;
    if found then
        raise exception 'The sources of the version are fixed'
            using errcode = 'ZR307',
            detail = format(
                'version_id %s, label "%s", state %s',
                v_version.version_id, v_version.label, v_version.state
            ),
            hint = 'Submit the change as a new version.';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;


ALTER FUNCTION core._guard_version_source() OWNER TO recert_owner;

CREATE FUNCTION core._import(p_import_id bigint) RETURNS ops.imports
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._import(p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._is_service() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
    -- From 16 on whoever made the role is a member who may grant it, and has no right of it.
    select pg_has_role(session_user, 'recert_service', 'usage')
        or case
            when current_setting('server_version_num')::integer < 160000
                then pg_has_role(session_user, 'recert_service', 'member')
            else pg_has_role(session_user, 'recert_service', 'set')
        end;
$$;


ALTER FUNCTION core._is_service() OWNER TO recert_owner;

CREATE FUNCTION core._judge_assignments(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_assignments(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_evidence(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_evidence(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_managers(p_import_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_managers(p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._judge_trainings(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_trainings(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_users(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_users(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_versions(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_versions(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._keep_training_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    insert into core.training_history (training_id, valid_until, record)
    select o.training_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.training_id = n.training_id
    where o is distinct from n
    order by o.training_id;
    return null;
end;
$$;


ALTER FUNCTION core._keep_training_history() OWNER TO recert_owner;

CREATE FUNCTION core._keep_user_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    insert into core.user_history (user_id, valid_until, record)
    select o.user_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.user_id = n.user_id
    where o is distinct from n
    order by o.user_id;
    return null;
end;
$$;


ALTER FUNCTION core._keep_user_history() OWNER TO recert_owner;

CREATE FUNCTION core._load_assignments(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_assignments(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_evidence(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_evidence(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_trainings(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_trainings(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_users(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_users(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_versions(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_versions(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._lock_people(p_for_change boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    if p_for_change then
        perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert people', 0));
    else
        perform pg_catalog.pg_advisory_xact_lock_shared(hashtextextended('recert people', 0));
    end if;
end;
$$;


ALTER FUNCTION core._lock_people(p_for_change boolean) OWNER TO recert_owner;

CREATE TABLE core.trainings (
    training_id bigint NOT NULL,
    name text NOT NULL,
    category text,
    initial_due_offset_days integer DEFAULT 30 NOT NULL,
    overdue_grace_days integer DEFAULT 0 NOT NULL,
    requires_signature boolean DEFAULT false NOT NULL,
    recertification_interval_days integer,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT trainings_due_offset_in_range CHECK (((initial_due_offset_days >= 1) AND (initial_due_offset_days <= 3650))),
    CONSTRAINT trainings_grace_in_range CHECK (((overdue_grace_days >= 0) AND (overdue_grace_days <= 364))),
    CONSTRAINT trainings_interval_in_range CHECK (((recertification_interval_days >= 1) AND (recertification_interval_days <= 36500))),
    CONSTRAINT trainings_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text)))
);


ALTER TABLE core.trainings OWNER TO recert_owner;

COMMENT ON TABLE core.trainings IS 'What must be learnt, with its scheduling settings. A row is never deleted.';


COMMENT ON COLUMN core.trainings.training_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.trainings.name IS 'Name; unique, upper and lower case told apart.';


COMMENT ON COLUMN core.trainings.category IS 'Free category for reports.';


COMMENT ON COLUMN core.trainings.initial_due_offset_days IS 'UTC days from assignment to due date, 1 to 3650.';


COMMENT ON COLUMN core.trainings.overdue_grace_days IS 'UTC days after the due date until overdue, 0 to 364.';


COMMENT ON COLUMN core.trainings.requires_signature IS 'Whether completing needs a signature.';


COMMENT ON COLUMN core.trainings.recertification_interval_days IS 'Days after completion when evidence expires; null when it never does.';


COMMENT ON COLUMN core.trainings.created_at IS 'When the training was first recorded.';


CREATE FUNCTION core._lock_training(p_name text) RETURNS core.trainings
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    -- the lock under which a training's versions, recertifications and evidence meet
    perform 1 from core.trainings as t where t.name = p_name for no key update;
    return core._training(p_name);
end;
$$;


ALTER FUNCTION core._lock_training(p_name text) OWNER TO recert_owner;

CREATE TABLE core.training_versions (
    version_id bigint NOT NULL,
    training_id bigint NOT NULL,
    label text NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    content text DEFAULT ''::text NOT NULL,
    objectives text[] DEFAULT '{}'::text[] NOT NULL,
    content_sha256 bytea NOT NULL,
    author_id bigint NOT NULL,
    submitted_at timestamp with time zone,
    submission_reason text,
    approved_by bigint,
    approved_at timestamp with time zone,
    change_reason text,
    rejected_by bigint,
    rejected_at timestamp with time zone,
    rejection_reason text,
    activated_at timestamp with time zone,
    deactivated_at timestamp with time zone,
    frozen_at timestamp with time zone,
    is_imported boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT training_versions_activation_fits_state CHECK (
CASE state
    WHEN 'active'::text THEN ((activated_at IS NOT NULL) AND (deactivated_at IS NULL))
    WHEN 'inactive'::text THEN ((activated_at IS NOT NULL) AND (deactivated_at IS NOT NULL))
    ELSE ((activated_at IS NULL) AND (deactivated_at IS NULL))
END),
    CONSTRAINT training_versions_approval_is_whole CHECK ((num_nonnulls(approved_by, approved_at, change_reason) = ANY (ARRAY[0, 3]))),
    CONSTRAINT training_versions_author_does_not_approve CHECK ((approved_by <> author_id)),
    CONSTRAINT training_versions_author_does_not_reject CHECK ((rejected_by <> author_id)),
    CONSTRAINT training_versions_change_reason_is_long_enough CHECK ((length(btrim(change_reason)) >= 10)),
    CONSTRAINT training_versions_deactivated_later CHECK ((deactivated_at >= activated_at)),
    CONSTRAINT training_versions_hash_is_sha256 CHECK ((octet_length(content_sha256) = 32)),
    CONSTRAINT training_versions_in_force_is_approved CHECK (((state <> ALL (ARRAY['approved'::text, 'active'::text, 'inactive'::text])) OR (approved_by IS NOT NULL) OR is_imported)),
    CONSTRAINT training_versions_label_is_plain CHECK (((label = btrim(label)) AND (label <> ''::text))),
    CONSTRAINT training_versions_pending_is_submitted CHECK (((state <> 'pending_review'::text) OR (submitted_at IS NOT NULL))),
    CONSTRAINT training_versions_rejection_is_whole CHECK ((num_nonnulls(rejected_by, rejected_at, rejection_reason) = ANY (ARRAY[0, 3]))),
    CONSTRAINT training_versions_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'pending_review'::text, 'approved'::text, 'active'::text, 'inactive'::text, 'rejected'::text])))
);


ALTER TABLE core.training_versions OWNER TO recert_owner;

COMMENT ON TABLE core.training_versions IS 'Frozen snapshots of trainings. At most one a training is active.';


COMMENT ON COLUMN core.training_versions.version_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.training_versions.training_id IS 'The training it is a version of.';


COMMENT ON COLUMN core.training_versions.label IS 'Label such as 3.2; never compared for order.';


COMMENT ON COLUMN core.training_versions.state IS 'draft, pending_review, approved, active, inactive or rejected.';


COMMENT ON COLUMN core.training_versions.content IS 'What is taught, in Markdown.';


COMMENT ON COLUMN core.training_versions.objectives IS 'What one can do afterwards.';


COMMENT ON COLUMN core.training_versions.content_sha256 IS 'SHA-256 of content in UTF-8; kept by the database.';


COMMENT ON COLUMN core.training_versions.author_id IS 'Who wrote it; may neither approve nor reject it.';


COMMENT ON COLUMN core.training_versions.submitted_at IS 'When it was last submitted for review.';


COMMENT ON COLUMN core.training_versions.submission_reason IS 'Why it was submitted, verbatim.';


COMMENT ON COLUMN core.training_versions.approved_by IS 'Who approved it.';


COMMENT ON COLUMN core.training_versions.approved_at IS 'When it was approved.';


COMMENT ON COLUMN core.training_versions.change_reason IS 'Why it was approved, verbatim; never edited.';


COMMENT ON COLUMN core.training_versions.rejected_by IS 'Who rejected it.';


COMMENT ON COLUMN core.training_versions.rejected_at IS 'When it was rejected.';


COMMENT ON COLUMN core.training_versions.rejection_reason IS 'Why it was rejected, verbatim.';


COMMENT ON COLUMN core.training_versions.activated_at IS 'When it came into force; the order of versions. Strictly increasing within a training.';


COMMENT ON COLUMN core.training_versions.deactivated_at IS 'When it went out of force.';


COMMENT ON COLUMN core.training_versions.frozen_at IS 'When the first evidence on it was recorded; from then on content, label, objectives and sources
stay.';


COMMENT ON COLUMN core.training_versions.is_imported IS 'True when it was brought by a history import.';


COMMENT ON COLUMN core.training_versions.created_at IS 'When it was first recorded.';


CREATE FUNCTION core._lock_version(p_training text, p_label text) RETURNS core.training_versions
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_training constant core.trainings := core._lock_training(p_training);
    -- read again under the lock
    v_version core.training_versions;
begin
    v_version := core._version(v_training, p_label);
    return v_version;
end;
$$;


ALTER FUNCTION core._lock_version(p_training text, p_label text) OWNER TO recert_owner;

CREATE FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) RETURNS ops.imports
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) OWNER TO recert_owner;

CREATE FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ left out of this dump $$;


ALTER FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._parsed_sources(p_sources text[]) RETURNS TABLE(document text, revision text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._parsed_sources(p_sources text[]) OWNER TO recert_owner;

CREATE FUNCTION core._plan_digest(p_version_id bigint, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select encode(
        sha256(
            int8send(p_version_id) || coalesce(
                array_send(p_user_ids) || array_send(p_evidence_rows) || array_send(p_outcomes), ''
            )
        ),
        'hex'
    );
$$;


ALTER FUNCTION core._plan_digest(p_version_id bigint, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) OWNER TO recert_owner;

CREATE FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone) RETURNS audit.entry[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_population(p_version_id bigint) RETURNS TABLE(user_id bigint, department text, location text, evidence_rows bigint, outcome text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$
declare
    -- not the transaction's: it may have waited for the training while an exemption was granted
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_earlier constant bigint[] := core._earlier_versions(p_version_id);
    v_training_id bigint;
    v_campaign_id bigint;
    v_holders bigint[];
    v_evidence_rows bigint[];
begin
    -- found first, so that the second step is planned for as many as there are
    select array_agg(h.user_id), array_agg(h.evidence_rows) into v_holders, v_evidence_rows
    from (
        select e.user_id, count(*) as evidence_rows
        from core.evidence as e
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired')
        group by e.user_id
    ) as h;
    if v_holders is null then
        return;
    end if;

    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;
    select c.campaign_id into v_campaign_id
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';

    return query
    select
        h.user_id, u.department, u.location, h.evidence_rows,
        case
            when k.user_id is not null then 'already_current'
            when not u.is_active then 'inactive'
            when x.user_id is not null then 'exempt'
            when a.user_id is not null then 'already_enrolled'
            else 'created'
        end
    from unnest(v_holders, v_evidence_rows) as h (user_id, evidence_rows)
    inner join core.users as u on h.user_id = u.user_id
    left join (
        select distinct e.user_id
        from core.evidence as e
        where e.version_id = p_version_id and e.recertification_status = 'current'
    ) as k on h.user_id = k.user_id
    left join (
        select distinct e.user_id
        from core.exemptions as e
        where e.training_id = v_training_id and e.granted_at <= v_now and e.valid_until > v_now
    ) as x on h.user_id = x.user_id
    left join core.assignments as a
        on h.user_id = a.user_id and a.campaign_id = v_campaign_id
    order by h.user_id;
end;
$$;


ALTER FUNCTION core._recertification_population(p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_activated boolean, p_audit_seq bigint) RETURNS core.recertification_result
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
    select
        t.name, v.label, c.name, p_activated,
        coalesce(r.population, 0), coalesce(r.created, 0), coalesce(r.already_enrolled, 0),
        coalesce(r.already_current, 0), coalesce(r.inactive, 0), coalesce(r.exempt, 0),
        coalesce(r.evidence_superseded, 0), r.due_at, r.plan_digest, p_audit_seq, false
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    left join core.recertification_runs as r on r.run_id = p_run_id
    left join core.campaigns as c on r.campaign_id = c.campaign_id
    where v.version_id = p_version_id;
$$;


ALTER FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_activated boolean, p_audit_seq bigint) OWNER TO recert_owner;

CREATE TABLE core.recertification_runs (
    run_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    run_at timestamp with time zone NOT NULL,
    run_by bigint NOT NULL,
    change_reason text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    population bigint NOT NULL,
    created bigint NOT NULL,
    already_enrolled bigint NOT NULL,
    already_current bigint NOT NULL,
    inactive bigint NOT NULL,
    exempt bigint NOT NULL,
    evidence_superseded bigint NOT NULL,
    plan_digest text NOT NULL,
    audit_seq bigint NOT NULL,
    CONSTRAINT recertification_runs_evidence_covers_population CHECK ((evidence_superseded >= population)),
    CONSTRAINT recertification_runs_nobody_is_dropped CHECK ((((((created + already_enrolled) + already_current) + inactive) + exempt) = population))
);


ALTER TABLE core.recertification_runs OWNER TO recert_owner;

COMMENT ON TABLE core.recertification_runs IS 'One row for each run of a recertification, with its counts; append-only. Those it enrolled are
the assignments of its campaign with assigned_at = run_at; everybody else is in
recertification_exceptions.';


COMMENT ON COLUMN core.recertification_runs.run_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.recertification_runs.campaign_id IS 'The recertification campaign of the version.';


COMMENT ON COLUMN core.recertification_runs.run_at IS 'Moment of the run; strictly increasing within a campaign.';


COMMENT ON COLUMN core.recertification_runs.run_by IS 'Who decided it.';


COMMENT ON COLUMN core.recertification_runs.change_reason IS 'Why, verbatim.';


COMMENT ON COLUMN core.recertification_runs.due_at IS 'When the assignments that it made are due.';


COMMENT ON COLUMN core.recertification_runs.population IS 'People who held current or expired evidence on an earlier version.';


COMMENT ON COLUMN core.recertification_runs.created IS 'People newly enrolled.';


COMMENT ON COLUMN core.recertification_runs.already_enrolled IS 'People whom an earlier run had enrolled.';


COMMENT ON COLUMN core.recertification_runs.already_current IS 'People who already held current evidence on the new version.';


COMMENT ON COLUMN core.recertification_runs.inactive IS 'People who are not active.';


COMMENT ON COLUMN core.recertification_runs.exempt IS 'People with an exemption in force.';


COMMENT ON COLUMN core.recertification_runs.evidence_superseded IS 'Evidence rows flagged superseded.';


COMMENT ON COLUMN core.recertification_runs.plan_digest IS 'SHA-256 over the exact population and its outcomes, hexadecimal.';


COMMENT ON COLUMN core.recertification_runs.audit_seq IS 'Its row of the audit log.';


CREATE FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_preceding audit.entry[]) RETURNS core.recertification_runs
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$
declare
    v_earlier constant bigint[] := core._earlier_versions(p_version_id);
    v_version core.training_versions;
    v_training core.trainings;
    v_campaign core.campaigns;
    v_run core.recertification_runs;
    v_campaign_name pg_catalog.text;
    v_user_ids bigint[];
    v_evidence_rows bigint[];
    v_outcomes pg_catalog.text[];
    v_expected_evidence bigint;
    v_rows bigint;
begin
    select v.* into strict v_version
    from core.training_versions as v
    where v.version_id = p_version_id;
    select t.* into strict v_training
    from core.trainings as t
    where t.training_id = v_version.training_id;

    -- one look at the population serves the counts, the digest, the lists and the insert
    select
        count(*),
        count(*) filter (where p.outcome = 'created'),
        count(*) filter (where p.outcome = 'already_enrolled'),
        count(*) filter (where p.outcome = 'already_current'),
        count(*) filter (where p.outcome = 'inactive'),
        count(*) filter (where p.outcome = 'exempt'),
        coalesce(sum(p.evidence_rows), 0),
        array_agg(p.user_id),
        array_agg(p.evidence_rows),
        array_agg(p.outcome)
    into strict
        v_run.population, v_run.created, v_run.already_enrolled, v_run.already_current,
        v_run.inactive, v_run.exempt, v_expected_evidence, v_user_ids, v_evidence_rows, v_outcomes
    from core._recertification_population(p_version_id) as p;
    v_run.plan_digest := core._plan_digest(p_version_id, v_user_ids, v_evidence_rows, v_outcomes);

    if p_plan_digest is not null and lower(btrim(p_plan_digest)) <> v_run.plan_digest then
        raise exception 'The population has changed since the plan was made'
            using errcode = 'ZR206',
            detail = format(
                'digest %s of the plan, %s now, population %s', p_plan_digest, v_run.plan_digest,
                v_run.population
            ),
            hint = 'Look at the plan again with --plan, then apply it with its new digest.';
    end if;

    v_run.run_at := clock_timestamp();
    v_run.due_at := core._days_later(v_run.run_at, v_training.initial_due_offset_days);

    select c.* into v_campaign
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';
    if not found then
        v_campaign_name := format('Recertification: %s v%s', v_training.name, v_version.label);
        insert into core.campaigns (name, kind, version_id, due_at, created_by)
        values (v_campaign_name, 'recertification', p_version_id, v_run.due_at, p_actor_id)
        returning * into strict v_campaign;
    end if;

    -- sorted by the key, so that the key's index grows at its end
    insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
    select p.user_id, v_campaign.campaign_id, v_run.due_at, v_run.run_at
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome = 'created'
    order by p.user_id
    on conflict do nothing;
    get diagnostics v_rows = row_count;

    if v_expected_evidence > 0 then
        update core.evidence as e
        set
            recertification_status = 'superseded',
            superseded_at = v_run.run_at,
            superseded_by_campaign_id = v_campaign.campaign_id
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired');
        get diagnostics v_run.evidence_superseded = row_count;
    else
        v_run.evidence_superseded := 0;
    end if;

    -- the locks rule this out; if they ever do not, nobody is dropped in silence
    if v_rows <> v_run.created or v_run.evidence_superseded <> v_expected_evidence then
        raise exception 'The record changed while it was being recertified'
            using errcode = '40001',
            detail = format(
                'assignments %s of %s, evidence %s of %s',
                v_rows, v_run.created, v_run.evidence_superseded, v_expected_evidence
            ),
            hint = 'Run the same command again.';
    end if;

    v_run.audit_seq := audit._append(
        variadic p_preceding || row(
            'recertify', 'campaign', v_campaign.campaign_id::pg_catalog.text, p_change_reason,
            jsonb_build_object(
                'training', v_training.name, 'version', v_version.label,
                'version_id', p_version_id, 'campaign', v_campaign.name,
                'population', v_run.population, 'created', v_run.created,
                'already_enrolled', v_run.already_enrolled,
                'already_current', v_run.already_current, 'inactive', v_run.inactive,
                'exempt', v_run.exempt, 'evidence_superseded', v_run.evidence_superseded,
                'due_at', audit._moment(v_run.due_at),
                'plan_digest', v_run.plan_digest
            )
        )::audit.entry
    );

    insert into core.recertification_runs (
        campaign_id, run_at, run_by, change_reason, due_at, population, created,
        already_enrolled, already_current, inactive, exempt, evidence_superseded, plan_digest,
        audit_seq
    )
    values (
        v_campaign.campaign_id, v_run.run_at, p_actor_id, p_change_reason, v_run.due_at,
        v_run.population, v_run.created, v_run.already_enrolled, v_run.already_current,
        v_run.inactive, v_run.exempt, v_run.evidence_superseded, v_run.plan_digest, v_run.audit_seq
    )
    returning * into strict v_run;

    insert into core.recertification_exceptions (user_id, run_id, outcome)
    select p.user_id, v_run.run_id, p.outcome
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome <> 'created'
    order by p.user_id;
    return v_run;
end;
$$;


ALTER FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_preceding audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION core._refresh_statistics(p_table regclass, p_written bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._refresh_statistics(p_table regclass, p_written bigint) OWNER TO recert_owner;

CREATE FUNCTION core._refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    raise exception '% of %.% is refused: it is part of the record',
        tg_op, tg_table_schema, tg_table_name
        using errcode = 'ZR301',
        detail = format('trigger %s, login %s', tg_name, session_user),
        hint = 'Records are corrected by recording what is right, never by editing.';
end;
$$;


ALTER FUNCTION core._refuse_change() OWNER TO recert_owner;

CREATE FUNCTION core._require_decider(p_user_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_user core.users;
begin
    if p_user_id is null then
        raise exception 'Scheduled work may not decide this: a person must'
            using errcode = 'ZR304',
            detail = format('login %s acts as system', session_user),
            hint = 'Name the deciding person with --as EMPLOYEE_NUMBER (RECERT_ACTOR).';
    end if;

    -- first of all locks, so that whoever loses the right meanwhile decides before or not at all
    perform core._lock_people(false);
    v_user := core._active_user(p_user_id);
    if v_user.role not in ('quality_admin', 'corporate_admin') then
        raise exception 'This role may not decide this'
            using errcode = 'ZR304',
            detail = format('user %s has role %s', v_user.employee_number, v_user.role),
            hint = 'Ask a quality_admin or corporate_admin.';
    end if;
end;
$$;


ALTER FUNCTION core._require_decider(p_user_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._require_importer(p_user_id bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._require_importer(p_user_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._require_not_author(p_user_id bigint, p_version_id bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_label pg_catalog.text;
    v_training pg_catalog.text;
begin
    select v.label, t.name into v_label, v_training
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = p_version_id and v.author_id = p_user_id;
    if found then
        raise exception 'The author of a version may not decide on it'
            using errcode = 'ZR306',
            detail = format('"%s" %s', v_training, v_label),
            hint = 'Ask another quality_admin or corporate_admin (segregation of duties).';
    end if;
end;
$$;


ALTER FUNCTION core._require_not_author(p_user_id bigint, p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._require_reason(p_reason text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
declare
    v_length constant integer := coalesce(length(core._trimmed(p_reason)), 0);
begin
    if v_length < 10 then
        raise exception 'The change reason is too short'
            using errcode = 'ZR101',
            detail = format('%s characters after trimming, at least 10 are needed', v_length),
            hint = 'Say in a sentence why this is done; an inspector will read it.';
    end if;
end;
$$;


ALTER FUNCTION core._require_reason(p_reason text) OWNER TO recert_owner;

CREATE FUNCTION core._require_source(p_version core.training_versions) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._require_source(p_version core.training_versions) OWNER TO recert_owner;

CREATE FUNCTION core._require_state(p_version core.training_versions, p_states text[], p_to_do text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_training pg_catalog.text;
begin
    if p_version.state = any(p_states) then
        return;
    end if;
    select t.name into strict v_training
    from core.trainings as t
    where t.training_id = p_version.training_id;
    raise exception 'The version cannot be %: it is %',
        p_to_do, replace(p_version.state, '_', ' ')
        using errcode = 'ZR204',
        detail = format(
            '"%s" %s is %s, needed is %s', v_training, p_version.label, p_version.state,
            array_to_string(p_states, ' or ')
        ),
        hint = case p_version.state
            when 'draft' then 'Submit it first; a newer submission of its author returns a version to draft.'
            when 'pending_review' then 'Approve it first.'
            when 'approved' then 'It is approved already: put it in force with `recert activate`.'
            when 'active' then 'It is in force already; `recert recertify` enrols who was trained on earlier ones.'
            else 'Submit the change as a new version.'
        end;
end;
$$;


ALTER FUNCTION core._require_state(p_version core.training_versions, p_states text[], p_to_do text) OWNER TO recert_owner;

CREATE FUNCTION core._sources_of(p_version_id bigint) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._sources_of(p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._training(p_name text) RETURNS core.trainings
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_training core.trainings;
begin
    select t.* into v_training
    from core.trainings as t
    where t.name = p_name;
    if not found then
        raise exception 'There is no such training'
            using errcode = 'ZR201',
            detail = format('training "%s"', coalesce(p_name, '')),
            hint = 'Check the name, upper and lower case included, or import it with `recert import trainings`.';
    end if;
    return v_training;
end;
$$;


ALTER FUNCTION core._training(p_name text) OWNER TO recert_owner;

CREATE FUNCTION core._training_fault(p_name text, p_training_id bigint) RETURNS ops.fault
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_name IS NULL) THEN ROW('training'::text, 'is missing'::text, NULL::text)::ops.fault WHEN (p_training_id IS NULL) THEN ROW('training'::text, 'is no known training'::text, "left"(p_name, 200))::ops.fault ELSE NULL::ops.fault END;


ALTER FUNCTION core._training_fault(p_name text, p_training_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._trimmed(p_value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NULLIF(btrim(p_value, (' 	

          '::text || '   ​‌‍    ⁠　﻿'::text)), ''::text);


ALTER FUNCTION core._trimmed(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._trimmed_list(p_value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._trimmed_list(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._user_fault(p_column_name text, p_number text, p_user_id bigint) RETURNS ops.fault
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (p_number IS NULL) THEN ROW(p_column_name, 'is missing'::text, NULL::text)::ops.fault WHEN (p_user_id IS NULL) THEN ROW(p_column_name, 'belongs to no user'::text, "left"(p_number, 200))::ops.fault ELSE NULL::ops.fault END;


ALTER FUNCTION core._user_fault(p_column_name text, p_number text, p_user_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._user_id(p_employee_number text) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._user_id(p_employee_number text) OWNER TO recert_owner;

CREATE FUNCTION core._version(p_training core.trainings, p_label text) RETURNS core.training_versions
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_version core.training_versions;
begin
    select v.* into v_version
    from core.training_versions as v
    where v.training_id = p_training.training_id and v.label = p_label;
    if not found then
        raise exception 'There is no such version of the training'
            using errcode = 'ZR202',
            detail = format('training "%s", version "%s"', p_training.name, coalesce(p_label, '')),
            hint = coalesce(
                'Its latest versions are: ' || (
                    select string_agg(l.label, ', ' order by l.version_id)
                    from (
                        select v.version_id, v.label
                        from core.training_versions as v
                        where v.training_id = p_training.training_id
                        order by v.version_id desc
                        limit 10
                    ) as l
                ) || '.',
                'It has no versions yet: `recert submit` makes one.'
            );
    end if;
    return v_version;
end;
$$;


ALTER FUNCTION core._version(p_training core.trainings, p_label text) OWNER TO recert_owner;

CREATE AGGREGATE audit._chained_hash(p_payload text, p_start bytea) (
    SFUNC = audit._chain_hash,
    STYPE = bytea
);


ALTER AGGREGATE audit._chained_hash(p_payload text, p_start bytea) OWNER TO recert_owner;

COMMENT ON AGGREGATE audit._chained_hash(p_payload text, p_start bytea) IS 'Hash of the chain after all payloads so far, in the order of the window, begun at p_start.';


CREATE TABLE audit.log (
    seq bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    db_role text NOT NULL,
    client_addr inet,
    action text NOT NULL,
    entity_type text NOT NULL,
    entity_id text NOT NULL,
    change_reason text,
    payload text NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT log_action_is_known CHECK ((action = ANY (ARRAY['submit_version'::text, 'approve_version'::text, 'activate_version'::text, 'reject_version'::text, 'recertify'::text, 'decline_recertification'::text, 'create_campaign'::text, 'assign'::text, 'complete_training'::text, 'sign_evidence'::text, 'scan_overdue'::text, 'scan_expiry'::text, 'recompute_assignments'::text, 'resolve_review_task'::text, 'grant_exemption'::text, 'import'::text, 'update_user'::text, 'reactivate_user'::text, 'report_build'::text, 'export'::text]))),
    CONSTRAINT log_hash_is_sha256 CHECK (((octet_length(prev_hash) = 32) AND (octet_length(hash) = 32)))
);


ALTER TABLE audit.log OWNER TO recert_owner;

COMMENT ON TABLE audit.log IS 'Who did what, when and why; append-only, hash = sha256(prev_hash || payload).';


COMMENT ON COLUMN audit.log.seq IS 'Place in the chain: 1, 2, 3 and so on, without a gap.';


COMMENT ON COLUMN audit.log.occurred_at IS 'When it was written, by the server''s clock.';


COMMENT ON COLUMN audit.log.actor IS 'Employee number of the acting user, or system.';


COMMENT ON COLUMN audit.log.db_role IS 'Database login of the session.';


COMMENT ON COLUMN audit.log.client_addr IS 'The client''s address as the server saw it; null on a local socket.';


COMMENT ON COLUMN audit.log.action IS 'What was done.';


COMMENT ON COLUMN audit.log.entity_type IS 'Kind of thing that it was done to.';


COMMENT ON COLUMN audit.log.entity_id IS 'Which one.';


COMMENT ON COLUMN audit.log.change_reason IS 'Why, verbatim, where a reason is asked for.';


COMMENT ON COLUMN audit.log.payload IS 'The exact JSON text that is hashed: every other column but the hashes, and what the action
adds.';


COMMENT ON COLUMN audit.log.prev_hash IS 'Hash of the row before; 32 zero bytes before the first.';


COMMENT ON COLUMN audit.log.hash IS 'SHA-256 of prev_hash followed by payload in UTF-8.';


CREATE VIEW api.audit_log AS
 SELECT seq,
    occurred_at,
    actor,
    db_role,
    client_addr,
    action,
    entity_type,
    entity_id,
    change_reason,
    payload,
    encode(prev_hash, 'hex'::text) AS prev_hash,
    encode(hash, 'hex'::text) AS hash
   FROM audit.log l;


ALTER VIEW api.audit_log OWNER TO recert_owner;

COMMENT ON VIEW api.audit_log IS 'The audit log, hashes in hexadecimal.';


COMMENT ON COLUMN api.audit_log.seq IS 'Place in the chain: 1, 2, 3 and so on, without a gap.';


COMMENT ON COLUMN api.audit_log.occurred_at IS 'When it was written, by the server''s clock.';


COMMENT ON COLUMN api.audit_log.actor IS 'Employee number of the acting user, or system.';


COMMENT ON COLUMN api.audit_log.db_role IS 'Database login of the session.';


COMMENT ON COLUMN api.audit_log.client_addr IS 'The client''s address as the server saw it; null on a local socket.';


COMMENT ON COLUMN api.audit_log.action IS 'What was done.';


COMMENT ON COLUMN api.audit_log.entity_type IS 'Kind of thing that it was done to.';


COMMENT ON COLUMN api.audit_log.entity_id IS 'Which one.';


COMMENT ON COLUMN api.audit_log.change_reason IS 'Why, verbatim, where a reason is asked for.';


COMMENT ON COLUMN api.audit_log.payload IS 'The exact JSON text that is hashed.';


COMMENT ON COLUMN api.audit_log.prev_hash IS 'Hash of the row before, hexadecimal; 64 zeros before the first.';


COMMENT ON COLUMN api.audit_log.hash IS 'SHA-256 of the bytes of prev_hash followed by payload in UTF-8, hexadecimal.';


CREATE VIEW api.import_columns AS
 SELECT kind,
    place,
    column_name,
    is_required,
    meaning
   FROM ( VALUES ('users'::text,1,'employee_number'::text,true,'The company''s own number for the person.'::text), ('users'::text,2,'full_name'::text,true,'Name as it is to be read.'::text), ('users'::text,3,'email'::text,false,'Address for reminders.'::text), ('users'::text,4,'role'::text,false,'employee (blank), team_lead, hr_admin, quality_admin, corporate_admin or auditor.'::text), ('users'::text,5,'is_active'::text,false,'true (blank) or false; also yes, no, 1, 0.'::text), ('users'::text,6,'department'::text,false,'Department.'::text), ('users'::text,7,'location'::text,false,'Site.'::text), ('users'::text,8,'activity'::text,false,'Activity.'::text), ('users'::text,9,'plant'::text,false,'Plant.'::text), ('users'::text,10,'line'::text,false,'Production line.'::text), ('users'::text,11,'workstation'::text,false,'Workstation.'::text), ('users'::text,12,'manager'::text,false,'Employee number of the manager, known or in the same file.'::text), ('users'::text,13,'attributes'::text,false,'Further attributes: a JSON object.'::text), ('users'::text,14,'db_role'::text,false,'Database login that acts as the person.'::text), ('trainings'::text,1,'name'::text,true,'Name; unique, upper and lower case told apart.'::text), ('trainings'::text,2,'category'::text,false,'Category for reports.'::text), ('trainings'::text,3,'initial_due_offset_days'::text,false,'UTC days from assignment to due date, 1 to 3650; blank is 30.'::text), ('trainings'::text,4,'overdue_grace_days'::text,false,'UTC days after the due date until overdue, 0 to 364; blank is 0.'::text), ('trainings'::text,5,'requires_signature'::text,false,'true or false (blank); also yes, no, 1, 0.'::text), ('trainings'::text,6,'recertification_interval_days'::text,false,'Days after completion when evidence expires, 1 to 36500; blank is never.'::text), ('versions'::text,1,'training'::text,true,'Name of the training.'::text), ('versions'::text,2,'label'::text,true,'Label such as 3.2.'::text), ('versions'::text,3,'state'::text,false,'draft (blank), pending_review, active (for a training without an active version), inactive
or rejected.'::text), ('versions'::text,4,'author'::text,true,'Employee number of the author.'::text), ('versions'::text,5,'content'::text,false,'What is taught, in Markdown.'::text), ('versions'::text,6,'objectives'::text,false,'What one can do afterwards, separated by semicolons.'::text), ('versions'::text,7,'sources'::text,false,'Controlled documents, DOCUMENT or DOCUMENT@REVISION, separated by semicolons.'::text), ('versions'::text,8,'submitted_at'::text,false,'When it was submitted for review; a pending one was submitted now when blank.'::text), ('versions'::text,9,'activated_at'::text,false,'When it came into force; required for inactive, now when blank for active.'::text), ('evidence'::text,1,'employee_number'::text,true,'The person.'::text), ('evidence'::text,2,'training'::text,true,'Name of the training.'::text), ('evidence'::text,3,'version'::text,true,'Label of the version.'::text), ('evidence'::text,4,'completed_at'::text,true,'When it was completed, not in the future.'::text), ('evidence'::text,5,'score'::text,false,'Score from 0 to 100, kept with two decimals.'::text), ('assignments'::text,1,'employee_number'::text,true,'The person.'::text), ('assignments'::text,2,'campaign'::text,true,'Name of a manual campaign of the version; made if new.'::text), ('assignments'::text,3,'training'::text,true,'Name of the training.'::text), ('assignments'::text,4,'version'::text,true,'Label of the version.'::text), ('assignments'::text,5,'status'::text,false,'not_started (blank), in_progress, completed or cancelled.'::text), ('assignments'::text,6,'due_at'::text,false,'When it is due; when blank assigned_at plus the training''s initial_due_offset_days.'::text), ('assignments'::text,7,'assigned_at'::text,false,'When it was assigned, not in the future; or now.'::text), ('assignments'::text,8,'completed_at'::text,false,'When it was completed, not in the future; required for completed and only for it.'::text)) c(kind, place, column_name, is_required, meaning);


ALTER VIEW api.import_columns OWNER TO recert_owner;

COMMENT ON VIEW api.import_columns IS 'The columns of files to import, one row each: kind of file, place in the documented order, name,
whether a file must have it, and what it means. Dates are ISO 8601, YYYY-MM-DD or
YYYY-MM-DDTHH:MM:SS, in UTC where no offset follows.';


COMMENT ON COLUMN api.import_columns.kind IS 'Kind of file: users, trainings, versions, evidence or assignments.';


COMMENT ON COLUMN api.import_columns.place IS 'Place in the documented order; files may have any.';


COMMENT ON COLUMN api.import_columns.column_name IS 'Name in the header.';


COMMENT ON COLUMN api.import_columns.is_required IS 'Whether a file must have it.';


COMMENT ON COLUMN api.import_columns.meaning IS 'What it means, and what blank stands for.';


CREATE UNLOGGED TABLE ops.import_rejects (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    column_name text,
    reason text NOT NULL,
    value text
);


ALTER TABLE ops.import_rejects OWNER TO recert_owner;

COMMENT ON TABLE ops.import_rejects IS 'Why rows of a file are not loaded, for the time of one import: one row for each reason.';


COMMENT ON COLUMN ops.import_rejects.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.import_rejects.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.import_rejects.column_name IS 'Column that is wrong; null for the whole row.';


COMMENT ON COLUMN ops.import_rejects.reason IS 'What is wrong with it, to be read after its name.';


COMMENT ON COLUMN ops.import_rejects.value IS 'The value, cut to 200 characters.';


CREATE VIEW api.import_rejects AS
 SELECT import_id,
    line_number,
    column_name,
    reason,
    value
   FROM ops.import_rejects r;


ALTER VIEW api.import_rejects OWNER TO recert_owner;

COMMENT ON VIEW api.import_rejects IS 'Why rows are not loaded, between api.load_import and api.end_import in the same transaction.';


COMMENT ON COLUMN api.import_rejects.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN api.import_rejects.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN api.import_rejects.column_name IS 'Column that is wrong; null for the whole row.';


COMMENT ON COLUMN api.import_rejects.reason IS 'What is wrong with it, to be read after its name.';


COMMENT ON COLUMN api.import_rejects.value IS 'The value, cut to 200 characters.';


CREATE TABLE core.assignments (
    user_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    overdue_since timestamp with time zone,
    status text DEFAULT 'not_started'::text NOT NULL,
    is_imported boolean DEFAULT false NOT NULL,
    CONSTRAINT assignments_completion_fits_status CHECK (((status = 'completed'::text) = (completed_at IS NOT NULL))),
    CONSTRAINT assignments_only_open_is_overdue CHECK (((overdue_since IS NULL) OR (status = ANY (ARRAY['not_started'::text, 'in_progress'::text])))),
    CONSTRAINT assignments_status_is_known CHECK ((status = ANY (ARRAY['not_started'::text, 'in_progress'::text, 'completed'::text, 'cancelled'::text])))
);


ALTER TABLE core.assignments OWNER TO recert_owner;

COMMENT ON TABLE core.assignments IS 'One person''s obligation in one campaign. A row is never deleted.';


COMMENT ON COLUMN core.assignments.user_id IS 'The person.';


COMMENT ON COLUMN core.assignments.campaign_id IS 'The campaign, and through it the version.';


COMMENT ON COLUMN core.assignments.due_at IS 'When it is due; no later run moves it.';


COMMENT ON COLUMN core.assignments.assigned_at IS 'When it was assigned: the moment of the run that made it.';


COMMENT ON COLUMN core.assignments.started_at IS 'When the person started.';


COMMENT ON COLUMN core.assignments.completed_at IS 'When it was completed; set when status is completed.';


COMMENT ON COLUMN core.assignments.overdue_since IS 'The moment from which it is overdue: due_at plus the training''s grace. Kept by the scan, null
when not overdue.';


COMMENT ON COLUMN core.assignments.status IS 'not_started, in_progress, completed or cancelled.';


COMMENT ON COLUMN core.assignments.is_imported IS 'True when it was brought by a history import.';


CREATE TABLE core.campaigns (
    campaign_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    version_id bigint NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by bigint,
    is_imported boolean DEFAULT false NOT NULL,
    CONSTRAINT campaigns_kind_is_known CHECK ((kind = ANY (ARRAY['manual'::text, 'rule'::text, 'recertification'::text, 'periodic'::text]))),
    CONSTRAINT campaigns_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text)))
);


ALTER TABLE core.campaigns OWNER TO recert_owner;

COMMENT ON TABLE core.campaigns IS 'Named batches of assignments of one version. A row is never deleted.';


COMMENT ON COLUMN core.campaigns.campaign_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.campaigns.name IS 'Name as it was when made; unique within version and kind.';


COMMENT ON COLUMN core.campaigns.kind IS 'manual, rule, recertification or periodic.';


COMMENT ON COLUMN core.campaigns.version_id IS 'The version that is to be learnt.';


COMMENT ON COLUMN core.campaigns.due_at IS 'Due date of the campaign: its own for a manual one, that of the first run for a
recertification.';


COMMENT ON COLUMN core.campaigns.created_at IS 'When it was made.';


COMMENT ON COLUMN core.campaigns.created_by IS 'Who made it; null for scheduled work.';


COMMENT ON COLUMN core.campaigns.is_imported IS 'True when it was brought by a history import.';


CREATE TABLE core.exemptions (
    user_id bigint NOT NULL,
    exemption_id bigint NOT NULL,
    training_id bigint NOT NULL,
    reason text NOT NULL,
    granted_by bigint NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    CONSTRAINT exemptions_ends_later CHECK ((valid_until > granted_at)),
    CONSTRAINT exemptions_granted_by_somebody_else CHECK ((granted_by <> user_id)),
    CONSTRAINT exemptions_reason_is_long_enough CHECK ((length(btrim(reason)) >= 10))
);


ALTER TABLE core.exemptions OWNER TO recert_owner;

COMMENT ON TABLE core.exemptions IS 'People who need not take a training for a while, and why.';


COMMENT ON COLUMN core.exemptions.user_id IS 'The person who is exempt.';


COMMENT ON COLUMN core.exemptions.exemption_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.exemptions.training_id IS 'The training that need not be taken.';


COMMENT ON COLUMN core.exemptions.reason IS 'Why, verbatim.';


COMMENT ON COLUMN core.exemptions.granted_by IS 'Who granted it; never the person.';


COMMENT ON COLUMN core.exemptions.granted_at IS 'When it was granted; it holds from then.';


COMMENT ON COLUMN core.exemptions.valid_until IS 'Until when it holds, that moment excluded.';


CREATE TABLE core.recertification_exceptions (
    user_id bigint NOT NULL,
    run_id bigint NOT NULL,
    outcome text NOT NULL,
    CONSTRAINT recertification_exceptions_outcome_is_known CHECK ((outcome = ANY (ARRAY['already_enrolled'::text, 'already_current'::text, 'inactive'::text, 'exempt'::text])))
);


ALTER TABLE core.recertification_exceptions OWNER TO recert_owner;

COMMENT ON TABLE core.recertification_exceptions IS 'People of a run''s population who were not enrolled by it, and why; append-only.';


COMMENT ON COLUMN core.recertification_exceptions.user_id IS 'The person.';


COMMENT ON COLUMN core.recertification_exceptions.run_id IS 'The run.';


COMMENT ON COLUMN core.recertification_exceptions.outcome IS 'already_enrolled, already_current, inactive or exempt.';


CREATE VIEW api.recertification_outcomes AS
 WITH outcomes AS (
         SELECT r_1.run_id,
            a.user_id,
            'created'::text AS outcome
           FROM (core.recertification_runs r_1
             JOIN core.assignments a ON (((r_1.campaign_id = a.campaign_id) AND (r_1.run_at = a.assigned_at))))
        UNION ALL
         SELECT e.run_id,
            e.user_id,
            e.outcome
           FROM core.recertification_exceptions e
        )
 SELECT r.run_id,
    r.run_at,
    c.name AS campaign,
    t.name AS training,
    v.label AS version,
    u.user_id,
    u.employee_number,
    u.full_name,
    o.outcome,
        CASE o.outcome
            WHEN 'created'::text THEN 'Enrolled by this run.'::text
            WHEN 'already_enrolled'::text THEN 'Enrolled by an earlier run.'::text
            WHEN 'already_current'::text THEN 'Held current evidence on this version.'::text
            WHEN 'inactive'::text THEN 'Was not active.'::text
            WHEN 'exempt'::text THEN ( SELECT x.reason
               FROM core.exemptions x
              WHERE ((x.user_id = o.user_id) AND (x.training_id = v.training_id) AND (x.granted_at <= r.run_at) AND (x.valid_until > r.run_at))
              ORDER BY x.exemption_id DESC
             LIMIT 1)
            ELSE NULL::text
        END AS reason,
    r.audit_seq
   FROM (((((outcomes o
     JOIN core.recertification_runs r ON ((o.run_id = r.run_id)))
     JOIN core.campaigns c ON ((r.campaign_id = c.campaign_id)))
     JOIN core.training_versions v ON ((c.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     JOIN core.users u ON ((o.user_id = u.user_id)));


ALTER VIEW api.recertification_outcomes OWNER TO recert_owner;

COMMENT ON VIEW api.recertification_outcomes IS 'Rule 10: each run of a recertification and each person of its population, by name, with what was
done and why. The rows of a run add up to its population.';


COMMENT ON COLUMN api.recertification_outcomes.run_id IS 'The run.';


COMMENT ON COLUMN api.recertification_outcomes.run_at IS 'Moment of the run.';


COMMENT ON COLUMN api.recertification_outcomes.campaign IS 'Campaign of the recertification.';


COMMENT ON COLUMN api.recertification_outcomes.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.recertification_outcomes.version IS 'Label of the version.';


COMMENT ON COLUMN api.recertification_outcomes.user_id IS 'The person.';


COMMENT ON COLUMN api.recertification_outcomes.employee_number IS 'The person''s number.';


COMMENT ON COLUMN api.recertification_outcomes.full_name IS 'The person''s name.';


COMMENT ON COLUMN api.recertification_outcomes.outcome IS 'created, already_enrolled, already_current, inactive or exempt.';


COMMENT ON COLUMN api.recertification_outcomes.reason IS 'Why, in a sentence; of an exemption its own reason.';


COMMENT ON COLUMN api.recertification_outcomes.audit_seq IS 'The run''s row of the audit log.';


CREATE TABLE core.review_tasks (
    review_task_id bigint NOT NULL,
    task_type text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    version_id bigint NOT NULL,
    addressed_to text DEFAULT 'quality_admin'::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by bigint,
    resolved_at timestamp with time zone,
    resolved_by bigint,
    resolution text,
    CONSTRAINT review_tasks_addressee_is_known CHECK ((addressed_to = ANY (ARRAY['quality_admin'::text, 'corporate_admin'::text]))),
    CONSTRAINT review_tasks_resolution_is_whole CHECK (((state = 'resolved'::text) = ((resolved_at IS NOT NULL) AND (resolution IS NOT NULL)))),
    CONSTRAINT review_tasks_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text]))),
    CONSTRAINT review_tasks_type_is_known CHECK ((task_type = ANY (ARRAY['version_approval'::text, 'source_outdated'::text, 'recert_decision'::text])))
);


ALTER TABLE core.review_tasks OWNER TO recert_owner;

COMMENT ON TABLE core.review_tasks IS 'The Quality Review Queue: what waits for a decision, and how it ended.';


COMMENT ON COLUMN core.review_tasks.review_task_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.review_tasks.task_type IS 'version_approval, source_outdated or recert_decision.';


COMMENT ON COLUMN core.review_tasks.state IS 'open or resolved.';


COMMENT ON COLUMN core.review_tasks.version_id IS 'The version that the decision is about.';


COMMENT ON COLUMN core.review_tasks.addressed_to IS 'Role that is asked to decide.';


COMMENT ON COLUMN core.review_tasks.opened_at IS 'When it was opened.';


COMMENT ON COLUMN core.review_tasks.opened_by IS 'Who opened it; null for scheduled work.';


COMMENT ON COLUMN core.review_tasks.resolved_at IS 'When it was decided.';


COMMENT ON COLUMN core.review_tasks.resolved_by IS 'Who decided; null for scheduled work.';


COMMENT ON COLUMN core.review_tasks.resolution IS 'How it ended: approved, rejected, superseded and so on.';


CREATE TABLE core.version_sources (
    version_id bigint NOT NULL,
    document text NOT NULL,
    revision text,
    CONSTRAINT version_sources_document_is_plain CHECK (((document = btrim(document)) AND (document <> ''::text))),
    CONSTRAINT version_sources_revision_is_plain CHECK (((revision = btrim(revision)) AND (revision <> ''::text)))
);


ALTER TABLE core.version_sources OWNER TO recert_owner;

COMMENT ON TABLE core.version_sources IS 'Controlled documents that a version cites.';


COMMENT ON COLUMN core.version_sources.version_id IS 'The version that cites.';


COMMENT ON COLUMN core.version_sources.document IS 'The document''s number or name.';


COMMENT ON COLUMN core.version_sources.revision IS 'Its revision, where the version names one.';


CREATE VIEW api.review_queue AS
 SELECT r.review_task_id,
    r.task_type,
    r.state,
    t.name AS training,
    v.label AS version,
    v.state AS version_state,
    a.employee_number AS author,
    v.submission_reason,
    ( SELECT array_agg(concat_ws('@'::text, s.document, s.revision) ORDER BY s.document, s.revision) AS array_agg
           FROM core.version_sources s
          WHERE (s.version_id = v.version_id)) AS sources,
    r.addressed_to,
    r.opened_at,
    r.resolved_at,
    d.employee_number AS resolved_by,
    r.resolution
   FROM ((((core.review_tasks r
     JOIN core.training_versions v ON ((r.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     JOIN core.users a ON ((v.author_id = a.user_id)))
     LEFT JOIN core.users d ON ((r.resolved_by = d.user_id)));


ALTER VIEW api.review_queue OWNER TO recert_owner;

COMMENT ON VIEW api.review_queue IS 'The Quality Review Queue: each task with the version it is about, its author, reason and
sources.';


COMMENT ON COLUMN api.review_queue.review_task_id IS 'The task.';


COMMENT ON COLUMN api.review_queue.task_type IS 'version_approval, source_outdated or recert_decision.';


COMMENT ON COLUMN api.review_queue.state IS 'open or resolved.';


COMMENT ON COLUMN api.review_queue.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.review_queue.version IS 'Label of the version.';


COMMENT ON COLUMN api.review_queue.version_state IS 'State of the version now.';


COMMENT ON COLUMN api.review_queue.author IS 'Employee number of its author.';


COMMENT ON COLUMN api.review_queue.submission_reason IS 'Why it was submitted, verbatim.';


COMMENT ON COLUMN api.review_queue.sources IS 'What it cites, DOCUMENT or DOCUMENT@REVISION.';


COMMENT ON COLUMN api.review_queue.addressed_to IS 'Role that is asked to decide.';


COMMENT ON COLUMN api.review_queue.opened_at IS 'When it was opened.';


COMMENT ON COLUMN api.review_queue.resolved_at IS 'When it was decided.';


COMMENT ON COLUMN api.review_queue.resolved_by IS 'Employee number of who decided; null for scheduled work.';


COMMENT ON COLUMN api.review_queue.resolution IS 'How it ended: approved, rejected, superseded and so on.';


CREATE TABLE audit.head (
    is_head boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT head_is_one_row CHECK (is_head)
);


ALTER TABLE audit.head OWNER TO recert_owner;

COMMENT ON TABLE audit.head IS 'End of the chain. Its one row is locked while a row is appended.';


COMMENT ON COLUMN audit.head.is_head IS 'Always true: there is one row.';


COMMENT ON COLUMN audit.head.seq IS 'seq of the last row of audit.log; 0 when there is none.';


COMMENT ON COLUMN audit.head.hash IS 'hash of the last row of audit.log.';


ALTER TABLE core.campaigns ALTER COLUMN campaign_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.campaigns_campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE core.evidence (
    user_id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    version_id bigint NOT NULL,
    completed_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    superseded_at timestamp with time zone,
    superseded_by_campaign_id bigint,
    is_imported boolean DEFAULT false NOT NULL,
    recertification_status text DEFAULT 'current'::text NOT NULL,
    score numeric(5,2),
    content_sha256 bytea NOT NULL,
    CONSTRAINT evidence_hash_is_sha256 CHECK ((octet_length(content_sha256) = 32)),
    CONSTRAINT evidence_is_not_from_the_future CHECK ((completed_at <= recorded_at)),
    CONSTRAINT evidence_score_in_range CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric))),
    CONSTRAINT evidence_status_is_known CHECK ((recertification_status = ANY (ARRAY['current'::text, 'superseded'::text, 'expired'::text]))),
    CONSTRAINT evidence_supersession_is_whole CHECK ((((recertification_status = 'superseded'::text) = (superseded_at IS NOT NULL)) AND ((superseded_at IS NULL) = (superseded_by_campaign_id IS NULL))))
)
WITH (fillfactor='45');


ALTER TABLE core.evidence OWNER TO recert_owner;

COMMENT ON TABLE core.evidence IS 'Append-only record that a person completed a version. Nothing of a row ever changes but its
flag.';


COMMENT ON COLUMN core.evidence.user_id IS 'The person.';


COMMENT ON COLUMN core.evidence.evidence_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.evidence.version_id IS 'The version that was completed.';


COMMENT ON COLUMN core.evidence.completed_at IS 'When it was completed.';


COMMENT ON COLUMN core.evidence.recorded_at IS 'When it was recorded here.';


COMMENT ON COLUMN core.evidence.superseded_at IS 'When a recertification superseded it.';


COMMENT ON COLUMN core.evidence.superseded_by_campaign_id IS 'The recertification campaign that superseded it.';


COMMENT ON COLUMN core.evidence.is_imported IS 'True when it was brought by a history import.';


COMMENT ON COLUMN core.evidence.recertification_status IS 'The flag: current, expired or superseded. It goes forward only, superseded is final.';


COMMENT ON COLUMN core.evidence.score IS 'Score from 0 to 100, where there was one.';


COMMENT ON COLUMN core.evidence.content_sha256 IS 'SHA-256 of the version''s content as it was learnt.';


ALTER TABLE core.evidence ALTER COLUMN evidence_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.evidence_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE core.exemptions ALTER COLUMN exemption_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.exemptions_exemption_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE core.recertification_runs ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.recertification_runs_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE core.review_tasks ALTER COLUMN review_task_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.review_tasks_review_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE core.signatures (
    user_id bigint NOT NULL,
    signature_id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    manifestation text NOT NULL,
    method text NOT NULL,
    client_addr inet,
    signed_at timestamp with time zone NOT NULL,
    CONSTRAINT signatures_manifestation_is_given CHECK ((btrim(manifestation) <> ''::text)),
    CONSTRAINT signatures_method_is_known CHECK ((method = ANY (ARRAY['click_to_confirm'::text, 'drawn'::text, 're_authenticated'::text])))
);


ALTER TABLE core.signatures OWNER TO recert_owner;

COMMENT ON TABLE core.signatures IS 'Electronic signatures of evidence; append-only.';


COMMENT ON COLUMN core.signatures.user_id IS 'The person who signed.';


COMMENT ON COLUMN core.signatures.signature_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.signatures.evidence_id IS 'The evidence that was signed.';


COMMENT ON COLUMN core.signatures.manifestation IS 'The text that was shown and signed, word for word.';


COMMENT ON COLUMN core.signatures.method IS 'click_to_confirm, drawn or re_authenticated.';


COMMENT ON COLUMN core.signatures.client_addr IS 'The client''s address as the server saw it.';


COMMENT ON COLUMN core.signatures.signed_at IS 'When it was signed, by the server''s clock.';


ALTER TABLE core.signatures ALTER COLUMN signature_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.signatures_signature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE core.training_history (
    training_id bigint NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    record jsonb NOT NULL
);


ALTER TABLE core.training_history OWNER TO recert_owner;

COMMENT ON TABLE core.training_history IS 'What a training''s row was until a change of it; append-only. The present row is in
core.trainings.';


COMMENT ON COLUMN core.training_history.training_id IS 'The training.';


COMMENT ON COLUMN core.training_history.valid_until IS 'Moment of the change: record was true until then.';


COMMENT ON COLUMN core.training_history.record IS 'The whole row of core.trainings before the change.';


ALTER TABLE core.training_versions ALTER COLUMN version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.training_versions_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE core.trainings ALTER COLUMN training_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.trainings_training_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE core.user_history (
    user_id bigint NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    record jsonb NOT NULL
);


ALTER TABLE core.user_history OWNER TO recert_owner;

COMMENT ON TABLE core.user_history IS 'What a person''s row was until a change of it; append-only. The present row is in core.users.';


COMMENT ON COLUMN core.user_history.user_id IS 'The person.';


COMMENT ON COLUMN core.user_history.valid_until IS 'Moment of the change: record was true until then.';


COMMENT ON COLUMN core.user_history.record IS 'The whole row of core.users before the change.';


ALTER TABLE core.users ALTER COLUMN user_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.users_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE ops.imports ALTER COLUMN import_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.imports_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE UNLOGGED TABLE ops.judged_assignments (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    campaign text,
    status text,
    due_at timestamp with time zone,
    assigned_at timestamp with time zone,
    completed_at timestamp with time zone
);


ALTER TABLE ops.judged_assignments OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_assignments IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_assignments.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_assignments.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_assignments.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_assignments.user_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.version_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.campaign IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.status IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.due_at IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.assigned_at IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_assignments.completed_at IS 'The value, or what it names; null where there is none or it is unknown.';


CREATE UNLOGGED TABLE ops.judged_evidence (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    completed_at timestamp with time zone,
    score numeric(5,2)
);


ALTER TABLE ops.judged_evidence OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_evidence IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_evidence.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_evidence.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_evidence.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_evidence.user_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_evidence.version_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_evidence.completed_at IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_evidence.score IS 'The value, or what it names; null where there is none or it is unknown.';


CREATE UNLOGGED TABLE ops.judged_trainings (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    training_id bigint,
    name text,
    category text,
    initial_due_offset_days integer,
    overdue_grace_days integer,
    requires_signature boolean,
    recertification_interval_days integer
);


ALTER TABLE ops.judged_trainings OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_trainings IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_trainings.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_trainings.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_trainings.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_trainings.training_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.name IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.category IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.initial_due_offset_days IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.overdue_grace_days IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.requires_signature IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_trainings.recertification_interval_days IS 'The value, or what it names; null where there is none or it is unknown.';


CREATE UNLOGGED TABLE ops.judged_users (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    user_id bigint,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active boolean,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes jsonb,
    db_role text
);


ALTER TABLE ops.judged_users OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_users IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_users.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_users.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_users.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_users.user_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.employee_number IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.full_name IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.email IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.role IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.is_active IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.department IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.location IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.activity IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.plant IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.line IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.workstation IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.manager IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.attributes IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_users.db_role IS 'The value, or what it names; null where there is none or it is unknown.';


CREATE UNLOGGED TABLE ops.judged_versions (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    version_id bigint,
    training_id bigint,
    label text,
    state text,
    author_id bigint,
    content text,
    objectives text[],
    sources text[],
    submitted_at timestamp with time zone,
    activated_at timestamp with time zone
);


ALTER TABLE ops.judged_versions OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_versions IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_versions.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_versions.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_versions.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_versions.version_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.training_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.label IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.state IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.author_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.content IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.objectives IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.sources IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.submitted_at IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_versions.activated_at IS 'The value, or what it names; null where there is none or it is unknown.';


CREATE TABLE ops.migrations (
    migration_number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    command_version text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    applied_by text DEFAULT SESSION_USER NOT NULL
);


ALTER TABLE ops.migrations OWNER TO recert_owner;

COMMENT ON TABLE ops.migrations IS 'One row for each migration applied to this database.';


COMMENT ON COLUMN ops.migrations.migration_number IS 'Number that the file''s name starts with.';


COMMENT ON COLUMN ops.migrations.name IS 'File name without its ending.';


COMMENT ON COLUMN ops.migrations.checksum IS 'SHA-256 of the file''s text, hexadecimal.';


COMMENT ON COLUMN ops.migrations.command_version IS 'Version of the command that applied it.';


COMMENT ON COLUMN ops.migrations.applied_at IS 'When it was applied.';


COMMENT ON COLUMN ops.migrations.applied_by IS 'Database login that applied it.';


CREATE TABLE ops.objects (
    path text NOT NULL,
    checksum text NOT NULL,
    command_version text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


ALTER TABLE ops.objects OWNER TO recert_owner;

COMMENT ON TABLE ops.objects IS 'One row for each function, trigger, view and grant file as last applied.';


COMMENT ON COLUMN ops.objects.path IS 'File below sql/, such as functions/api/approve_version.sql.';


COMMENT ON COLUMN ops.objects.checksum IS 'SHA-256 of the file''s text, hexadecimal.';


COMMENT ON COLUMN ops.objects.command_version IS 'Version of the command that applied it.';


COMMENT ON COLUMN ops.objects.applied_at IS 'When it was applied.';


CREATE UNLOGGED TABLE ops.staged_assignments (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    employee_number text,
    campaign text,
    training text,
    version text,
    status text,
    due_at text,
    assigned_at text,
    completed_at text
);


ALTER TABLE ops.staged_assignments OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_assignments IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_assignments.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_assignments.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_assignments.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_assignments.employee_number IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.campaign IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.training IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.version IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.status IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.due_at IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.assigned_at IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_assignments.completed_at IS 'The text in the file; see api.import_columns.';


CREATE UNLOGGED TABLE ops.staged_evidence (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    employee_number text,
    training text,
    version text,
    completed_at text,
    score text
);


ALTER TABLE ops.staged_evidence OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_evidence IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_evidence.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_evidence.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_evidence.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_evidence.employee_number IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_evidence.training IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_evidence.version IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_evidence.completed_at IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_evidence.score IS 'The text in the file; see api.import_columns.';


CREATE UNLOGGED TABLE ops.staged_trainings (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    name text,
    category text,
    initial_due_offset_days text,
    overdue_grace_days text,
    requires_signature text,
    recertification_interval_days text
);


ALTER TABLE ops.staged_trainings OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_trainings IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_trainings.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_trainings.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_trainings.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_trainings.name IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_trainings.category IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_trainings.initial_due_offset_days IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_trainings.overdue_grace_days IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_trainings.requires_signature IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_trainings.recertification_interval_days IS 'The text in the file; see api.import_columns.';


CREATE UNLOGGED TABLE ops.staged_users (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes text,
    db_role text
);


ALTER TABLE ops.staged_users OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_users IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_users.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_users.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_users.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_users.employee_number IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.full_name IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.email IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.role IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.is_active IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.department IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.location IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.activity IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.plant IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.line IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.workstation IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.manager IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.attributes IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_users.db_role IS 'The text in the file; see api.import_columns.';


CREATE UNLOGGED TABLE ops.staged_versions (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    training text,
    label text,
    state text,
    author text,
    content text,
    objectives text,
    sources text,
    submitted_at text,
    activated_at text
);


ALTER TABLE ops.staged_versions OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_versions IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_versions.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_versions.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_versions.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_versions.training IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.label IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.state IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.author IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.content IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.objectives IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.sources IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.submitted_at IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_versions.activated_at IS 'The text in the file; see api.import_columns.';


CREATE VIEW staging.stg_assignments AS
 SELECT user_id,
    campaign_id,
    status,
    due_at,
    assigned_at,
    started_at,
    completed_at,
    overdue_since,
    is_imported
   FROM core.assignments;


ALTER VIEW staging.stg_assignments OWNER TO recert_builder;

CREATE VIEW staging.stg_audit_log AS
 SELECT seq,
    occurred_at,
    actor,
    db_role,
    client_addr,
    action,
    entity_type,
    entity_id,
    change_reason,
    payload,
    prev_hash,
    hash
   FROM audit.log;


ALTER VIEW staging.stg_audit_log OWNER TO recert_builder;

CREATE VIEW staging.stg_campaigns AS
 SELECT campaign_id,
    name,
    kind,
    version_id,
    due_at,
    created_at,
    created_by,
    is_imported
   FROM core.campaigns;


ALTER VIEW staging.stg_campaigns OWNER TO recert_builder;

CREATE VIEW staging.stg_evidence AS
 SELECT user_id,
    evidence_id,
    version_id,
    completed_at,
    recorded_at,
    score,
    content_sha256,
    recertification_status,
    superseded_at,
    superseded_by_campaign_id,
    is_imported
   FROM core.evidence;


ALTER VIEW staging.stg_evidence OWNER TO recert_builder;

CREATE VIEW staging.stg_exemptions AS
 SELECT user_id,
    exemption_id,
    training_id,
    reason,
    granted_by,
    granted_at,
    valid_until
   FROM core.exemptions;


ALTER VIEW staging.stg_exemptions OWNER TO recert_builder;

CREATE VIEW staging.stg_recertification_runs AS
 SELECT run_id,
    campaign_id,
    run_at,
    run_by,
    change_reason,
    due_at,
    population,
    created,
    already_enrolled,
    already_current,
    inactive,
    exempt,
    evidence_superseded,
    plan_digest,
    audit_seq
   FROM core.recertification_runs;


ALTER VIEW staging.stg_recertification_runs OWNER TO recert_builder;

CREATE VIEW staging.stg_signatures AS
 SELECT user_id,
    signature_id,
    evidence_id,
    manifestation,
    method,
    client_addr,
    signed_at
   FROM core.signatures;


ALTER VIEW staging.stg_signatures OWNER TO recert_builder;

CREATE VIEW staging.stg_training_versions AS
 SELECT version_id,
    training_id,
    label,
    state,
    content_sha256,
    author_id,
    submitted_at,
    submission_reason,
    approved_by,
    approved_at,
    change_reason,
    rejected_by,
    rejected_at,
    rejection_reason,
    activated_at,
    deactivated_at,
    is_imported
   FROM core.training_versions;


ALTER VIEW staging.stg_training_versions OWNER TO recert_builder;

CREATE VIEW staging.stg_trainings AS
 SELECT training_id,
    name,
    category,
    initial_due_offset_days,
    overdue_grace_days,
    requires_signature,
    recertification_interval_days,
    created_at
   FROM core.trainings;


ALTER VIEW staging.stg_trainings OWNER TO recert_builder;

CREATE VIEW staging.stg_users AS
 SELECT user_id,
    employee_number,
    full_name,
    role,
    is_active,
    department,
    location,
    activity,
    plant,
    line,
    workstation,
    manager_id,
    created_at
   FROM core.users;


ALTER VIEW staging.stg_users OWNER TO recert_builder;

COPY audit.head (is_head, seq, hash) FROM stdin;
t	39	\\x633858c46558fc9868fa6a19a4daf96a1a83cd70f23927ae76d903cec18c805d
\.


COPY audit.log (seq, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id, change_reason, payload, prev_hash, hash) FROM stdin;
1	2026-11-26 02:19:09.052172+00	system	recert	\N	import	import	1	\N	{"seq": 1, "kind": "users", "read": 20, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 20, "rejected": 0, "entity_id": "1", "file_name": "users.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "21c6f2c4660d6f653c0811fccebdafbe7c2fc7b9b35208f3330d6156ad9fa6b3", "occurred_at": "2026-11-26T02:19:09.052172Z", "change_reason": null, "new_with_rights": [{"role": "corporate_admin", "db_role": null, "employee_number": "C-001"}, {"role": "hr_admin", "db_role": null, "employee_number": "H-001"}, {"role": "hr_admin", "db_role": null, "employee_number": "H-002"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-001"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-002"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-003"}]}	\\x0000000000000000000000000000000000000000000000000000000000000000	\\x3e9fb067f7d7150579e09f0eea7ecb7dae401cc6fdfd4b22870744faec959bae
2	2026-11-26 02:19:09.352276+00	Q-001	recert	\N	import	import	2	\N	{"seq": 2, "kind": "trainings", "read": 12, "actor": "Q-001", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 12, "rejected": 0, "entity_id": "2", "file_name": "trainings.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "bb82501cc348f3e17a9492dcedb87b0dbce970bca2fd9b0486fa982a13a90d20", "occurred_at": "2026-11-26T02:19:09.352276Z", "change_reason": null}	\\x3e9fb067f7d7150579e09f0eea7ecb7dae401cc6fdfd4b22870744faec959bae	\\xdf38aa34339fa996d9c541deedc61037ab45e52200e624c9c4f8e72ca0a112b3
3	2026-11-26 02:19:09.641471+00	Q-001	recert	\N	submit_version	version	4	\N	{"seq": 3, "actor": "Q-001", "action": "submit_version", "author": "E-00003", "db_role": "recert", "sources": ["SOP-031@F"], "version": "5.0", "training": "Cleanroom gowning", "entity_id": "4", "import_id": 3, "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:09.641471Z", "change_reason": null, "content_sha256": "4fc8cb80e628e0d513222e445fc8ea52d2a74956cdd0f419ffeaefc8ed40f80b", "review_task_id": 1}	\\xdf38aa34339fa996d9c541deedc61037ab45e52200e624c9c4f8e72ca0a112b3	\\x5c2118b6656a50d2bcd60c2d2bb9e761474306f89975852c49896e8c7ad3803a
4	2026-11-26 02:19:09.641471+00	Q-001	recert	\N	submit_version	version	7	\N	{"seq": 4, "actor": "Q-001", "action": "submit_version", "author": "E-00005", "db_role": "recert", "sources": ["SOP-004@C"], "version": "2.2", "training": "Data integrity", "entity_id": "7", "import_id": 3, "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:09.641471Z", "change_reason": null, "content_sha256": "754702b1ac62e110f83e15fdcb298c267d9795296dc4ff2d8622dc48fbbc49cd", "review_task_id": 2}	\\x5c2118b6656a50d2bcd60c2d2bb9e761474306f89975852c49896e8c7ad3803a	\\x83b74600f607c688a2b2f60197befc2fc115983baf76f5467537156e5c355d10
5	2026-11-26 02:19:09.641471+00	Q-001	recert	\N	import	import	3	\N	{"seq": 5, "kind": "versions", "read": 20, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 20, "rejected": 0, "activated": [{"version": "6", "training": "CAPA"}, {"version": "4.1", "training": "Cleanroom gowning"}, {"version": "2.1", "training": "Data integrity"}, {"version": "3.3", "training": "Deviation handling"}, {"version": "2.0", "training": "Document control"}, {"version": "2.6", "training": "Equipment cleaning"}, {"version": "1.2", "training": "Forklift operation"}, {"version": "8.0", "training": "GMP basics"}, {"version": "1.5", "training": "Good documentation practice"}, {"version": "4.0", "training": "Handling of solvents"}, {"version": "1.1", "training": "Line clearance"}, {"version": "3.1", "training": "Lockout/Tagout"}], "entity_id": "3", "file_name": "versions.csv", "submitted": 2, "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "7415e7886f0f1e0e13734276b8a19c439b0237c87685f58aad10f01de6851c2c", "occurred_at": "2026-11-26T02:19:09.641471Z", "change_reason": null}	\\x83b74600f607c688a2b2f60197befc2fc115983baf76f5467537156e5c355d10	\\xf627a098f7b35c6c502985d6c208036dcdfce6e761d958a33dc3613375cc17ba
6	2026-11-26 02:19:09.95468+00	Q-001	recert	\N	import	import	4	\N	{"seq": 6, "kind": "evidence", "read": 101, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 101, "rejected": 0, "entity_id": "4", "file_name": "evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "dfd14134bc5cf513d7519f1df8aba40dc252d83f97aaae848c53155eb86a6326", "occurred_at": "2026-11-26T02:19:09.954680Z", "change_reason": null, "assignments_closed": 0}	\\xf627a098f7b35c6c502985d6c208036dcdfce6e761d958a33dc3613375cc17ba	\\xdf5501cc38106de4d352a850caa69d2fa09f32279b57c0ed46e6f62d3345c7e4
7	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	1	\N	{"seq": 7, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "3.1", "campaign": "Roll-out of Lockout/Tagout 3.1", "training": "Lockout/Tagout", "entity_id": "1", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\xdf5501cc38106de4d352a850caa69d2fa09f32279b57c0ed46e6f62d3345c7e4	\\x2649e32c9c2411c9c574735381baa1dcb238d0a153c4b6127c8d066b7c9a7eb7
8	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	2	\N	{"seq": 8, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "2.0", "campaign": "Roll-out of Document control 2.0", "training": "Document control", "entity_id": "2", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\x2649e32c9c2411c9c574735381baa1dcb238d0a153c4b6127c8d066b7c9a7eb7	\\x03347be18fc74b074deb1e3f2cd14ab2b40979e21f2b42e7061af1cda1035ecd
9	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	3	\N	{"seq": 9, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "8.0", "campaign": "Roll-out of GMP basics 8.0", "training": "GMP basics", "entity_id": "3", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\x03347be18fc74b074deb1e3f2cd14ab2b40979e21f2b42e7061af1cda1035ecd	\\x952efa0bc7536114df8fe5c01070be2f2e3fba07330d979c12243aefc34edc48
10	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	4	\N	{"seq": 10, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "4.0", "campaign": "Roll-out of Handling of solvents 4.0", "training": "Handling of solvents", "entity_id": "4", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\x952efa0bc7536114df8fe5c01070be2f2e3fba07330d979c12243aefc34edc48	\\x06c962e6410859ba01a86d52c0786f2100fa29b0da595b49d64637d4625be204
11	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	5	\N	{"seq": 11, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "4.1", "campaign": "Roll-out of Cleanroom gowning 4.1", "training": "Cleanroom gowning", "entity_id": "5", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\x06c962e6410859ba01a86d52c0786f2100fa29b0da595b49d64637d4625be204	\\x5412f774364fa2ad2f8a7aa8adb4cedabe06bef0952a3b5d46c3f8db22f073e6
12	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	6	\N	{"seq": 12, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "2.1", "campaign": "Roll-out of Data integrity 2.1", "training": "Data integrity", "entity_id": "6", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\x5412f774364fa2ad2f8a7aa8adb4cedabe06bef0952a3b5d46c3f8db22f073e6	\\xc7b8d69de8602b66c0cba3fb9349972b1a91d825589ab75c6d5ed64d0ece8406
13	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	create_campaign	campaign	7	\N	{"seq": 13, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "6", "campaign": "Roll-out of CAPA 6", "training": "CAPA", "entity_id": "7", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null}	\\xc7b8d69de8602b66c0cba3fb9349972b1a91d825589ab75c6d5ed64d0ece8406	\\x08f862f3b40b28accf352f22dcc4701c7713dce51fdf54ae9767c87365c52f21
14	2026-11-26 02:19:10.19376+00	Q-001	recert	\N	import	import	5	\N	{"seq": 14, "kind": "assignments", "read": 11, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 11, "rejected": 0, "entity_id": "5", "file_name": "assignments.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "59b45bc2b535120da6c3ad59287013809cf022a5a810e4f5e545d00b07587713", "occurred_at": "2026-11-26T02:19:10.193760Z", "change_reason": null, "campaigns_created": 7, "assignments_closed": 0}	\\x08f862f3b40b28accf352f22dcc4701c7713dce51fdf54ae9767c87365c52f21	\\xffcefabfd3929ced30f5d40c609e8c60ae7af3afe096bafe13d1441418b40432
15	2026-11-26 02:19:10.483214+00	Q-001	recert	\N	grant_exemption	user	11	On parental leave, away from all machines	{"seq": 15, "actor": "Q-001", "action": "grant_exemption", "db_role": "recert", "training": "Lockout/Tagout", "entity_id": "11", "client_addr": null, "entity_type": "user", "occurred_at": "2026-11-26T02:19:10.483214Z", "valid_until": "2027-05-25T02:19:10.459742Z", "exemption_id": 1, "change_reason": "On parental leave, away from all machines", "employee_number": "E-00009"}	\\xffcefabfd3929ced30f5d40c609e8c60ae7af3afe096bafe13d1441418b40432	\\x6c5d7c4c7a67c752c6a7afa7fed3ee164d898ba0872f1b3ef70ed3cf6ca38205
16	2026-11-26 02:19:10.87327+00	E-00012	recert	\N	submit_version	version	21	New lock type on line 4	{"seq": 16, "actor": "E-00012", "action": "submit_version", "author": "E-00012", "db_role": "recert", "sources": ["SOP-017@C"], "version": "3.2", "training": "Lockout/Tagout", "entity_id": "21", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:10.873270Z", "change_reason": "New lock type on line 4", "content_sha256": "d7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3", "review_task_id": 3}	\\x6c5d7c4c7a67c752c6a7afa7fed3ee164d898ba0872f1b3ef70ed3cf6ca38205	\\xc83640d9389b55ca71549223ca39bb6270b1584c81403da177e204c024813e18
17	2026-11-26 02:19:12.181715+00	Q-001	recert	\N	approve_version	version	21	New lock type on line 4	{"seq": 17, "actor": "Q-001", "action": "approve_version", "db_role": "recert", "sources": ["SOP-017@C"], "version": "3.2", "training": "Lockout/Tagout", "activated": true, "entity_id": "21", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:12.181715Z", "activated_at": "2026-11-26T02:19:12.099702Z", "change_reason": "New lock type on line 4", "content_sha256": "d7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3", "assignments_closed": 0, "recertify_everyone": true, "deactivated_version": "3.1"}	\\xc83640d9389b55ca71549223ca39bb6270b1584c81403da177e204c024813e18	\\xb7e372f8d87b2082072dfd7273b0f11154c87ba2af0d2dfb6b93450aa3cf3bb9
18	2026-11-26 02:19:12.181715+00	Q-001	recert	\N	recertify	campaign	8	New lock type on line 4	{"seq": 18, "actor": "Q-001", "action": "recertify", "due_at": "2026-12-26T02:19:12.156054Z", "exempt": 1, "created": 11, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 12, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:12.181715Z", "plan_digest": "7f4be4f4ebd9891ce7053ca5b8fa675a56c40778fe4992ccf7c935841bb67650", "change_reason": "New lock type on line 4", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 16}	\\xb7e372f8d87b2082072dfd7273b0f11154c87ba2af0d2dfb6b93450aa3cf3bb9	\\x82e242800b2904d520ae420fefaa6628c0f87de2fff7c2ea38a905f586c80868
19	2026-11-26 02:19:12.48691+00	H-001	recert	\N	import	import	6	\N	{"seq": 19, "kind": "evidence", "read": 1, "actor": "H-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "6", "file_name": "late_evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "55453cd483a2fab5f43cad7cb9980ff92b05d8d696deac5ee01080e8bdbcd624", "occurred_at": "2026-11-26T02:19:12.486910Z", "change_reason": null, "assignments_closed": 0}	\\x82e242800b2904d520ae420fefaa6628c0f87de2fff7c2ea38a905f586c80868	\\x76b7621cf38acd39edc323ed7a585b1007eef3d81016c9d336ab171f6a8e870d
20	2026-11-26 02:19:12.796457+00	Q-001	recert	\N	recertify	campaign	8	Paper records of the night shift turned up	{"seq": 20, "actor": "Q-001", "action": "recertify", "due_at": "2026-12-26T02:19:12.762303Z", "exempt": 0, "created": 1, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 1, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:12.796457Z", "plan_digest": "425a6ec5be15f8965020048d85de821edf1ea5e661360a526c6fd04cc9949e6d", "change_reason": "Paper records of the night shift turned up", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 1}	\\x76b7621cf38acd39edc323ed7a585b1007eef3d81016c9d336ab171f6a8e870d	\\x992527415f5607bb62627893c77bca829978304169422179049abc7074415258
21	2026-11-26 02:19:12.962589+00	Q-001	recert	\N	recertify	campaign	8	Paper records of the night shift turned up	{"seq": 21, "actor": "Q-001", "action": "recertify", "due_at": "2026-12-26T02:19:12.945733Z", "exempt": 0, "created": 0, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 0, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:12.962589Z", "plan_digest": "e85f440b865d705e30c4e50635ffb8880ca03b3c54f294deb577b800bbd96de9", "change_reason": "Paper records of the night shift turned up", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 0}	\\x992527415f5607bb62627893c77bca829978304169422179049abc7074415258	\\x376e288904b1edc37f575fd72c326ceec43bbfe630ed0bed30ac755456964746
22	2026-11-26 02:19:13.138814+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 22, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:19:13.138814Z", "change_reason": null}	\\x376e288904b1edc37f575fd72c326ceec43bbfe630ed0bed30ac755456964746	\\x70db3d3955c35edeadcb9a2026cf4ef1f6e402c4fed1effe11e442025e62b67d
23	2026-11-26 02:19:13.249393+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 23, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:19:13.249393Z", "change_reason": null}	\\x70db3d3955c35edeadcb9a2026cf4ef1f6e402c4fed1effe11e442025e62b67d	\\x4c1154205d91e5d0b6f28b3d34b597e65f1b7c8fb7e6284e4b7d13da8d84fa08
24	2026-11-26 02:20:40.206234+00	system	recert	\N	report_build	build	931d1287-1fd4-4367-aaf8-a54ec28ffdab	\N	{"seq": 24, "actor": "system", "marts": {"mart_audit.audit_trail": 23, "mart_audit.evidence_register": 102, "mart_compliance.user_training_status": 88, "mart_compliance.recertification_campaigns": 1}, "action": "report_build", "models": 18, "db_role": "recert", "seconds": 86.52, "entity_id": "931d1287-1fd4-4367-aaf8-a54ec28ffdab", "selection": null, "client_addr": null, "entity_type": "build", "occurred_at": "2026-11-26T02:20:40.206234Z", "tests_passed": 35, "tests_warned": 0, "change_reason": null}	\\x4c1154205d91e5d0b6f28b3d34b597e65f1b7c8fb7e6284e4b7d13da8d84fa08	\\x6f652dde885ed43057cc6c76557882b89149d4908c5b3d582a43c3e65b6f4976
25	2026-11-26 02:21:04.364704+00	system	recert	\N	import	import	7	\N	{"seq": 25, "kind": "trainings", "read": 3, "actor": "system", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 3, "rejected": 0, "entity_id": "7", "file_name": "trainings.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "614aa188366726756d790a9c58fc5e04c433070c797d722a020313b243464d94", "occurred_at": "2026-11-26T02:21:04.364704Z", "change_reason": null}	\\x6f652dde885ed43057cc6c76557882b89149d4908c5b3d582a43c3e65b6f4976	\\xaca7348b2ed3da5cb0d0675280d0d6121a45512ee7b7a3b3ead38e2e3f1721cc
26	2026-11-26 02:21:14.867964+00	system	recert	\N	import	import	8	\N	{"seq": 26, "kind": "versions", "read": 4, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 4, "rejected": 0, "activated": [{"version": "2", "training": "Reach truck"}, {"version": "1", "training": "Hot work"}, {"version": "1", "training": "Ladders"}], "entity_id": "8", "file_name": "versions.csv", "submitted": 0, "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "33a4a303882dc4e135f2443bd8ea4e118e4d3fc44296969d53d2dba9817cbfc6", "occurred_at": "2026-11-26T02:21:14.867964Z", "change_reason": null}	\\xaca7348b2ed3da5cb0d0675280d0d6121a45512ee7b7a3b3ead38e2e3f1721cc	\\x4e5999673492a4f77b1470b6e430d677f3e2ff8823de540e6ff34d920ee38ba1
27	2026-11-26 02:21:27.946054+00	system	recert	\N	import	import	9	\N	{"seq": 27, "kind": "evidence", "read": 6, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 6, "rejected": 0, "entity_id": "9", "file_name": "evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "bd31567ad856da66192ba86921b19ab4eb5ce8ecd219bd12cea2693f555004e6", "occurred_at": "2026-11-26T02:21:27.946054Z", "change_reason": null, "assignments_closed": 0}	\\x4e5999673492a4f77b1470b6e430d677f3e2ff8823de540e6ff34d920ee38ba1	\\x179f0dc5a0da7a953bea3df9f7f161f1a953cdee287c088a938ce40f27cff716
28	2026-11-26 02:21:49.663349+00	Q-002	recert	\N	submit_version	version	26	The release is dumped with it	{"seq": 28, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Hot work", "entity_id": "26", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:21:49.663349Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 4}	\\x179f0dc5a0da7a953bea3df9f7f161f1a953cdee287c088a938ce40f27cff716	\\x2108b9b53660d442fd70e6e36efc48d3b9fb91c32d768be4f3772d1d64f10215
29	2026-11-26 02:22:01.578039+00	Q-002	recert	\N	resolve_review_task	review_task	4	\N	{"seq": 29, "actor": "Q-002", "state": "draft", "action": "resolve_review_task", "db_role": "recert", "entity_id": "4", "resolution": "superseded", "version_id": 26, "client_addr": null, "entity_type": "review_task", "occurred_at": "2026-11-26T02:22:01.578039Z", "change_reason": null}	\\x2108b9b53660d442fd70e6e36efc48d3b9fb91c32d768be4f3772d1d64f10215	\\xc4f4d21a72ce30d8cd9dd1c28447d53b9a71b4849b8ad98ec8b479c504bc763d
30	2026-11-26 02:22:01.578039+00	Q-002	recert	\N	submit_version	version	27	The release is dumped with it	{"seq": 30, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Hot work", "entity_id": "27", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:01.578039Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 5}	\\xc4f4d21a72ce30d8cd9dd1c28447d53b9a71b4849b8ad98ec8b479c504bc763d	\\xecd349bd653ccdd9ee488dcdb47d76c0c0be1c86096208a2bbc71cbfb35a2650
31	2026-11-26 02:22:09.196453+00	Q-002	recert	\N	resolve_review_task	review_task	5	\N	{"seq": 31, "actor": "Q-002", "state": "draft", "action": "resolve_review_task", "db_role": "recert", "entity_id": "5", "resolution": "superseded", "version_id": 27, "client_addr": null, "entity_type": "review_task", "occurred_at": "2026-11-26T02:22:09.196453Z", "change_reason": null}	\\xecd349bd653ccdd9ee488dcdb47d76c0c0be1c86096208a2bbc71cbfb35a2650	\\xf203b902f3b98a45ee92339855b6c578b7cdb1443e90e866609fee6d774d767a
32	2026-11-26 02:22:09.196453+00	Q-002	recert	\N	submit_version	version	28	The release is dumped with it	{"seq": 32, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "4", "training": "Hot work", "entity_id": "28", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:09.196453Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 6}	\\xf203b902f3b98a45ee92339855b6c578b7cdb1443e90e866609fee6d774d767a	\\xad8a3c485d458026ad0cc7a95e6d80f13c69e0fc807252760be20925b87a7682
33	2026-11-26 02:22:15.515652+00	Q-001	recert	\N	approve_version	version	28	The release is dumped with it	{"seq": 33, "actor": "Q-001", "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "4", "training": "Hot work", "activated": true, "entity_id": "28", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:15.515652Z", "activated_at": "2026-11-26T02:22:15.473700Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "assignments_closed": 0, "recertify_everyone": false, "deactivated_version": "1"}	\\xad8a3c485d458026ad0cc7a95e6d80f13c69e0fc807252760be20925b87a7682	\\x71d1de8c98b9a0de202490346c04d217a03e97cf9ef8937b639730de108c3132
34	2026-11-26 02:22:24.419321+00	Q-002	recert	\N	submit_version	version	29	The release is dumped with it	{"seq": 34, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Ladders", "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:24.419321Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 7}	\\x71d1de8c98b9a0de202490346c04d217a03e97cf9ef8937b639730de108c3132	\\x60ab4333c87e75d9ace5c253e52efd1b6e4bfaba556b8c55e7025777c0b8702e
35	2026-11-26 02:22:26.993344+00	Q-001	recert	\N	approve_version	version	29	The release is dumped with it	{"seq": 35, "actor": "Q-001", "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Ladders", "activated": false, "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:26.993344Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "recertify_everyone": false}	\\x60ab4333c87e75d9ace5c253e52efd1b6e4bfaba556b8c55e7025777c0b8702e	\\x66ceb5bb2d7f7e62c65bf343a64819698000dfb699c26c91995527bb5b98ab54
36	2026-11-26 02:22:32.714658+00	Q-001	recert	\N	activate_version	version	29	The release is dumped with it	{"seq": 36, "actor": "Q-001", "action": "activate_version", "db_role": "recert", "version": "2", "training": "Ladders", "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:32.714658Z", "activated_at": "2026-11-26T02:22:32.703988Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "assignments_closed": 0, "deactivated_version": "1"}	\\x66ceb5bb2d7f7e62c65bf343a64819698000dfb699c26c91995527bb5b98ab54	\\x7f83b7fc61868672b1c64310739891f552e44d3793d6569a909610ce27c96abd
37	2026-11-26 02:22:37.870071+00	Q-002	recert	\N	submit_version	version	30	The release is dumped with it	{"seq": 37, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Ladders", "entity_id": "30", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:37.870071Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 8}	\\x7f83b7fc61868672b1c64310739891f552e44d3793d6569a909610ce27c96abd	\\x186067c691427c60a0b6366df4fb0027910de1491d046fc95b94e942f3096c55
38	2026-11-26 02:22:43.574263+00	Q-001	recert	\N	approve_version	version	30	The release is dumped with it	{"seq": 38, "actor": "Q-001", "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Ladders", "activated": false, "entity_id": "30", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:43.574263Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "recertify_everyone": false}	\\x186067c691427c60a0b6366df4fb0027910de1491d046fc95b94e942f3096c55	\\xcb4cf5823adbf36555d51ddd178a9b355edb85ca33dbec2d21d02228fd872046
39	2026-11-26 02:23:12.913868+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 39, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:23:12.913868Z", "change_reason": null}	\\xcb4cf5823adbf36555d51ddd178a9b355edb85ca33dbec2d21d02228fd872046	\\x633858c46558fc9868fa6a19a4daf96a1a83cd70f23927ae76d903cec18c805d
\.


COPY core.assignments (user_id, campaign_id, due_at, assigned_at, started_at, completed_at, overdue_since, status, is_imported) FROM stdin;
4	1	2026-10-27 00:00:00+00	2026-09-27 00:00:00+00	\N	2026-09-28 07:12:19+00	\N	completed	t
7	2	2026-11-13 00:00:00+00	2026-10-14 00:00:00+00	\N	2026-10-26 16:19:41+00	\N	completed	t
8	3	2026-12-06 00:00:00+00	2026-11-06 00:00:00+00	\N	2026-11-14 06:55:27+00	\N	completed	t
9	4	2026-11-20 00:00:00+00	2026-10-21 00:00:00+00	\N	2026-11-03 11:49:13+00	\N	completed	t
13	1	2026-11-25 00:00:00+00	2026-10-26 00:00:00+00	\N	2026-11-08 10:42:07+00	\N	completed	t
15	3	2026-12-17 00:00:00+00	2026-11-17 00:00:00+00	\N	2026-11-23 11:00:58+00	\N	completed	t
15	5	2026-10-10 00:00:00+00	2026-09-26 00:00:00+00	\N	2026-09-28 09:57:05+00	\N	completed	t
15	6	2026-12-03 00:00:00+00	2026-10-19 00:00:00+00	\N	\N	\N	in_progress	t
18	3	2026-10-24 00:00:00+00	2026-09-24 00:00:00+00	\N	2026-10-05 10:46:19+00	\N	completed	t
19	3	2026-11-21 00:00:00+00	2026-10-22 00:00:00+00	\N	2026-10-28 07:21:39+00	\N	completed	t
19	7	2026-12-08 00:00:00+00	2026-11-08 00:00:00+00	\N	2026-11-22 16:15:29+00	\N	completed	t
3	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
4	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
5	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
6	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
7	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
8	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
9	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
12	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
13	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
14	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
15	8	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.156054+00	\N	\N	\N	not_started	f
10	8	2026-12-26 02:19:12.762303+00	2026-11-26 02:19:12.762303+00	\N	\N	\N	not_started	f
\.


COPY core.campaigns (campaign_id, name, kind, version_id, due_at, created_at, created_by, is_imported) FROM stdin;
1	Roll-out of Lockout/Tagout 3.1	manual	20	\N	2026-11-26 02:19:10.153097+00	18	t
2	Roll-out of Document control 2.0	manual	9	\N	2026-11-26 02:19:10.153462+00	18	t
3	Roll-out of GMP basics 8.0	manual	13	\N	2026-11-26 02:19:10.153486+00	18	t
4	Roll-out of Handling of solvents 4.0	manual	16	\N	2026-11-26 02:19:10.153497+00	18	t
5	Roll-out of Cleanroom gowning 4.1	manual	3	\N	2026-11-26 02:19:10.153504+00	18	t
6	Roll-out of Data integrity 2.1	manual	6	\N	2026-11-26 02:19:10.153512+00	18	t
7	Roll-out of CAPA 6	manual	1	\N	2026-11-26 02:19:10.153519+00	18	t
8	Recertification: Lockout/Tagout v3.2	recertification	21	2026-12-26 02:19:12.156054+00	2026-11-26 02:19:12.157144+00	18	f
\.


COPY core.evidence (user_id, evidence_id, version_id, completed_at, recorded_at, superseded_at, superseded_by_campaign_id, is_imported, recertification_status, score, content_sha256) FROM stdin;
1	1	1	2025-06-09 08:25:59+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
1	2	6	2025-12-26 08:29:04+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
1	3	9	2024-10-01 10:01:19+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	77.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
1	4	13	2025-11-04 11:45:20+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	91.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
2	5	1	2025-01-18 15:45:50+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
2	6	6	2025-11-14 06:34:23+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
2	7	9	2025-04-28 12:25:06+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
2	8	13	2026-01-20 13:43:50+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	87.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	9	9	2024-01-18 10:01:32+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
3	10	13	2025-06-13 09:51:00+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	11	16	2026-03-31 09:42:06+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	97.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
4	13	9	2025-12-24 17:13:30+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	82.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
4	14	13	2026-08-24 16:23:27+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	99.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
4	15	16	2025-09-22 06:14:18+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	91.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
5	17	9	2024-09-12 15:16:39+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	77.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
5	18	12	2024-12-06 11:37:59+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
5	19	13	2025-10-02 11:37:59+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
5	20	16	2023-07-18 06:43:06+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
6	22	9	2025-07-22 15:32:28+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	85.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
6	23	12	2024-04-25 09:12:58+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	84.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
6	24	13	2025-02-19 09:12:58+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	84.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
6	25	16	2023-08-15 12:32:54+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	80.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
7	28	9	2026-10-26 16:19:41+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	81.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
7	29	13	2026-04-04 09:38:30+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	12	20	2025-06-03 10:25:22+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
4	16	20	2026-09-28 07:12:19+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	91.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
5	21	20	2026-01-06 07:40:25+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	86.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
6	26	19	2024-05-03 06:07:51+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	83.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
6	27	20	2025-04-28 06:07:51+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	83.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
7	30	16	2026-07-10 11:53:26+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	96.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
8	32	9	2024-08-12 08:50:25+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	79.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
8	33	13	2026-11-14 06:55:27+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	79.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
8	34	16	2025-08-10 09:24:25+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	99.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
9	36	9	2025-01-03 07:46:20+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
9	37	13	2025-09-15 07:25:11+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	89.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
9	38	16	2026-11-03 11:49:13+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
10	40	9	2025-12-20 12:08:49+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	87.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
10	41	13	2026-01-29 09:10:33+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	92.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
10	42	16	2026-02-26 09:36:34+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	97.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
11	43	9	2024-04-23 11:02:48+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
11	44	12	2024-07-09 15:09:47+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	82.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
11	45	13	2025-08-13 15:09:47+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	82.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
11	46	16	2024-03-19 17:53:52+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	92.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
12	48	9	2025-03-16 15:40:51+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	70.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
12	49	12	2024-06-22 06:48:33+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
12	50	13	2025-01-08 06:48:33+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
12	51	16	2023-10-11 09:12:02+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	79.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
13	53	9	2024-05-10 09:29:01+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
13	54	12	2024-04-25 12:11:08+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
13	55	13	2025-02-19 12:11:08+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
13	56	16	2025-05-15 12:17:00+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
7	31	20	2025-07-31 11:40:42+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
8	35	20	2025-03-02 10:48:07+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	98.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
9	39	20	2026-04-25 10:53:18+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	94.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
11	47	20	2026-03-12 10:28:27+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	74.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
12	52	20	2025-06-27 08:28:39+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	98.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
13	57	19	2023-10-15 10:42:07+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	99.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
13	58	20	2026-11-08 10:42:07+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
14	59	9	2025-03-01 06:29:28+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
14	60	13	2025-09-09 13:54:46+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	84.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
14	61	16	2024-08-02 10:51:51+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	77.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
15	64	2	2024-11-27 09:57:05+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	96.00	\\x81098fe72fdeaba7297743e3cc0a8aad0af9789aea72addb55e0e588b0f3b8cc
15	65	3	2026-09-28 09:57:05+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	96.00	\\x3bc07d6867b244cd6f3f7cb0ced544a893615003b11fc5195b4aaf127c9d7d30
15	66	5	2025-01-09 10:30:48+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	73.00	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483
15	67	8	2026-07-16 12:52:22+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	97.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
15	68	9	2026-02-25 09:27:34+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
15	69	10	2025-11-23 09:07:03+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	81.00	\\x13c45b71d158f1ee6199254a3ab20c9762834f2d66a3ed1853d1d3f8fab512fd
15	70	13	2026-11-23 11:00:58+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	99.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
15	71	15	2025-07-25 17:21:01+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	81.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
15	72	16	2025-01-26 12:02:28+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
15	73	18	2026-08-12 06:51:51+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	71.00	\\xd01a9111f40ac22e98d9256b70c81c0e3e576fe1b5f43d45600a876f1416d925
16	76	9	2025-09-01 13:43:17+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	70.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
16	77	12	2023-12-12 15:25:08+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	88.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
16	78	13	2025-08-03 15:25:08+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	88.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
17	79	9	2026-02-15 10:58:28+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	97.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
17	80	12	2024-02-27 17:14:48+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
17	81	13	2025-10-19 17:14:48+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
18	82	1	2024-10-10 06:19:18+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
18	83	6	2026-06-15 17:59:26+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	93.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
18	84	8	2025-11-22 08:26:16+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	92.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
18	85	9	2024-07-24 14:39:39+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	85.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
18	86	13	2026-10-05 10:46:19+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	100.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
18	87	15	2025-07-08 16:01:01+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	77.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
14	62	19	2024-02-12 09:31:03+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	92.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
14	63	20	2025-11-13 09:31:03+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	92.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
15	74	19	2024-07-18 14:57:49+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	72.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
15	75	20	2025-07-13 14:57:49+00	2026-11-26 02:19:09.898423+00	2026-11-26 02:19:12.156054+00	8	t	superseded	72.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
19	88	1	2026-11-22 16:15:29+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	77.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
19	89	5	2024-11-30 08:54:19+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483
19	90	6	2025-10-26 08:54:19+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
19	91	8	2026-08-26 07:52:22+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	84.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
19	92	9	2025-01-11 10:12:27+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	76.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
19	93	12	2024-02-01 07:21:39+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
19	94	13	2026-10-28 07:21:39+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	95.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
19	95	15	2026-03-21 09:06:14+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	91.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
20	96	1	2026-04-27 10:27:31+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
20	97	6	2026-07-22 06:14:16+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	85.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
20	98	8	2024-12-11 17:02:25+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	82.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
20	99	9	2025-06-19 15:39:42+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
20	100	13	2026-05-28 08:40:25+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	94.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
20	101	15	2026-03-24 08:55:49+00	2026-11-26 02:19:09.898423+00	\N	\N	t	current	78.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
10	102	20	2025-04-08 11:10:23+00	2026-11-26 02:19:12.456996+00	2026-11-26 02:19:12.762303+00	8	t	superseded	\N	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
4	103	22	2022-05-01 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	71.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
4	104	23	2023-05-02 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	81.50	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
5	105	23	2023-06-02 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	\N	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6	106	24	2024-01-02 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	90.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
7	107	24	2024-01-03 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	91.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
8	108	25	2024-01-04 00:00:00+00	2026-11-26 02:21:27.876472+00	\N	\N	t	current	92.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
\.


COPY core.exemptions (user_id, exemption_id, training_id, reason, granted_by, granted_at, valid_until) FROM stdin;
11	1	12	On parental leave, away from all machines	18	2026-11-26 02:19:10.480169+00	2027-05-25 02:19:10.459742+00
\.


COPY core.recertification_exceptions (user_id, run_id, outcome) FROM stdin;
11	1	exempt
\.


COPY core.recertification_runs (run_id, campaign_id, run_at, run_by, change_reason, due_at, population, created, already_enrolled, already_current, inactive, exempt, evidence_superseded, plan_digest, audit_seq) FROM stdin;
1	8	2026-11-26 02:19:12.156054+00	18	New lock type on line 4	2026-12-26 02:19:12.156054+00	12	11	0	0	0	1	16	7f4be4f4ebd9891ce7053ca5b8fa675a56c40778fe4992ccf7c935841bb67650	18
2	8	2026-11-26 02:19:12.762303+00	18	Paper records of the night shift turned up	2026-12-26 02:19:12.762303+00	1	1	0	0	0	0	1	425a6ec5be15f8965020048d85de821edf1ea5e661360a526c6fd04cc9949e6d	20
3	8	2026-11-26 02:19:12.945733+00	18	Paper records of the night shift turned up	2026-12-26 02:19:12.945733+00	0	0	0	0	0	0	0	e85f440b865d705e30c4e50635ffb8880ca03b3c54f294deb577b800bbd96de9	21
\.


COPY core.review_tasks (review_task_id, task_type, state, version_id, addressed_to, opened_at, opened_by, resolved_at, resolved_by, resolution) FROM stdin;
1	version_approval	open	4	quality_admin	2026-11-26 02:19:09.563693+00	18	\N	\N	\N
2	version_approval	open	7	quality_admin	2026-11-26 02:19:09.563693+00	18	\N	\N	\N
3	version_approval	resolved	21	quality_admin	2026-11-26 02:19:10.812666+00	14	2026-11-26 02:19:12.099702+00	18	approved
4	version_approval	resolved	26	quality_admin	2026-11-26 02:21:49.590567+00	19	2026-11-26 02:22:01.487076+00	19	superseded
5	version_approval	resolved	27	quality_admin	2026-11-26 02:22:01.487076+00	19	2026-11-26 02:22:09.134052+00	19	superseded
6	version_approval	resolved	28	quality_admin	2026-11-26 02:22:09.134052+00	19	2026-11-26 02:22:15.4737+00	18	approved
7	version_approval	resolved	29	quality_admin	2026-11-26 02:22:24.386514+00	19	2026-11-26 02:22:26.970692+00	18	approved
8	version_approval	resolved	30	quality_admin	2026-11-26 02:22:37.825854+00	19	2026-11-26 02:22:43.529377+00	18	approved
\.


COPY core.signatures (user_id, signature_id, evidence_id, manifestation, method, client_addr, signed_at) FROM stdin;
\.


COPY core.training_history (training_id, valid_until, record) FROM stdin;
\.


COPY core.training_versions (version_id, training_id, label, state, content, objectives, content_sha256, author_id, submitted_at, submission_reason, approved_by, approved_at, change_reason, rejected_by, rejected_at, rejection_reason, activated_at, deactivated_at, frozen_at, is_imported, created_at) FROM stdin;
4	2	5.0	pending_review	# Cleanroom gowning 5.0\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n- Put the second pair of gloves on in the airlock\n\nFollows SOP-031 revision F.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so","Put the second pair of gloves on in the airlock"}	\\x4fc8cb80e628e0d513222e445fc8ea52d2a74956cdd0f419ffeaefc8ed40f80b	5	2026-11-22 00:00:00+00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	t	2026-11-26 02:19:09.568676+00
7	3	2.2	pending_review	# Data integrity 2.2\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n- Say where the audit trail of the new chromatography system is\n\nFollows SOP-004 revision C.\n	{"Keep a password to yourself","Report data that was lost or changed","Say where the audit trail of the new chromatography system is"}	\\x754702b1ac62e110f83e15fdcb298c267d9795296dc4ff2d8622dc48fbbc49cd	7	2026-11-17 00:00:00+00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	t	2026-11-26 02:19:09.568701+00
11	7	1.2	active	# Forklift operation 1.2\n\nA truck weighs as much as three cars and steers from behind.\n\n## After this you can\n\n- Check the truck before each shift\n- Keep to routes, speeds and loads\n\nFollows SOP-045 revision C.\n	{"Check the truck before each shift","Keep to routes, speeds and loads"}	\\x67a83daf62d0f417979101d56b1c27caf45d720c12f392c5d9223c54a2f05f06	14	\N	\N	\N	\N	\N	\N	\N	\N	2024-03-01 00:00:00+00	\N	\N	t	2026-11-26 02:19:09.568734+00
1	1	6	active	# CAPA 6\n\nA deviation that comes back was not understood.\n\n## After this you can\n\n- Tell a correction from a corrective action\n- Find a root cause that explains what was seen\n- Measure whether the action worked\n\nFollows SOP-011 revision 6.\n	{"Tell a correction from a corrective action","Find a root cause that explains what was seen","Measure whether the action worked"}	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d	20	\N	\N	\N	\N	\N	\N	\N	\N	2024-06-29 00:00:00+00	\N	2026-11-26 02:19:09.931541+00	t	2026-11-26 02:19:09.567987+00
6	3	2.1	active	# Data integrity 2.1\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n\nFollows SOP-004 revision B.\n	{"Keep a password to yourself","Report data that was lost or changed"}	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b	7	\N	\N	\N	\N	\N	\N	\N	\N	2025-10-12 00:00:00+00	\N	2026-11-26 02:19:09.932847+00	t	2026-11-26 02:19:09.568693+00
9	5	2.0	active	# Document control 2.0\n\nOne procedure is in force, and everybody works to that one.\n\n## After this you can\n\n- Find the revision in force\n- Return copies of a revision that was replaced\n\nFollows SOP-002 revision C.\n	{"Find the revision in force","Return copies of a revision that was replaced"}	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77	20	\N	\N	\N	\N	\N	\N	\N	\N	2023-08-04 00:00:00+00	\N	2026-11-26 02:19:09.932878+00	t	2026-11-26 02:19:09.56872+00
2	2	4.0	inactive	# Cleanroom gowning 4.0\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n\nFollows SOP-031 revision D.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so"}	\\x81098fe72fdeaba7297743e3cc0a8aad0af9789aea72addb55e0e588b0f3b8cc	5	\N	\N	\N	\N	\N	\N	\N	\N	2024-03-21 00:00:00+00	2025-12-31 00:00:00+00	2026-11-26 02:19:09.932965+00	t	2026-11-26 02:19:09.56863+00
3	2	4.1	active	# Cleanroom gowning 4.1\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n\nFollows SOP-031 revision E.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so"}	\\x3bc07d6867b244cd6f3f7cb0ced544a893615003b11fc5195b4aaf127c9d7d30	5	\N	\N	\N	\N	\N	\N	\N	\N	2025-12-31 00:00:00+00	\N	2026-11-26 02:19:09.932976+00	t	2026-11-26 02:19:09.568664+00
14	9	1.4	inactive	# Good documentation practice 1.4\n\nAn entry says who did what and when, and can be read in ten years.\n\n## After this you can\n\n- Correct an entry with one line, initials, date and reason\n- Record at the time of the work, never from memory\n\nFollows SOP-003 revision C.\n	{"Correct an entry with one line, initials, date and reason","Record at the time of the work, never from memory"}	\\x29be97ec7ed96af24681b2c97dfaea4a353d4eeeb898a0aecbacae2a951a3d18	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-05-06 00:00:00+00	2025-05-15 00:00:00+00	\N	t	2026-11-26 02:19:09.568759+00
17	11	1.0	inactive	# Line clearance 1.0\n\nNothing of the batch before is on the line.\n\n## After this you can\n\n- Clear, clean and check a line by the list\n- Have the clearance confirmed by a second person\n\nFollows SOP-022 revision A.\n	{"Clear, clean and check a line by the list","Have the clearance confirmed by a second person"}	\\x0eb91c0ad21fe5678d83bb86e78a304fe452d747ebd3626c5eed5203561c9b4d	9	\N	\N	\N	\N	\N	\N	\N	\N	2023-10-03 00:00:00+00	2025-04-05 00:00:00+00	\N	t	2026-11-26 02:19:09.568781+00
13	8	8.0	active	# GMP basics 8.0\n\nWhat is not written down has not been done.\n\n## After this you can\n\n- Say what good manufacturing practice protects, and whom\n- Work to the procedure in force, or stop and ask\n\nFollows SOP-001 revision H.\n	{"Say what good manufacturing practice protects, and whom","Work to the procedure in force, or stop and ask"}	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95	19	\N	\N	\N	\N	\N	\N	\N	\N	2024-12-26 00:00:00+00	\N	2026-11-26 02:19:09.932891+00	t	2026-11-26 02:19:09.568749+00
16	10	4.0	active	# Handling of solvents 4.0\n\nKnow what is in the container before it is opened.\n\n## After this you can\n\n- Read a label and a safety data sheet\n- Earth containers before pouring\n\nFollows SOP-052 revision D.\n	{"Read a label and a safety data sheet","Earth containers before pouring"}	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4	14	\N	\N	\N	\N	\N	\N	\N	\N	2023-06-25 00:00:00+00	\N	2026-11-26 02:19:09.932908+00	t	2026-11-26 02:19:09.568774+00
12	8	7.0	inactive	# GMP basics 7.0\n\nWhat is not written down has not been done.\n\n## After this you can\n\n- Say what good manufacturing practice protects, and whom\n- Work to the procedure in force, or stop and ask\n\nFollows SOP-001 revision G.\n	{"Say what good manufacturing practice protects, and whom","Work to the procedure in force, or stop and ask"}	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-11-22 00:00:00+00	2024-12-26 00:00:00+00	2026-11-26 02:19:09.93293+00	t	2026-11-26 02:19:09.568741+00
19	12	3.0	inactive	# Lockout/Tagout 3.0\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n\nFollows SOP-017 revision A.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it"}	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050	14	\N	\N	\N	\N	\N	\N	\N	\N	2023-01-26 00:00:00+00	2025-02-24 00:00:00+00	2026-11-26 02:19:09.932943+00	t	2026-11-26 02:19:09.569603+00
20	12	3.1	inactive	# Lockout/Tagout 3.1\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n\nFollows SOP-017 revision B.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it"}	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e	14	\N	\N	\N	\N	\N	\N	\N	\N	2025-02-24 00:00:00+00	2026-11-26 02:19:12.099702+00	2026-11-26 02:19:09.932918+00	t	2026-11-26 02:19:09.569617+00
5	3	2.0	inactive	# Data integrity 2.0\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n\nFollows SOP-004 revision A.\n	{"Keep a password to yourself","Report data that was lost or changed"}	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483	7	\N	\N	\N	\N	\N	\N	\N	\N	2024-02-10 00:00:00+00	2025-10-12 00:00:00+00	2026-11-26 02:19:09.932986+00	t	2026-11-26 02:19:09.568686+00
8	4	3.3	active	# Deviation handling 3.3\n\nWhoever sees a deviation reports it in the same shift.\n\n## After this you can\n\n- Secure product and evidence\n- Write down what happened before anybody explains why\n\nFollows SOP-010 revision C.\n	{"Secure product and evidence","Write down what happened before anybody explains why"}	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96	20	\N	\N	\N	\N	\N	\N	\N	\N	2024-09-27 00:00:00+00	\N	2026-11-26 02:19:09.933091+00	t	2026-11-26 02:19:09.568712+00
10	6	2.6	active	# Equipment cleaning 2.6\n\nClean is what was shown to be clean.\n\n## After this you can\n\n- Dismantle, clean and label equipment as validated\n- Respect dirty and clean hold times\n\nFollows SOP-024 revision F.\n	{"Dismantle, clean and label equipment as validated","Respect dirty and clean hold times"}	\\x13c45b71d158f1ee6199254a3ab20c9762834f2d66a3ed1853d1d3f8fab512fd	9	\N	\N	\N	\N	\N	\N	\N	\N	2024-05-10 00:00:00+00	\N	2026-11-26 02:19:09.933116+00	t	2026-11-26 02:19:09.568727+00
15	9	1.5	active	# Good documentation practice 1.5\n\nAn entry says who did what and when, and can be read in ten years.\n\n## After this you can\n\n- Correct an entry with one line, initials, date and reason\n- Record at the time of the work, never from memory\n\nFollows SOP-003 revision D.\n	{"Correct an entry with one line, initials, date and reason","Record at the time of the work, never from memory"}	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d	19	\N	\N	\N	\N	\N	\N	\N	\N	2025-05-15 00:00:00+00	\N	2026-11-26 02:19:09.933132+00	t	2026-11-26 02:19:09.568767+00
18	11	1.1	active	# Line clearance 1.1\n\nNothing of the batch before is on the line.\n\n## After this you can\n\n- Clear, clean and check a line by the list\n- Have the clearance confirmed by a second person\n\nFollows SOP-022 revision B.\n	{"Clear, clean and check a line by the list","Have the clearance confirmed by a second person"}	\\xd01a9111f40ac22e98d9256b70c81c0e3e576fe1b5f43d45600a876f1416d925	9	\N	\N	\N	\N	\N	\N	\N	\N	2025-04-05 00:00:00+00	\N	2026-11-26 02:19:09.933152+00	t	2026-11-26 02:19:09.569582+00
21	12	3.2	active	# Lockout/Tagout 3.2\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n- Try the start button with the tag in sight: the lock of line 4 has no window\n\nFollows SOP-017 revision C.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it","Try the start button with the tag in sight: the lock of line 4 has no window"}	\\xd7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3	14	2026-11-26 02:19:10.812666+00	New lock type on line 4	18	2026-11-26 02:19:12.099702+00	New lock type on line 4	\N	\N	\N	2026-11-26 02:19:12.099702+00	\N	\N	f	2026-11-26 02:19:10.813033+00
22	13	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2022-03-01 00:00:00+00	2023-03-01 00:00:00+00	2026-11-26 02:21:27.901646+00	t	2026-11-26 02:21:14.799391+00
23	13	2	active		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-03-01 00:00:00+00	\N	2026-11-26 02:21:27.903391+00	t	2026-11-26 02:21:14.817384+00
26	14	2	draft	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:21:49.590567+00	The release is dumped with it	\N	\N	\N	\N	\N	\N	\N	\N	\N	f	2026-11-26 02:21:49.590864+00
27	14	3	draft	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:01.487076+00	The release is dumped with it	\N	\N	\N	\N	\N	\N	\N	\N	\N	f	2026-11-26 02:22:01.487361+00
24	14	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-04-01 00:00:00+00	2026-11-26 02:22:15.4737+00	2026-11-26 02:21:27.919624+00	t	2026-11-26 02:21:14.817413+00
28	14	4	active	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:09.134052+00	The release is dumped with it	18	2026-11-26 02:22:15.4737+00	The release is dumped with it	\N	\N	\N	2026-11-26 02:22:15.4737+00	\N	\N	f	2026-11-26 02:22:09.134402+00
25	15	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-05-01 00:00:00+00	2026-11-26 02:22:32.703988+00	2026-11-26 02:21:27.919648+00	t	2026-11-26 02:21:14.817424+00
29	15	2	active	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:24.386514+00	The release is dumped with it	18	2026-11-26 02:22:26.970692+00	The release is dumped with it	\N	\N	\N	2026-11-26 02:22:32.703988+00	\N	\N	f	2026-11-26 02:22:24.386778+00
30	15	3	approved	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:37.825854+00	The release is dumped with it	18	2026-11-26 02:22:43.529377+00	The release is dumped with it	\N	\N	\N	\N	\N	\N	f	2026-11-26 02:22:37.826171+00
\.


COPY core.trainings (training_id, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days, created_at) FROM stdin;
1	CAPA	Quality	30	0	t	\N	2026-11-26 02:19:09.334538+00
2	Cleanroom gowning	Aseptic processing	14	0	t	365	2026-11-26 02:19:09.334725+00
3	Data integrity	Quality	45	0	f	\N	2026-11-26 02:19:09.334732+00
4	Deviation handling	Quality	30	7	f	\N	2026-11-26 02:19:09.334736+00
5	Document control	Quality	30	0	f	\N	2026-11-26 02:19:09.334739+00
6	Equipment cleaning	Production	30	7	f	\N	2026-11-26 02:19:09.334741+00
7	Forklift operation	Safety	21	0	t	1095	2026-11-26 02:19:09.334744+00
8	GMP basics	Quality	30	14	f	730	2026-11-26 02:19:09.334751+00
9	Good documentation practice	Quality	30	14	f	\N	2026-11-26 02:19:09.334753+00
10	Handling of solvents	Safety	30	0	f	1095	2026-11-26 02:19:09.334756+00
11	Line clearance	Production	14	0	t	\N	2026-11-26 02:19:09.334758+00
12	Lockout/Tagout	Safety	30	7	t	\N	2026-11-26 02:19:09.33476+00
13	Reach truck	Safety	21	7	t	365	2026-11-26 02:21:04.363613+00
14	Hot work	Safety	14	0	f	\N	2026-11-26 02:21:04.363684+00
15	Ladders	Safety	30	0	f	\N	2026-11-26 02:21:04.363689+00
\.


COPY core.user_history (user_id, valid_until, record) FROM stdin;
\.


COPY core.users (user_id, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, attributes, manager_id, db_role, created_at) FROM stdin;
1	A-001	Chiara Gupta	a-001@halden.example	auditor	t	Management	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.018352+00
2	C-001	Niamh Nielsen	c-001@halden.example	corporate_admin	t	Management	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	\N	\N	2026-11-26 02:19:09.018673+00
3	E-00001	Anders Yilmaz	e-00001@halden.example	team_lead	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.018683+00
4	E-00002	Marek Novak	e-00002@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018692+00
5	E-00003	Emma Hoffmann	e-00003@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018696+00
6	E-00004	Katarzyna Yilmaz	e-00004@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.0187+00
7	E-00005	Lars Tanaka	e-00005@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018704+00
8	E-00006	Petra Nowak	e-00006@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018707+00
9	E-00007	Jürgen Okafor	e-00007@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018711+00
10	E-00008	Chiara Novak	e-00008@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018715+00
11	E-00009	Mikkel Garnier	e-00009@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018718+00
12	E-00010	Samuel Costa	e-00010@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018722+00
13	E-00011	Paulo Novak	e-00011@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018729+00
14	E-00012	Dorota Jacobs	e-00012@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018732+00
15	E-00013	Nora Martin	e-00013@halden.example	team_lead	t	Production	Cork	Filling	Cork 2	Line 2	L2-W4	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.018736+00
16	H-001	Freja O'Brien	h-001@halden.example	hr_admin	t	Human Resources	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.01874+00
17	H-002	Elif Nielsen	h-002@halden.example	hr_admin	t	Human Resources	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	16	\N	2026-11-26 02:19:09.018744+00
18	Q-001	Jürgen Okafor	q-001@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.018748+00
19	Q-002	Samuel Kaya	q-002@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	18	\N	2026-11-26 02:19:09.018751+00
20	Q-003	Jakub Bakker	q-003@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	18	\N	2026-11-26 02:19:09.018755+00
\.


COPY core.version_sources (version_id, document, revision) FROM stdin;
7	SOP-004	C
4	SOP-031	F
16	SOP-052	D
2	SOP-031	D
20	SOP-017	B
14	SOP-003	C
6	SOP-004	B
19	SOP-017	A
12	SOP-001	G
3	SOP-031	E
11	SOP-045	C
15	SOP-003	D
1	SOP-011	6
5	SOP-004	A
9	SOP-002	C
13	SOP-001	H
18	SOP-022	B
17	SOP-022	A
10	SOP-024	F
8	SOP-010	C
21	SOP-017	C
24	SOP-901	\N
22	SOP-900	A
23	SOP-900	A
25	SOP-902	\N
26	SOP-901	B
27	SOP-901	B
28	SOP-901	B
29	SOP-901	B
30	SOP-901	B
\.


COPY ops.import_rejects (import_id, line_number, column_name, reason, value) FROM stdin;
\.


COPY ops.imports (import_id, kind, file_name, column_names, started_at, started_by, transaction_id, is_partial, file_sha256, read, inserted, updated, skipped, rejected, audit_seq) FROM stdin;
1	users	users.csv	{employee_number,full_name,email,role,is_active,department,location,activity,plant,line,workstation,manager,attributes}	2026-11-26 02:19:08.942861+00	\N	767	f	21c6f2c4660d6f653c0811fccebdafbe7c2fc7b9b35208f3330d6156ad9fa6b3	20	20	0	0	0	1
2	trainings	trainings.csv	{name,category,initial_due_offset_days,overdue_grace_days,requires_signature,recertification_interval_days}	2026-11-26 02:19:09.262082+00	18	769	f	bb82501cc348f3e17a9492dcedb87b0dbce970bca2fd9b0486fa982a13a90d20	12	12	0	0	0	2
3	versions	versions.csv	{training,label,state,author,content,objectives,sources,submitted_at,activated_at}	2026-11-26 02:19:09.474638+00	18	771	f	7415e7886f0f1e0e13734276b8a19c439b0237c87685f58aad10f01de6851c2c	20	20	0	0	0	5
4	evidence	evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:19:09.807204+00	18	773	f	dfd14134bc5cf513d7519f1df8aba40dc252d83f97aaae848c53155eb86a6326	101	101	0	0	0	6
5	assignments	assignments.csv	{employee_number,campaign,training,version,status,due_at,assigned_at,completed_at}	2026-11-26 02:19:10.087728+00	18	775	f	59b45bc2b535120da6c3ad59287013809cf022a5a810e4f5e545d00b07587713	11	11	0	0	0	14
6	evidence	late_evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:19:12.389366+00	16	780	f	55453cd483a2fab5f43cad7cb9980ff92b05d8d696deac5ee01080e8bdbcd624	1	1	0	0	0	19
7	trainings	trainings.csv	{name,category,initial_due_offset_days,overdue_grace_days,requires_signature,recertification_interval_days}	2026-11-26 02:21:04.260726+00	\N	823	f	614aa188366726756d790a9c58fc5e04c433070c797d722a020313b243464d94	3	3	0	0	0	25
8	versions	versions.csv	{training,label,state,author,sources,submitted_at,activated_at}	2026-11-26 02:21:14.67743+00	\N	825	f	33a4a303882dc4e135f2443bd8ea4e118e4d3fc44296969d53d2dba9817cbfc6	4	4	0	0	0	26
9	evidence	evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:21:27.745433+00	\N	830	f	bd31567ad856da66192ba86921b19ab4eb5ce8ecd219bd12cea2693f555004e6	6	6	0	0	0	27
\.


COPY ops.judged_assignments (import_id, line_number, faults, user_id, version_id, campaign, status, due_at, assigned_at, completed_at) FROM stdin;
\.


COPY ops.judged_evidence (import_id, line_number, faults, user_id, version_id, completed_at, score) FROM stdin;
\.


COPY ops.judged_trainings (import_id, line_number, faults, training_id, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days) FROM stdin;
\.


COPY ops.judged_users (import_id, line_number, faults, user_id, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, manager, attributes, db_role) FROM stdin;
\.


COPY ops.judged_versions (import_id, line_number, faults, version_id, training_id, label, state, author_id, content, objectives, sources, submitted_at, activated_at) FROM stdin;
\.


COPY ops.migrations (migration_number, name, checksum, command_version, applied_at, applied_by) FROM stdin;
1	0001_foundation	e4af64e89af91ed863540f822e0b48294cd8582bfc682e4ebd869e93804fa4e8	0.1.0	2026-11-26 02:19:06.042796+00	recert
2	0002_people	bafc6084d2a182e404a463c47d1cb42e74a95aeb9a8e3d3dc5cc8e6716ff89b5	0.1.0	2026-11-26 02:19:06.229391+00	recert
3	0003_trainings	b5628964a0d21cb111be5eec7f9059e6df203223bd250b163fd191d0fd359414	0.1.0	2026-11-26 02:19:06.543333+00	recert
4	0004_campaigns	323c5522c4dddb5d485911eefbae725627a4207255fcacd3f3bc7082134da682	0.1.0	2026-11-26 02:19:06.813797+00	recert
5	0005_evidence	1e889983642931524ffb3edf88609adff1fd2e76074e76b6a56c5723bb13906e	0.1.0	2026-11-26 02:19:06.938225+00	recert
6	0006_audit	ce5ccfb1aa960c7904bc010430e6a135484db09041615df9373e0365ef441f2e	0.1.0	2026-11-26 02:19:07.072251+00	recert
7	0007_imports	90e1429eb360ad7453833524a2005b25d26f30a2ba48488f0e645ec3f56be8aa	0.1.0	2026-11-26 02:19:07.541026+00	recert
\.


COPY ops.objects (path, checksum, command_version, applied_at) FROM stdin;
functions/api/activate_version.sql	e9cfe633954f5ba01efbefa1e888d01e3e40628c780ee876c9a1f33dcf99d0c9	0.1.0	2026-11-26 02:19:08.196569+00
functions/api/approve_version.sql	a461e0fc5ca32067e915748c6cf738689af04006566e782043387ba393309660	0.1.0	2026-11-26 02:19:08.196762+00
functions/api/begin_import.sql	679d6fb96861fc9aee4b776bc2ef231d702ed745da903ebfdacebf448c17227b	0.1.0	2026-11-26 02:19:08.196782+00
functions/api/begin_report_build.sql	e134a0eef014cbf03e01dbdb19929e98d7b11b0ca2f9151bcb63f387cba3cce0	0.1.0	2026-11-26 02:19:08.196797+00
functions/api/end_import.sql	f65cf0baa1f1e16652439efe2fd741d326e69dcd4b092a5747cadd4c046187ff	0.1.0	2026-11-26 02:19:08.196811+00
functions/api/grant_exemption.sql	45817fa57ae9b3dfea20ea3b010056cc1283fbb34e243a2a6e6295d2b3234d6f	0.1.0	2026-11-26 02:19:08.196825+00
functions/api/load_import.sql	752cc0e3b2c4ef64a1ea4ba01993f32675222f6d4d35d797bc1dfcb3c987337c	0.1.0	2026-11-26 02:19:08.196833+00
functions/api/preview_recertification.sql	d1bbef89db195dbfc1ef6fa264e3ad0aac0eaa1be4ef340bf0a471af5803a6ae	0.1.0	2026-11-26 02:19:08.196839+00
functions/api/recertify.sql	046d0c09200f361006a9c19324ea7e5aeaa4380fa57cedcc77da6a37b14dcff5	0.1.0	2026-11-26 02:19:08.196846+00
functions/api/record_report_build.sql	244817f6547707197e469adf1e523af2decc52c5ecc11c1ec58b212fb344e6e4	0.1.0	2026-11-26 02:19:08.196853+00
functions/api/scan_overdue.sql	86178d1f9c5a9c73f19699bf78e22b6c58a0247a951c6818ca850fa57cda6122	0.1.0	2026-11-26 02:19:08.196859+00
functions/api/submit_version.sql	54db7490d6aa058e20263c3bcc9563c4be3f6e7b035a53114b547f32b2f040a4	0.1.0	2026-11-26 02:19:08.196871+00
functions/api/verify_audit_chain.sql	c43359db7dbf99be86df8bc9fa7aaf37b96858bc76241f2643b4537ce9009922	0.1.0	2026-11-26 02:19:08.196878+00
functions/audit/_append.sql	9eda3c3601c65c0c4cff750d3e1c59a024e73fdf7fd5a0079349b206c1cae012	0.1.0	2026-11-26 02:19:08.196951+00
functions/audit/_chain_hash.sql	0a214cdcafbccc305a25a32850a21f88ad3919d29779e9717afff25ecc8cfa26	0.1.0	2026-11-26 02:19:08.196958+00
functions/audit/_chained_hash.sql	68261f5bf2566e3fd7258227914a2a30afb0a0f44901d4332daac3c3ee94ec4b	0.1.0	2026-11-26 02:19:08.196965+00
functions/audit/_moment.sql	3402c85b6153336fc45aec4b959cd88b2161043db8832d4051aa91a2bb805e6e	0.1.0	2026-11-26 02:19:08.196971+00
functions/audit/_parsed.sql	2f58bd409532327b9d519556f246a5c5e8032412797466e9f0f2cd94af1a3e53	0.1.0	2026-11-26 02:19:08.196977+00
functions/audit/_payload.sql	4604a808788ae315d8b517edd2758c277887f78ae603f475ceba0fc9fa1e7ed4	0.1.0	2026-11-26 02:19:08.196984+00
functions/core/_activate.sql	b4d1d1094fb2e6d9870f1c137ee3c745e5b43bb294524fb10bd31a11e902940c	0.1.0	2026-11-26 02:19:08.19699+00
functions/core/_active_user.sql	21fb3da8f40b649d8f9c39f881670b4a089a6dc86a9e51344025df03da2c36be	0.1.0	2026-11-26 02:19:08.196997+00
functions/core/_actor.sql	802613468d595f69943df845682cbc6d603544c7ebc547e27490657fd1e85b36	0.1.0	2026-11-26 02:19:08.197003+00
functions/core/_as_attributes.sql	d46af1db483894c1ebcefa1f371b4badc323686eb9001923fb65d36829cbe279	0.1.0	2026-11-26 02:19:08.19701+00
functions/core/_as_boolean.sql	1b99cda8923cac0b23c7147c7070eaac30f61f532e617209731ef068e9e82103	0.1.0	2026-11-26 02:19:08.197016+00
functions/core/_as_integer.sql	eb3307b2b913c38531ffba37931c9f5f5c8d89785b3887e18997e033517f206d	0.1.0	2026-11-26 02:19:08.197022+00
functions/core/_as_score.sql	8d34ea72246962079d8f1e6941804ad7cfebeaca89de04bcc545b908e16cf3c4	0.1.0	2026-11-26 02:19:08.197028+00
functions/core/_as_timestamp.sql	f9abb41e3ab25f6642a38860fe66625c265345ffb102c9827d3b7d3458ad83d7	0.1.0	2026-11-26 02:19:08.19704+00
functions/core/_changed_columns.sql	2c6504eadb55f966983e253c9dfdec949bea6ab0acd0bc0b71ce3737a03f23ef	0.1.0	2026-11-26 02:19:08.197046+00
functions/core/_check_assignment_parents.sql	913dea5cf70d7f53e3995d9011628d1a708456cd13e101a98aaf4382013be893	0.1.0	2026-11-26 02:19:08.197053+00
functions/core/_check_evidence_parents.sql	4cf3051993aaf8374ccae218f82694eeaa2ac65aa87ef1470627b5d9575f3d3d	0.1.0	2026-11-26 02:19:08.197059+00
functions/core/_check_exception_parents.sql	c3a1c1412eb9fb44ed563a0ad2490205d98b312290b5eb02f3f0af5fb33f1604	0.1.0	2026-11-26 02:19:08.197066+00
functions/core/_check_superseding_campaign.sql	8269c5a73af5224d5410b386edb5c8ae49f50124ba5071b1f4c36913aeab2cf4	0.1.0	2026-11-26 02:19:08.197072+00
functions/core/_close_assignments.sql	56aaf2f150ac8278a5a8ff47ea98b383c3550e9b8df415bbfbfa1b44d408568a	0.1.0	2026-11-26 02:19:08.197079+00
functions/core/_collect_rejects.sql	7723ebb037ccc79f01f3b54e80343e1458d559b2cf2340b59a92213ad0302095	0.1.0	2026-11-26 02:19:08.197085+00
functions/core/_days_later.sql	d69f6afe02adbb4227fa2e0780425fac4407aa603e51082173cb0f859dced649	0.1.0	2026-11-26 02:19:08.197092+00
functions/core/_earlier_versions.sql	1ab0a009e2710a40a11def985c2604d622014a3e163394557b4258aeb0fc19c0	0.1.0	2026-11-26 02:19:08.197098+00
functions/core/_fault.sql	257df6e1af8896ec6b7874215219c82fe24c8302c023b383e2120426c97fe5fb	0.1.0	2026-11-26 02:19:08.197105+00
functions/core/_faults.sql	b422fb4a9264ed03f404b1ad9a7fa31bac843b555e7cf9151b4773ec202673fa	0.1.0	2026-11-26 02:19:08.197111+00
functions/core/_finish_import.sql	620d9455320813e0525d73f6ff42ef0243e6fa17ffa87fb2645f86b0a8255aa4	0.1.0	2026-11-26 02:19:08.197117+00
functions/core/_guard_evidence_flag.sql	cbb6b68e57a240d6aba95c28bc9755b2e8fd9a279bde4b08ea0f3e82c7945ef5	0.1.0	2026-11-26 02:19:08.197124+00
functions/core/_guard_version.sql	bda78f60a7d2a089f09f22aec7479ac49cf94364f2d6e08b72dced1379f21042	0.1.0	2026-11-26 02:19:08.19713+00
functions/core/_guard_version_source.sql	510d8dddcdf33d8ba07084249582bc56ae38c8a0a990750801fca15fe17f70cf	0.1.0	2026-11-26 02:19:08.197139+00
functions/core/_import.sql	16c1d80e18c32f7cf824bf6cc0287b6bdd2aeaa90ea3c8f2607aca2f2b77e4e9	0.1.0	2026-11-26 02:19:08.197146+00
functions/core/_is_service.sql	dd6d7693032dde90674ba3d5b373f7b38643295829b3acc491d67ed4504b862c	0.1.0	2026-11-26 02:19:08.197152+00
functions/core/_judge_assignments.sql	3c346468a49a01751fede904d7ad8c4d648b69b8ece5db523d6017263217944b	0.1.0	2026-11-26 02:19:08.197159+00
functions/core/_judge_evidence.sql	a57b495391322dc665fb6c836d233b4b54a53f8d50524016611cdf1988d622f9	0.1.0	2026-11-26 02:19:08.197165+00
functions/core/_judge_managers.sql	cc390ae1937b61a64f4b23028f57edbef2ab6f64a4c2ba863b77ee13fb7284d7	0.1.0	2026-11-26 02:19:08.197172+00
functions/core/_judge_trainings.sql	a20c13786aafed60107cac30bfb19f59ee99581b7fcf3d32a6f18f9d7113b367	0.1.0	2026-11-26 02:19:08.197178+00
functions/core/_judge_users.sql	a785afa49729db47d435ebb43361985f7137b65540c78037c45130914efaebfb	0.1.0	2026-11-26 02:19:08.197184+00
functions/core/_judge_versions.sql	df5f53bc05206425d1bc581e03e7f5441c0d69f97e7b022e6fe48e1647611aa3	0.1.0	2026-11-26 02:19:08.197191+00
functions/core/_keep_training_history.sql	ad6f962919425fe8d9e6ae2da6df2f0697d66638da5f081eddd4986663fefbb7	0.1.0	2026-11-26 02:19:08.197219+00
functions/core/_keep_user_history.sql	f6953b9993da8b1833233ec2ae3c7d0223ac46e28812ed26a73dadf4148551b2	0.1.0	2026-11-26 02:19:08.197227+00
functions/core/_load_assignments.sql	877d42780846ba45f45371128dec18d767d0d12626dec87a78aa9c089062cae7	0.1.0	2026-11-26 02:19:08.197233+00
functions/core/_load_evidence.sql	a43d53874f2b5a37ca23961fc47eabe995f2c9e77c47a14752ddd3d121300edf	0.1.0	2026-11-26 02:19:08.19724+00
functions/core/_load_trainings.sql	66cd41741e2c40776890f1f4ec3542fc336d4ccb6db0004d73093e105b883bc9	0.1.0	2026-11-26 02:19:08.197246+00
functions/core/_load_users.sql	f27786866f7abff32481063adb9879b4510cfda30e6f3e4f7fec1252a49e6ba8	0.1.0	2026-11-26 02:19:08.197252+00
functions/core/_load_versions.sql	b520e9e35368f2d616d630e1d8543ca6c2d03b6b5e10458649d25d95f1f7ac29	0.1.0	2026-11-26 02:19:08.197259+00
functions/core/_lock_people.sql	55c154974fb4468e8b21dc754e5229344a94bd28e50b91e8cf6b2b297e100d88	0.1.0	2026-11-26 02:19:08.198158+00
functions/core/_lock_training.sql	ca452aa6f5ce31089b0ced7cd3b4207b5a0ba4c20b238148a17d21da777ab438	0.1.0	2026-11-26 02:19:08.198167+00
functions/core/_lock_version.sql	b992a3690bc3b8c26b1d049484b2f61bbeddda1fc80330dd875272987792621c	0.1.0	2026-11-26 02:19:08.198173+00
functions/core/_open_import.sql	a02bc6bac07dedacf21b426585666d36e801a49a89558d79dffeea25e810b667	0.1.0	2026-11-26 02:19:08.198179+00
functions/core/_overdue_since.sql	2f191d0bedf093ad37d86516f1138ec7c9bf15e2e7f4f92f4e8c39558d6cf5ac	0.1.0	2026-11-26 02:19:08.198184+00
functions/core/_parsed_sources.sql	9a1e7dba3d9281bb0e71be3c792db38ec9718268601d8f5e76660b31193bf935	0.1.0	2026-11-26 02:19:08.19819+00
functions/core/_plan_digest.sql	b474a799727a393b9f492f9729fc5ced544a57066962dd48710722a979ec94fa	0.1.0	2026-11-26 02:19:08.198215+00
functions/core/_queue_for_approval.sql	63eab6d2021112faffd3603f5bf168aa0f9768313bcdc5b0f987143c71e12a89	0.1.0	2026-11-26 02:19:08.198275+00
functions/core/_recertification_population.sql	f55dd706d79f4df49a6ee3aac16f12f33bf6c2934641c287c7c043fe6296fddb	0.1.0	2026-11-26 02:19:08.198281+00
functions/core/_recertification_result.sql	d363c6f25325cc19dfbbba63ae52233be590154e8537c947981b0515b4d08a6b	0.1.0	2026-11-26 02:19:08.198287+00
functions/core/_recertify.sql	76bcf424dbf393f8dafa84eb13e509851fab1ba13930a4f26b19632b72c27ffb	0.1.0	2026-11-26 02:19:08.198293+00
functions/core/_refresh_statistics.sql	449d401e28f33806494c9fb7498176c771ada821898350a9e6884b9c52d490f7	0.1.0	2026-11-26 02:19:08.198298+00
functions/core/_refuse_change.sql	83acde10d14e7fdfd6524fa7dbc6a2018400ec2814b73dc0d4222fa5c54fb2f9	0.1.0	2026-11-26 02:19:08.198304+00
functions/core/_require_decider.sql	b4919a1927d8dde61dbd2be078127b415caadbee8827a236fc3b6d0268d2fe06	0.1.0	2026-11-26 02:19:08.19831+00
functions/core/_require_importer.sql	a3fcef21c2ec30278511a0a2498345aaa8f109b386c8e5fad331e4f2202ff2d3	0.1.0	2026-11-26 02:19:08.198316+00
functions/core/_require_not_author.sql	970aaec0dafccb3ce3908427c3305beddb92826cbf73a1d1a1d704e55cc2b1f2	0.1.0	2026-11-26 02:19:08.198326+00
functions/core/_require_reason.sql	8a9c30e3126cad87d3f69bfecd1275ebff3a70a7b3f5589f93fe85e1107ae376	0.1.0	2026-11-26 02:19:08.198332+00
functions/core/_require_source.sql	0129b60d7c19fcdb91f2e9e2ffab808c78e5c834213c974f69c0e078c0931165	0.1.0	2026-11-26 02:19:08.198337+00
functions/core/_require_state.sql	05ff36b2055fa8bda5c86afb1f28e1b35c0edba75fbda88df4efab94a743300b	0.1.0	2026-11-26 02:19:08.198343+00
functions/core/_sources_of.sql	7c5941807cc80a1892a9803107f59ca26dbe7fe61efd7026d603e368b77fa1c2	0.1.0	2026-11-26 02:19:08.198348+00
functions/core/_training.sql	43ae0d790fd842652cc152651ba2178332f0520a84fb81a8b13e306eeebe2f8f	0.1.0	2026-11-26 02:19:08.198353+00
functions/core/_training_fault.sql	35fa2e221f88ab0360389b45214d650b64c9275527e439e613dafe77e86e0b39	0.1.0	2026-11-26 02:19:08.198359+00
functions/core/_trimmed.sql	e7b85873faffe98bfc94be632ef64e84d2a289aaf4ec6f1837ea4cbd2d23ea79	0.1.0	2026-11-26 02:19:08.198365+00
functions/core/_trimmed_list.sql	8bf93a7bffbb577d602bc18d3feb1716bb7de120c5c77a0f269ef1b8cfd792dd	0.1.0	2026-11-26 02:19:08.19837+00
functions/core/_user_fault.sql	1918dc587d793a6fd4be9200b2b376354a6272a3332a25e38251902e7e88ed6d	0.1.0	2026-11-26 02:19:08.198376+00
functions/core/_user_id.sql	95422ac3e71bef4dc00aa517d7255795ccc44f2db74eed2debc0beb3f7c6f247	0.1.0	2026-11-26 02:19:08.198381+00
functions/core/_version.sql	fe5efaa8565ee185acc7d42546d7d2138b1361aa9f3c2cef7b00b7ce113f9895	0.1.0	2026-11-26 02:19:08.198387+00
triggers/assignments.sql	e7ee27d489295d0b80c2ed7be2fdd25a04577697f25c28988946678dd19631ad	0.1.0	2026-11-26 02:19:08.198393+00
triggers/audit.sql	f85bdb329167d89199996f165f19ad1af7b50ef7b696156ba522aff0a5d1f954	0.1.0	2026-11-26 02:19:08.198398+00
triggers/campaigns.sql	7e455b23df91c96d321786a66ecd230bd781d80181e2328771d9bba8e2b80e18	0.1.0	2026-11-26 02:19:08.198404+00
triggers/evidence.sql	8fd71b9b5e182da73d4c1e69172f30dab2acb6f29c7d9fd116baf1aea3fbfa11	0.1.0	2026-11-26 02:19:08.198413+00
triggers/imports.sql	845f69ea1cc43f93cbc3f9005e808904362ff9b7b184cfded1bdf90e33cf0bd3	0.1.0	2026-11-26 02:19:08.198419+00
triggers/ops.sql	51737f3c1bbf8cd0ad2718355cec5492322bda54dca155a107225eb2f6aa0838	0.1.0	2026-11-26 02:19:08.198424+00
triggers/training_versions.sql	c98494baadd407d65e2b803211bfd6227d8759096ab46520b18a475439c872ac	0.1.0	2026-11-26 02:19:08.19843+00
triggers/trainings.sql	d6412f02de342fd6e733a3aa89d19309b7c41928102b092e6a727fb0b19b92d4	0.1.0	2026-11-26 02:19:08.198435+00
triggers/users.sql	21ae7802f0b50def94ce164bbbf48cfa145ece196bbc99401ca36059cffb70ec	0.1.0	2026-11-26 02:19:08.198441+00
views/api/audit_log.sql	16fc497fe590713d0b0b410f0d628d702708ca66ac93e7b1b5fbe7f4d0e3af60	0.1.0	2026-11-26 02:19:08.198447+00
views/api/import_columns.sql	cd70f9ba878ca97cc29877e74667e626680d92d40d60fefeed441407f57da967	0.1.0	2026-11-26 02:19:08.198452+00
views/api/import_rejects.sql	4badf6d36110bcda0a23f3e7539943f946386ac3805edc0f2a634b44b6d76628	0.1.0	2026-11-26 02:19:08.198458+00
views/api/recertification_outcomes.sql	cf1e8d1256486adccfe569f7cceb164b411242e345a9822c950845e58d40fd21	0.1.0	2026-11-26 02:19:08.198463+00
views/api/review_queue.sql	bd59495f6515f4846463a96d91dfa55896858d01a56ad6c3fcefa6434d3d87ae	0.1.0	2026-11-26 02:19:08.198469+00
grants/imports.sql	514c4e8d4c8b45448a288ff6ad682fbc6fdb83c3cf7d8008576282405ee492e1	0.1.0	2026-11-26 02:19:08.198474+00
grants/marts.sql	1b94e91a6fe603fb4a378dcba0ef07bd64e5dd4863d7db877c718462fb196b7c	0.1.0	2026-11-26 02:19:08.19848+00
grants/roles.sql	09d1ad1727e16e62b8a12f1eb8652af00adc1c323b56651cbae1178535d17410	0.1.0	2026-11-26 02:19:08.198486+00
\.


COPY ops.staged_assignments (import_id, line_number, faults, employee_number, campaign, training, version, status, due_at, assigned_at, completed_at) FROM stdin;
\.


COPY ops.staged_evidence (import_id, line_number, faults, employee_number, training, version, completed_at, score) FROM stdin;
\.


COPY ops.staged_trainings (import_id, line_number, faults, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days) FROM stdin;
\.


COPY ops.staged_users (import_id, line_number, faults, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, manager, attributes, db_role) FROM stdin;
\.


COPY ops.staged_versions (import_id, line_number, faults, training, label, state, author, content, objectives, sources, submitted_at, activated_at) FROM stdin;
\.


SELECT pg_catalog.setval('core.campaigns_campaign_id_seq', 8, true);


SELECT pg_catalog.setval('core.evidence_evidence_id_seq', 108, true);


SELECT pg_catalog.setval('core.exemptions_exemption_id_seq', 1, true);


SELECT pg_catalog.setval('core.recertification_runs_run_id_seq', 3, true);


SELECT pg_catalog.setval('core.review_tasks_review_task_id_seq', 8, true);


SELECT pg_catalog.setval('core.signatures_signature_id_seq', 1, false);


SELECT pg_catalog.setval('core.training_versions_version_id_seq', 30, true);


SELECT pg_catalog.setval('core.trainings_training_id_seq', 15, true);


SELECT pg_catalog.setval('core.users_user_id_seq', 20, true);


SELECT pg_catalog.setval('ops.imports_import_id_seq', 9, true);


ALTER TABLE ONLY audit.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (is_head);


ALTER TABLE ONLY audit.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (seq);


ALTER TABLE ONLY core.assignments
    ADD CONSTRAINT assignments_pkey PRIMARY KEY (user_id, campaign_id);


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_name_key UNIQUE (version_id, kind, name);


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (campaign_id);


ALTER TABLE ONLY core.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (user_id, evidence_id);


ALTER TABLE ONLY core.exemptions
    ADD CONSTRAINT exemptions_pkey PRIMARY KEY (user_id, exemption_id);


ALTER TABLE ONLY core.recertification_exceptions
    ADD CONSTRAINT recertification_exceptions_pkey PRIMARY KEY (user_id, run_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_moment_key UNIQUE (campaign_id, run_at);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_pkey PRIMARY KEY (run_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_pkey PRIMARY KEY (review_task_id);


ALTER TABLE ONLY core.signatures
    ADD CONSTRAINT signatures_evidence_key UNIQUE (user_id, evidence_id);


ALTER TABLE ONLY core.signatures
    ADD CONSTRAINT signatures_pkey PRIMARY KEY (user_id, signature_id);


ALTER TABLE ONLY core.training_history
    ADD CONSTRAINT training_history_pkey PRIMARY KEY (training_id, valid_until);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_label_key UNIQUE (training_id, label);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_pkey PRIMARY KEY (version_id);


ALTER TABLE ONLY core.trainings
    ADD CONSTRAINT trainings_name_key UNIQUE (name);


ALTER TABLE ONLY core.trainings
    ADD CONSTRAINT trainings_pkey PRIMARY KEY (training_id);


ALTER TABLE ONLY core.user_history
    ADD CONSTRAINT user_history_pkey PRIMARY KEY (user_id, valid_until);


ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_db_role_key UNIQUE (db_role);


ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_employee_number_key UNIQUE (employee_number);


ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (user_id);


ALTER TABLE ONLY core.version_sources
    ADD CONSTRAINT version_sources_key UNIQUE NULLS NOT DISTINCT (version_id, document, revision);


ALTER TABLE ONLY ops.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (import_id);


ALTER TABLE ONLY ops.migrations
    ADD CONSTRAINT migrations_name_key UNIQUE (name);


ALTER TABLE ONLY ops.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (migration_number);


ALTER TABLE ONLY ops.objects
    ADD CONSTRAINT objects_pkey PRIMARY KEY (path);


CREATE INDEX log_entity ON audit.log USING btree (entity_type, entity_id);


CREATE UNIQUE INDEX campaigns_one_recertification ON core.campaigns USING btree (version_id) WHERE (kind = 'recertification'::text);


CREATE INDEX evidence_version ON core.evidence USING btree (version_id, user_id);


CREATE UNIQUE INDEX review_tasks_one_open ON core.review_tasks USING btree (version_id, task_type) WHERE (state = 'open'::text);


CREATE UNIQUE INDEX training_versions_one_active ON core.training_versions USING btree (training_id) WHERE (state = 'active'::text);


CREATE INDEX users_manager ON core.users USING btree (manager_id) WHERE (manager_id IS NOT NULL);


CREATE TRIGGER head_is_never_deleted BEFORE DELETE OR TRUNCATE ON audit.head FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER log_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignments_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignments_have_parents AFTER INSERT ON core.assignments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_assignment_parents();


CREATE TRIGGER assignments_keep_their_key BEFORE UPDATE OF user_id, campaign_id, assigned_at, is_imported ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaigns_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaigns_keep_what_they_are BEFORE UPDATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_flag_goes_forward BEFORE UPDATE ON core.evidence FOR EACH ROW WHEN ((NOT (((old.recertification_status = 'current'::text) AND (new.recertification_status = ANY (ARRAY['expired'::text, 'superseded'::text]))) OR ((old.recertification_status = 'expired'::text) AND (new.recertification_status = 'superseded'::text))))) EXECUTE FUNCTION core._guard_evidence_flag();


CREATE TRIGGER evidence_has_parents AFTER INSERT ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_evidence_parents();


CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR TRUNCATE ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_is_immutable BEFORE UPDATE OF user_id, evidence_id, version_id, completed_at, recorded_at, is_imported, score, content_sha256 ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_is_superseded_by_a_campaign AFTER UPDATE ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_superseding_campaign();


CREATE TRIGGER exemptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.exemptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER recertification_exceptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.recertification_exceptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER recertification_exceptions_have_parents AFTER INSERT ON core.recertification_exceptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_exception_parents();


CREATE TRIGGER recertification_runs_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.recertification_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER review_tasks_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.review_tasks FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER review_tasks_are_resolved_once BEFORE UPDATE ON core.review_tasks FOR EACH ROW WHEN ((old.state = 'resolved'::text)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER signatures_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.signatures FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER training_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.training_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER training_versions_are_guarded BEFORE INSERT OR UPDATE ON core.training_versions FOR EACH ROW EXECUTE FUNCTION core._guard_version();


CREATE TRIGGER training_versions_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.training_versions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER trainings_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER trainings_keep_history AFTER UPDATE ON core.trainings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_training_history();


CREATE TRIGGER trainings_keep_their_key BEFORE UPDATE OF training_id, created_at ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER user_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.user_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER users_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER users_keep_history AFTER UPDATE ON core.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_user_history();


CREATE TRIGGER users_keep_their_key BEFORE UPDATE OF user_id, employee_number, created_at ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER version_sources_are_guarded BEFORE INSERT OR DELETE OR UPDATE ON core.version_sources FOR EACH ROW EXECUTE FUNCTION core._guard_version_source();


CREATE TRIGGER version_sources_are_never_truncated BEFORE TRUNCATE ON core.version_sources FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER imports_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.imports FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER imports_are_written_once BEFORE UPDATE ON ops.imports FOR EACH ROW WHEN ((old.audit_seq IS NOT NULL)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER migrations_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ops.migrations FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_creator_fkey FOREIGN KEY (created_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY core.exemptions
    ADD CONSTRAINT exemptions_granter_fkey FOREIGN KEY (granted_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.exemptions
    ADD CONSTRAINT exemptions_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id);


ALTER TABLE ONLY core.exemptions
    ADD CONSTRAINT exemptions_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_actor_fkey FOREIGN KEY (run_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES core.campaigns(campaign_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_opener_fkey FOREIGN KEY (opened_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_resolver_fkey FOREIGN KEY (resolved_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY core.signatures
    ADD CONSTRAINT signatures_evidence_fkey FOREIGN KEY (user_id, evidence_id) REFERENCES core.evidence(user_id, evidence_id);


ALTER TABLE ONLY core.training_history
    ADD CONSTRAINT training_history_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_approver_fkey FOREIGN KEY (approved_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_author_fkey FOREIGN KEY (author_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_rejecter_fkey FOREIGN KEY (rejected_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.training_versions
    ADD CONSTRAINT training_versions_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id);


ALTER TABLE ONLY core.user_history
    ADD CONSTRAINT user_history_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.users
    ADD CONSTRAINT users_manager_fkey FOREIGN KEY (manager_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.version_sources
    ADD CONSTRAINT version_sources_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY ops.imports
    ADD CONSTRAINT imports_starter_fkey FOREIGN KEY (started_by) REFERENCES core.users(user_id);


GRANT USAGE ON SCHEMA api TO recert_runner;
GRANT USAGE ON SCHEMA api TO recert_auditor;
GRANT USAGE ON SCHEMA api TO recert_builder;


GRANT USAGE ON SCHEMA audit TO recert_auditor;
GRANT USAGE ON SCHEMA audit TO recert_builder;


GRANT USAGE ON SCHEMA core TO recert_auditor;
GRANT USAGE ON SCHEMA core TO recert_builder;


GRANT USAGE ON SCHEMA mart_audit TO recert_auditor;


GRANT USAGE ON SCHEMA mart_compliance TO recert_auditor;


GRANT USAGE ON SCHEMA ops TO recert_runner;
GRANT USAGE ON SCHEMA ops TO recert_auditor;
GRANT USAGE ON SCHEMA ops TO recert_builder;


REVOKE ALL ON FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text) TO recert_runner;


REVOKE ALL ON FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) TO recert_runner;


REVOKE ALL ON FUNCTION api.begin_report_build() FROM PUBLIC;
GRANT ALL ON FUNCTION api.begin_report_build() TO recert_builder;


REVOKE ALL ON FUNCTION api.end_import(p_import_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.end_import(p_import_id bigint) TO recert_runner;


REVOKE ALL ON FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) TO recert_runner;


REVOKE ALL ON FUNCTION api.load_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.load_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) TO recert_runner;


REVOKE ALL ON FUNCTION api.preview_recertification(p_training text, p_label text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.preview_recertification(p_training text, p_label text) TO recert_runner;


REVOKE ALL ON FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text) TO recert_runner;


REVOKE ALL ON FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) TO recert_builder;


REVOKE ALL ON FUNCTION api.scan_overdue() FROM PUBLIC;
GRANT ALL ON FUNCTION api.scan_overdue() TO recert_runner;


REVOKE ALL ON FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[]) TO recert_runner;


REVOKE ALL ON FUNCTION api.verify_audit_chain() FROM PUBLIC;
GRANT ALL ON FUNCTION api.verify_audit_chain() TO recert_runner;
GRANT ALL ON FUNCTION api.verify_audit_chain() TO recert_auditor;


REVOKE ALL ON FUNCTION audit._append(VARIADIC p_entries audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._moment(p_moment timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._parsed(p_payload text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit._parsed(p_payload text) TO recert_builder;


REVOKE ALL ON FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone) FROM PUBLIC;


GRANT SELECT ON TABLE core.users TO recert_builder;


REVOKE ALL ON FUNCTION core._active_user(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._actor() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_attributes(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_boolean(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_integer(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_score(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_timestamp(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._changed_columns(p_before jsonb, p_after jsonb) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_assignment_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_evidence_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_exception_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_superseding_campaign() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._close_assignments(p_training_ids bigint[], p_at timestamp with time zone, p_user_ids bigint[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._collect_rejects(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._earlier_versions(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._fault(p_column_name text, p_reason text, p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._faults(VARIADIC p_faults ops.fault[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._finish_import(p_import ops.imports, p_details jsonb, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_evidence_flag() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_version() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_version_source() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._import(p_import_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._is_service() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_assignments(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_evidence(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_managers(p_import_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_trainings(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_users(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_versions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._keep_training_history() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._keep_user_history() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_assignments(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_evidence(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_trainings(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_users(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_versions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._lock_people(p_for_change boolean) FROM PUBLIC;


GRANT SELECT ON TABLE core.trainings TO recert_builder;


REVOKE ALL ON FUNCTION core._lock_training(p_name text) FROM PUBLIC;


GRANT SELECT ON TABLE core.training_versions TO recert_builder;


REVOKE ALL ON FUNCTION core._lock_version(p_training text, p_label text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) TO recert_builder;


REVOKE ALL ON FUNCTION core._parsed_sources(p_sources text[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._plan_digest(p_version_id bigint, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_population(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_activated boolean, p_audit_seq bigint) FROM PUBLIC;


GRANT SELECT ON TABLE core.recertification_runs TO recert_builder;


REVOKE ALL ON FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._refresh_statistics(p_table regclass, p_written bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._refuse_change() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_decider(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_importer(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_not_author(p_user_id bigint, p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_reason(p_reason text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_source(p_version core.training_versions) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_state(p_version core.training_versions, p_states text[], p_to_do text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._sources_of(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._training(p_name text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._training_fault(p_name text, p_training_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._trimmed(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._trimmed_list(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_fault(p_column_name text, p_number text, p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_id(p_employee_number text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._version(p_training core.trainings, p_label text) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._chained_hash(text, bytea) FROM PUBLIC;


GRANT SELECT ON TABLE audit.log TO recert_auditor;
GRANT SELECT ON TABLE audit.log TO recert_builder;


GRANT SELECT ON TABLE api.audit_log TO recert_auditor;
GRANT SELECT ON TABLE api.audit_log TO recert_runner;


GRANT SELECT ON TABLE api.import_columns TO recert_runner;


GRANT SELECT ON TABLE api.import_rejects TO recert_runner;


GRANT SELECT ON TABLE core.assignments TO recert_builder;


GRANT SELECT ON TABLE core.campaigns TO recert_builder;


GRANT SELECT ON TABLE core.exemptions TO recert_builder;


GRANT SELECT ON TABLE core.recertification_exceptions TO recert_builder;


GRANT SELECT ON TABLE api.recertification_outcomes TO recert_auditor;
GRANT SELECT ON TABLE api.recertification_outcomes TO recert_runner;


GRANT SELECT ON TABLE core.review_tasks TO recert_builder;


GRANT SELECT ON TABLE core.version_sources TO recert_builder;


GRANT SELECT ON TABLE api.review_queue TO recert_runner;


GRANT SELECT ON TABLE audit.head TO recert_auditor;
GRANT SELECT ON TABLE audit.head TO recert_builder;


GRANT SELECT ON TABLE core.evidence TO recert_auditor;
GRANT SELECT ON TABLE core.evidence TO recert_builder;


GRANT SELECT ON TABLE core.signatures TO recert_auditor;
GRANT SELECT ON TABLE core.signatures TO recert_builder;


GRANT SELECT ON TABLE core.training_history TO recert_builder;


GRANT SELECT ON TABLE core.user_history TO recert_builder;


GRANT SELECT ON TABLE ops.migrations TO recert_runner;
GRANT SELECT ON TABLE ops.migrations TO recert_auditor;
GRANT SELECT ON TABLE ops.migrations TO recert_builder;


GRANT SELECT ON TABLE ops.objects TO recert_runner;
GRANT SELECT ON TABLE ops.objects TO recert_auditor;
GRANT SELECT ON TABLE ops.objects TO recert_builder;


GRANT INSERT ON TABLE ops.staged_assignments TO recert_runner;


GRANT INSERT ON TABLE ops.staged_evidence TO recert_runner;


GRANT INSERT ON TABLE ops.staged_trainings TO recert_runner;


GRANT INSERT ON TABLE ops.staged_users TO recert_runner;


GRANT INSERT ON TABLE ops.staged_versions TO recert_runner;


ALTER DEFAULT PRIVILEGES FOR ROLE recert_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


