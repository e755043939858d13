-- Schema version 14 with data, by tests/install/dump_release.py.
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
	dry_run boolean,
	scope jsonb,
	effective_on date,
	scheduled_recertification_id bigint
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


CREATE FUNCTION api.acting_user() RETURNS TABLE(user_id bigint, employee_number text, full_name text, role text, is_system boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.acting_user() OWNER TO recert_owner;

CREATE FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean DEFAULT true, p_recertify_everyone boolean DEFAULT false, p_plan_digest text DEFAULT NULL::text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) OWNER TO recert_owner;

CREATE FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) OWNER TO recert_owner;

CREATE FUNCTION api.begin_job_step(p_job text, p_step text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION api.begin_job_step(p_job text, p_step text) OWNER TO recert_owner;

CREATE FUNCTION api.begin_report_build() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.begin_report_build() OWNER TO recert_owner;

CREATE FUNCTION api.cancel_recertification(p_scheduled_recertification_id bigint, p_change_reason text) RETURNS TABLE(scheduled_recertification_id bigint, training text, version text, effective_on date, state text, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.cancel_recertification(p_scheduled_recertification_id bigint, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.claim_job(p_job text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.claim_job(p_job text) OWNER TO recert_owner;

CREATE FUNCTION api.claim_notifications() RETURNS bigint[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.claim_notifications() OWNER TO recert_owner;

CREATE FUNCTION api.compare_versions(p_training text, p_label text) RETURNS TABLE(training text, version text, state text, base_version text, content text, base_content text, objectives text[], base_objectives text[], sources text[], base_sources text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.compare_versions(p_training text, p_label text) OWNER TO recert_owner;

CREATE FUNCTION api.complete_training(p_training text, p_score numeric DEFAULT NULL::numeric, p_signature_method text DEFAULT NULL::text, p_employee_number text DEFAULT NULL::text) RETURNS TABLE(employee_number text, training text, version text, evidence_id bigint, completed_at timestamp with time zone, score numeric, signature_id bigint, manifestation text, assignments_closed bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.complete_training(p_training text, p_score numeric, p_signature_method text, p_employee_number text) OWNER TO recert_owner;

CREATE FUNCTION api.create_campaign(p_training text, p_name text, p_due_at timestamp with time zone, p_change_reason text, p_employee_numbers text[] DEFAULT NULL::text[], p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_activities text[] DEFAULT NULL::text[], p_plants text[] DEFAULT NULL::text[], p_lines text[] DEFAULT NULL::text[], p_workstations text[] DEFAULT NULL::text[], p_attributes text DEFAULT NULL::text) RETURNS TABLE(campaign_id bigint, campaign text, training text, version text, due_at timestamp with time zone, population bigint, created bigint, already_current bigint, inactive bigint, exempt bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.create_campaign(p_training text, p_name text, p_due_at timestamp with time zone, p_change_reason text, p_employee_numbers text[], p_departments text[], p_locations text[], p_activities text[], p_plants text[], p_lines text[], p_workstations text[], p_attributes text) OWNER TO recert_owner;

CREATE FUNCTION api.decline_recertification(p_training text, p_label text, p_change_reason text) RETURNS TABLE(training text, version text, review_task_id bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.decline_recertification(p_training text, p_label text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.end_import(p_import_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.end_import(p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION api.end_job_step(p_job_run_id bigint, p_state text, p_result jsonb DEFAULT NULL::jsonb, p_sqlstate text DEFAULT NULL::text, p_message text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.end_job_step(p_job_run_id bigint, p_state text, p_result jsonb, p_sqlstate text, p_message text) OWNER TO recert_owner;

CREATE FUNCTION api.export_notifications(p_notification_ids bigint[] DEFAULT NULL::bigint[]) RETURNS TABLE(notification_id bigint, kind text, employee_number text, full_name text, email text, copy_to text, copy_email text, training text, version text, campaign text, due_at timestamp with time zone, created_at timestamp with time zone, subject text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.export_notifications(p_notification_ids bigint[]) OWNER TO recert_owner;

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

CREATE FUNCTION api.preview_expiry(p_within_days integer DEFAULT 0) RETURNS TABLE(training text, version text, interval_days integer, people bigint, evidence bigint, first_expires_at timestamp with time zone, last_expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.preview_expiry(p_within_days integer) OWNER TO recert_owner;

CREATE FUNCTION api.preview_recertification(p_training text, p_label text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date) RETURNS TABLE(training text, version text, campaign text, activated boolean, population bigint, created bigint, already_enrolled bigint, already_current bigint, inactive bigint, exempt bigint, evidence_superseded bigint, due_at timestamp with time zone, plan_digest text, audit_seq bigint, dry_run boolean, scope jsonb, effective_on date, breakdown jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.preview_recertification(p_training text, p_label text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) OWNER TO recert_owner;

CREATE FUNCTION api.reactivate_user(p_employee_number text, p_change_reason text) RETURNS TABLE(user_id bigint, employee_number text, assigned bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.reactivate_user(p_employee_number text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text DEFAULT NULL::text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_actor_id constant bigint := core._actor();
    v_version core.training_versions;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['active'], 'recertified');

    return core._decide_recertification(
        v_version.version_id, v_actor_id, p_change_reason, p_plan_digest,
        core._recertification_scope(v_version, p_departments, p_locations, p_from_versions),
        core._effective_day(p_effective_on), false, '{}'
    );
end;
$$;


ALTER FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) OWNER TO recert_owner;

CREATE FUNCTION api.recompute_assignments(p_employee_number text DEFAULT NULL::text, p_queued_only boolean DEFAULT false) RETURNS TABLE(users bigint, rules bigint, created bigint, missed bigint, recomputed_at timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.recompute_assignments(p_employee_number text, p_queued_only boolean) OWNER TO recert_owner;

CREATE FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) OWNER TO recert_owner;

CREATE FUNCTION api.reject_version(p_training text, p_label text, p_change_reason text) RETURNS TABLE(training text, version text, state text, review_task_id bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.reject_version(p_training text, p_label text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.resolve_review_task(p_review_task_id bigint, p_resolution text, p_change_reason text) RETURNS TABLE(review_task_id bigint, task_type text, training text, version text, resolution text, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.resolve_review_task(p_review_task_id bigint, p_resolution text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION api.run_scheduled_recertification(p_scheduled_recertification_id bigint) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.run_scheduled_recertification(p_scheduled_recertification_id bigint) OWNER TO recert_owner;

CREATE FUNCTION api.scan_expiry() RETURNS TABLE(expired bigint, people bigint, created bigint, still_current bigint, already_enrolled bigint, inactive bigint, exempt bigint, without_active_version bigint, campaigns text[], scanned_at timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.scan_expiry() OWNER TO recert_owner;

CREATE FUNCTION api.scan_overdue() RETURNS TABLE(marked bigint, cleared bigint, moved bigint, overdue bigint, scanned_at timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.scan_overdue() OWNER TO recert_owner;

CREATE FUNCTION api.sign_evidence(p_training text, p_signature_method text, p_evidence_id bigint DEFAULT NULL::bigint) RETURNS TABLE(employee_number text, training text, version text, evidence_id bigint, signature_id bigint, manifestation text, signature_method text, client_addr inet, signed_at timestamp with time zone, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.sign_evidence(p_training text, p_signature_method text, p_evidence_id bigint) OWNER TO recert_owner;

CREATE FUNCTION api.start_assignment(p_training text, p_employee_number text DEFAULT NULL::text) RETURNS TABLE(employee_number text, training text, started bigint, in_progress bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.start_assignment(p_training text, p_employee_number text) OWNER TO recert_owner;

CREATE FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[] DEFAULT '{}'::text[], p_addressed_to text DEFAULT 'quality_admin'::text) RETURNS TABLE(training text, version text, state text, review_task_id bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[], p_addressed_to text) OWNER TO recert_owner;

CREATE FUNCTION api.upsert_user(p_employee_number text, p_full_name text DEFAULT NULL::text, p_email text DEFAULT NULL::text, p_role text DEFAULT NULL::text, p_is_active boolean DEFAULT NULL::boolean, p_department text DEFAULT NULL::text, p_location text DEFAULT NULL::text, p_activity text DEFAULT NULL::text, p_plant text DEFAULT NULL::text, p_line text DEFAULT NULL::text, p_workstation text DEFAULT NULL::text, p_manager text DEFAULT NULL::text, p_attributes jsonb DEFAULT NULL::jsonb, p_db_role text DEFAULT NULL::text) RETURNS TABLE(user_id bigint, employee_number text, outcome text, assigned bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.upsert_user(p_employee_number text, p_full_name text, p_email text, p_role text, p_is_active boolean, p_department text, p_location text, p_activity text, p_plant text, p_line text, p_workstation text, p_manager text, p_attributes jsonb, p_db_role text) OWNER TO recert_owner;

CREATE FUNCTION api.verify_audit_chain() RETURNS TABLE(is_intact boolean, rows_checked bigint, first_bad_seq bigint, problem text, head_seq bigint, head_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION api.verify_audit_chain() OWNER TO recert_owner;

CREATE FUNCTION api.write_reminders() RETURNS TABLE(due_in_30_days bigint, due_in_14_days bigint, due_in_7_days bigint, due_in_1_day bigint, overdue bigint, written_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION api.write_reminders() OWNER TO recert_owner;

CREATE FUNCTION audit._append(VARIADIC p_entries audit.entry[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION audit._append(VARIADIC p_entries audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256((COALESCE(p_so_far, p_start) || convert_to(p_payload, 'UTF8'::name)));


ALTER FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) OWNER TO recert_owner;

CREATE FUNCTION audit._moment(p_moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN to_char((p_moment AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text);


ALTER FUNCTION audit._moment(p_moment timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION audit._parsed(p_payload text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION audit._parsed(p_payload text) OWNER TO recert_owner;

CREATE FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) RETURNS jsonb
    LANGUAGE sql STABLE
    RETURN jsonb_build_object('seq', p_seq, 'occurred_at', audit._moment(p_occurred_at), 'actor', p_actor, 'db_role', p_db_role, 'client_addr', host(p_client_addr), 'action', p_action, 'entity_type', p_entity_type, 'entity_id', p_entity_id, 'change_reason', p_change_reason);


ALTER FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) OWNER TO recert_owner;

CREATE FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone, p_actor_id bigint, p_is_decided boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone, p_actor_id bigint, p_is_decided boolean) OWNER TO recert_owner;

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


CREATE FUNCTION core._active_version(p_training core.trainings) RETURNS core.training_versions
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._active_version(p_training core.trainings) OWNER TO recert_owner;

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
    RETURN CASE WHEN (translate("left"(p_value, 10), '123456789'::text, '000000000'::text) <> '0000-00-00'::text) THEN NULL::timestamp with time zone WHEN ("left"(p_value, 1) = '0'::text) THEN NULL::timestamp with time zone WHEN ("left"(p_value, 4) = '9999'::text) THEN NULL::timestamp with time zone WHEN (((substr(p_value, 9, 2) COLLATE "C") < '01'::text) OR ((substr(p_value, 9, 2) COLLATE "C") > CASE substr(p_value, 6, 2) WHEN '01'::text THEN '31'::text WHEN '03'::text THEN '31'::text WHEN '05'::text THEN '31'::text WHEN '07'::text THEN '31'::text WHEN '08'::text THEN '31'::text WHEN '10'::text THEN '31'::text WHEN '12'::text THEN '31'::text WHEN '04'::text THEN '30'::text WHEN '06'::text THEN '30'::text WHEN '09'::text THEN '30'::text WHEN '11'::text THEN '30'::text WHEN '02'::text THEN '29'::text ELSE '00'::text END)) THEN NULL::timestamp with time zone WHEN ((substr(p_value, 5, 6) = '-02-29'::text) AND ("left"(p_value, 4) !~ '(?:0[48]|[2468][048]|[13579][26])$'::text) AND ("left"(p_value, 4) !~ '^(?:[2468][048]|[13579][26])00$'::text)) THEN NULL::timestamp with time zone WHEN (length(p_value) = 10) THEN ((p_value || ' +00'::text))::timestamp with time zone WHEN (substr(p_value, 11) !~ ('^[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?'::text || '(?: ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'::text)) THEN NULL::timestamp with time zone WHEN (substr(p_value, 11) ~ '[Z+-]'::text) THEN (p_value)::timestamp with time zone ELSE ((p_value || ' +00'::text))::timestamp with time zone END;


ALTER FUNCTION core._as_timestamp(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._as_wanted_attributes(p_value text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._as_wanted_attributes(p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._assign_missed(p_user_ids bigint[], p_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._assign_missed(p_user_ids bigint[], p_at timestamp with time zone) OWNER TO recert_owner;

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

CREATE FUNCTION core._check_campaign_exception_parents() RETURNS trigger
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
        raise exception 'An exception names a user or campaign that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'campaign_id ' || v_campaign_id),
            hint = 'Record the user and the campaign first.';
    end if;
    return null;
end;
$$;


ALTER FUNCTION core._check_campaign_exception_parents() OWNER TO recert_owner;

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

CREATE FUNCTION core._check_rule_trainings() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_training_id bigint;
begin
    select min(i.training_id) into v_training_id
    from new_rows as n
    cross join lateral unnest(n.training_ids) as i (training_id)
    where not exists (select from core.trainings as t where t.training_id = i.training_id);
    if v_training_id is not null then
        raise exception 'A rule names a training that does not exist'
            using errcode = 'ZR207',
            detail = format('training_id %s', v_training_id),
            hint = 'Record the training first.';
    end if;
    return null;
end;
$$;


ALTER FUNCTION core._check_rule_trainings() OWNER TO recert_owner;

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
    CONSTRAINT imports_kind_is_known CHECK ((kind = ANY (ARRAY['users'::text, 'trainings'::text, 'versions'::text, 'evidence'::text, 'assignments'::text, 'completions'::text, 'rules'::text, 'documents'::text]))),
    CONSTRAINT imports_nothing_is_dropped CHECK (((((inserted + updated) + skipped) + rejected) = read))
);


ALTER TABLE ops.imports OWNER TO recert_owner;

COMMENT ON TABLE ops.imports IS 'The register of loads: one row for each file that was loaded.';


COMMENT ON COLUMN ops.imports.import_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN ops.imports.kind IS 'users, trainings, versions, evidence, assignments, completions, rules or documents.';


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

CREATE FUNCTION core._completion_entry(p_evidence_id bigint, p_employee_number text, p_training text, p_version text, p_score numeric, p_content_sha256 bytea) RETURNS audit.entry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('complete_training'::text, 'evidence'::text, (p_evidence_id)::text, NULL::text, jsonb_build_object('employee_number', p_employee_number, 'training', p_training, 'version', p_version, 'score', p_score, 'content_sha256', encode(p_content_sha256, 'hex'::text)))::audit.entry;


ALTER FUNCTION core._completion_entry(p_evidence_id bigint, p_employee_number text, p_training text, p_version text, p_score numeric, p_content_sha256 bytea) OWNER TO recert_owner;

CREATE FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (p_moment + ((p_days)::double precision * '24:00:00'::interval));


ALTER FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) OWNER TO recert_owner;

CREATE FUNCTION core._decide_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_activated boolean, p_preceding audit.entry[]) RETURNS core.recertification_result
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._decide_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_activated boolean, p_preceding audit.entry[]) OWNER TO recert_owner;

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

CREATE FUNCTION core._effective_day(p_effective_on date) RETURNS date
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    v_today constant pg_catalog.date := (clock_timestamp() at time zone 'UTC')::pg_catalog.date;
begin
    if p_effective_on < v_today or p_effective_on > v_today + 3650 then
        raise exception 'The day from which people are recertified is not a day to come'
            using errcode = 'ZR102',
            detail = format('effective on %s, today is %s in UTC', p_effective_on, v_today),
            hint = 'Give a day in the next ten years, or leave it out to recertify now.';
    end if;
    return nullif(p_effective_on, v_today);
end;
$$;


ALTER FUNCTION core._effective_day(p_effective_on date) OWNER TO recert_owner;

CREATE FUNCTION core._exemptions_at(p_at timestamp with time zone) RETURNS TABLE(user_id bigint, training_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ left out of this dump $$;


ALTER FUNCTION core._exemptions_at(p_at timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._expiring(p_at timestamp with time zone) RETURNS TABLE(user_id bigint, evidence_id bigint, training_id bigint, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._expiring(p_at timestamp with time zone) OWNER TO recert_owner;

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

CREATE FUNCTION core._has_attributes(p_wanted jsonb, p_attributes jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ left out of this dump $$;


ALTER FUNCTION core._has_attributes(p_wanted jsonb, p_attributes jsonb) OWNER TO recert_owner;

CREATE FUNCTION core._import(p_import_id bigint) RETURNS ops.imports
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._import(p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._in_dimension(p_wanted text[], p_value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((p_wanted = '{}'::text[]) OR COALESCE((p_value = ANY (p_wanted)), false));


ALTER FUNCTION core._in_dimension(p_wanted text[], p_value text) OWNER TO recert_owner;

CREATE FUNCTION core._is_service() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._is_service() OWNER TO recert_owner;

CREATE FUNCTION core._judge_assignments(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_assignments(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_completions(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_completions(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._judge_documents(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_documents(p_import ops.imports) OWNER TO recert_owner;

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

CREATE FUNCTION core._judge_rules(p_import ops.imports) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._judge_rules(p_import ops.imports) OWNER TO recert_owner;

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

CREATE FUNCTION core._keep_rule_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    insert into core.rule_history (rule_id, valid_until, record)
    select o.rule_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.rule_id = n.rule_id
    where o is distinct from n
    order by o.rule_id;
    return null;
end;
$$;


ALTER FUNCTION core._keep_rule_history() OWNER TO recert_owner;

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

CREATE FUNCTION core._left_out(p_version_id bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._left_out(p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._load_assignments(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_assignments(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_completions(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_completions(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_documents(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_documents(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_evidence(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_evidence(p_import ops.imports) OWNER TO recert_owner;

CREATE FUNCTION core._load_rules(p_import ops.imports) RETURNS ops.import_outcome
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._load_rules(p_import ops.imports) OWNER TO recert_owner;

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

CREATE FUNCTION core._lock_for_assigning() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._lock_for_assigning() OWNER TO recert_owner;

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

CREATE TABLE core.scheduled_recertifications (
    scheduled_recertification_id bigint CONSTRAINT scheduled_recertifications_scheduled_recertification_i_not_null NOT NULL,
    version_id bigint NOT NULL,
    effective_on date NOT NULL,
    scope jsonb,
    change_reason text NOT NULL,
    plan_digest text NOT NULL,
    decided_by bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    run_id bigint,
    ended_at timestamp with time zone,
    ended_by bigint,
    end_reason text,
    CONSTRAINT scheduled_recertifications_end_fits_state CHECK ((((state = 'planned'::text) = (ended_at IS NULL)) AND ((state = 'done'::text) = (run_id IS NOT NULL)))),
    CONSTRAINT scheduled_recertifications_scope_is_an_object CHECK ((jsonb_typeof(scope) = 'object'::text)),
    CONSTRAINT scheduled_recertifications_state_is_known CHECK ((state = ANY (ARRAY['planned'::text, 'done'::text, 'cancelled'::text, 'superseded'::text])))
);


ALTER TABLE core.scheduled_recertifications OWNER TO recert_owner;

COMMENT ON TABLE core.scheduled_recertifications IS 'Recertifications decided for a day to come. A row is never deleted, and changes once: when it is
done, cancelled, or superseded by a newer version.';


COMMENT ON COLUMN core.scheduled_recertifications.scheduled_recertification_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.scheduled_recertifications.version_id IS 'The active version.';


COMMENT ON COLUMN core.scheduled_recertifications.effective_on IS 'UTC day from which the daily job does it.';


COMMENT ON COLUMN core.scheduled_recertifications.scope IS 'To whom it is limited, as in recertification_runs; null for everyone.';


COMMENT ON COLUMN core.scheduled_recertifications.change_reason IS 'Why, verbatim.';


COMMENT ON COLUMN core.scheduled_recertifications.plan_digest IS 'Digest of the plan at the time of the decision.';


COMMENT ON COLUMN core.scheduled_recertifications.decided_by IS 'Who decided it.';


COMMENT ON COLUMN core.scheduled_recertifications.decided_at IS 'When it was decided.';


COMMENT ON COLUMN core.scheduled_recertifications.state IS 'planned, done, cancelled or superseded.';


COMMENT ON COLUMN core.scheduled_recertifications.run_id IS 'The run that did it.';


COMMENT ON COLUMN core.scheduled_recertifications.ended_at IS 'When it was done, cancelled or superseded.';


COMMENT ON COLUMN core.scheduled_recertifications.ended_by IS 'Who ended it; null for scheduled work.';


COMMENT ON COLUMN core.scheduled_recertifications.end_reason IS 'Why it was cancelled, verbatim.';


CREATE FUNCTION core._lock_scheduled(p_scheduled_recertification_id bigint) RETURNS core.scheduled_recertifications
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._lock_scheduled(p_scheduled_recertification_id bigint) OWNER TO recert_owner;

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

CREATE FUNCTION core._manifestation(p_full_name text, p_employee_number text, p_training text, p_version text, p_completed_at timestamp with time zone, p_signed_at timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN format('I, %s (%s), completed the training "%s" in version %s on %s and sign this record on %s.'::text, p_full_name, p_employee_number, p_training, p_version, to_char((p_completed_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI:SS "UTC"'::text), to_char((p_signed_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI:SS "UTC"'::text));


ALTER FUNCTION core._manifestation(p_full_name text, p_employee_number text, p_training text, p_version text, p_completed_at timestamp with time zone, p_signed_at timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) RETURNS ops.imports
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) OWNER TO recert_owner;

CREATE FUNCTION core._open_review_task(p_version_id bigint, p_task_type text, p_addressed_to text, p_at timestamp with time zone, p_actor_id bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._open_review_task(p_version_id bigint, p_task_type text, p_addressed_to text, p_at timestamp with time zone, p_actor_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ left out of this dump $$;


ALTER FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._parsed_sources(p_sources text[]) RETURNS TABLE(document text, revision text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $_$ left out of this dump $_$;


ALTER FUNCTION core._parsed_sources(p_sources text[]) OWNER TO recert_owner;

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


CREATE FUNCTION core._periodic_campaigns(p_at timestamp with time zone) RETURNS SETOF core.campaigns
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._periodic_campaigns(p_at timestamp with time zone) OWNER TO recert_owner;

CREATE FUNCTION core._person_concerned(p_actor_id bigint, p_employee_number text) RETURNS core.users
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._person_concerned(p_actor_id bigint, p_employee_number text) OWNER TO recert_owner;

CREATE FUNCTION core._plan_digest(p_version_id bigint, p_scope jsonb, p_effective_on date, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._plan_digest(p_version_id bigint, p_scope jsonb, p_effective_on date, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) OWNER TO recert_owner;

CREATE FUNCTION core._queue_changed_users() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    insert into core.recompute_queue (user_id)
    select n.user_id
    from old_rows as o
    inner join new_rows as n on o.user_id = n.user_id
    where (
        o.is_active, o.department, o.location, o.activity, o.plant, o.line, o.workstation, o.attributes
    ) is distinct from (
        n.is_active, n.department, n.location, n.activity, n.plant, n.line, n.workstation, n.attributes
    )
    order by n.user_id
    -- an update, so that a run that takes the row meanwhile waits for what it is to see
    on conflict (user_id) do update set queued_at = excluded.queued_at;
    return null;
end;
$$;


ALTER FUNCTION core._queue_changed_users() OWNER TO recert_owner;

CREATE FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone, p_addressed_to text) RETURNS audit.entry[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone, p_addressed_to text) OWNER TO recert_owner;

CREATE FUNCTION core._queue_new_users() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    insert into core.recompute_queue (user_id)
    select n.user_id
    from new_rows as n
    order by n.user_id
    on conflict (user_id) do nothing;
    return null;
end;
$$;


ALTER FUNCTION core._queue_new_users() OWNER TO recert_owner;

CREATE FUNCTION core._queue_outdated_sources(p_training_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) RETURNS bigint[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._queue_outdated_sources(p_training_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_decision(p_version_id bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recertification_decision(p_version_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_population(p_version_id bigint, p_scope jsonb) RETURNS TABLE(user_id bigint, department text, location text, evidence_rows bigint, outcome text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recertification_population(p_version_id bigint, p_scope jsonb) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_scheduled_recertification_id bigint, p_activated boolean, p_audit_seq bigint) RETURNS core.recertification_result
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_scheduled_recertification_id bigint, p_activated boolean, p_audit_seq bigint) OWNER TO recert_owner;

CREATE FUNCTION core._recertification_scope(p_version core.training_versions, p_departments text[], p_locations text[], p_from_versions text[]) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_scope pg_catalog.jsonb;
    v_wrong pg_catalog.text;
begin
    -- left out in silence, a blank one would widen what the others limit
    if exists (
        select
        from unnest(p_departments || p_locations || p_from_versions) as u (name)
        where core._trimmed(u.name) is null
    ) then
        raise exception 'A recertification is not limited to a blank name'
            using errcode = 'ZR102',
            detail = 'department, location or version is blank',
            hint = 'Leave it out to recertify everyone.';
    end if;

    select jsonb_object_agg(s.part, s.given) into v_scope
    from (
        select g.part, jsonb_agg(distinct core._trimmed(u.name)) as given
        from (
            values
            ('departments', p_departments),
            ('locations', p_locations),
            ('from_versions', p_from_versions)
        ) as g (part, names)
        cross join lateral unnest(g.names) as u (name)
        group by g.part
    ) as s;
    if v_scope is null then
        return null;
    end if;

    -- a name that nobody has would recertify nobody, and look like success
    select string_agg(format('%s "%s"', n.part, n.name), ', ' order by n.part, n.name)
    into v_wrong
    from (
        select 'department' as part, d.name
        from jsonb_array_elements_text(v_scope -> 'departments') as d (name)
        where not exists (select from core.users as u where u.department = d.name)
        union all
        select 'location', l.name
        from jsonb_array_elements_text(v_scope -> 'locations') as l (name)
        where not exists (select from core.users as u where u.location = l.name)
    ) as n;
    if v_wrong is not null then
        raise exception 'Nobody is in this department or location'
            using errcode = 'ZR102',
            detail = v_wrong,
            hint = 'Check the name, upper and lower case included.';
    end if;

    select string_agg(format('"%s"', f.label), ', ' order by f.label) into v_wrong
    from jsonb_array_elements_text(v_scope -> 'from_versions') as f (label)
    where not exists (
        select from core.training_versions as v
        where v.training_id = p_version.training_id and v.label = f.label
            and v.version_id = any(core._earlier_versions(p_version.version_id))
    );
    if v_wrong is not null then
        raise exception 'This is no earlier version of the training'
            using errcode = 'ZR102',
            detail = format('version %s, recertifying for "%s"', v_wrong, p_version.label),
            hint = 'Name a version that was in force before.';
    end if;
    return v_scope;
end;
$$;


ALTER FUNCTION core._recertification_scope(p_version core.training_versions, p_departments text[], p_locations text[], p_from_versions text[]) OWNER TO recert_owner;

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
    scope jsonb,
    CONSTRAINT recertification_runs_nobody_is_dropped CHECK ((((((created + already_enrolled) + already_current) + inactive) + exempt) = population)),
    CONSTRAINT recertification_runs_scope_is_an_object CHECK ((jsonb_typeof(scope) = 'object'::text))
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


COMMENT ON COLUMN core.recertification_runs.scope IS 'To whom the run was limited: departments, locations, from_versions, each an array; null for
everyone.';


CREATE FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_details jsonb, p_preceding audit.entry[]) RETURNS core.recertification_runs
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_details jsonb, p_preceding audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION core._recompute(p_user_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    SET work_mem TO '256MB'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recompute(p_user_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._recompute_everyone(p_reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._recompute_everyone(p_reason text) OWNER TO recert_owner;

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

CREATE FUNCTION core._require_addressee(p_user_id bigint, p_version_id bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._require_addressee(p_user_id bigint, p_version_id bigint) OWNER TO recert_owner;

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

CREATE FUNCTION core._require_plan(p_plan_digest text, p_digest_now text, p_population bigint) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._require_plan(p_plan_digest text, p_digest_now text, p_population bigint) OWNER TO recert_owner;

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

CREATE FUNCTION core._require_signature_method(p_method text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._require_signature_method(p_method text) OWNER TO recert_owner;

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

CREATE FUNCTION core._resolve_review_tasks(p_version_ids bigint[], p_task_types text[], p_resolution text, p_reason text, p_at timestamp with time zone, p_actor_id bigint) RETURNS bigint[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._resolve_review_tasks(p_version_ids bigint[], p_task_types text[], p_resolution text, p_reason text, p_at timestamp with time zone, p_actor_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._schedule_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_details jsonb, p_preceding audit.entry[]) RETURNS TABLE(scheduled_recertification_id bigint, audit_seq bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._schedule_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_details jsonb, p_preceding audit.entry[]) OWNER TO recert_owner;

CREATE FUNCTION core._share_training(p_name text) RETURNS core.trainings
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._share_training(p_name text) OWNER TO recert_owner;

CREATE TABLE core.signatures (
    user_id bigint NOT NULL,
    signature_id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    manifestation text NOT NULL,
    method text NOT NULL,
    client_addr inet,
    signed_at timestamp with time zone NOT NULL,
    import_id bigint,
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


COMMENT ON COLUMN core.signatures.import_id IS 'The file of completions that handed it over; null when the person signed here.';


CREATE FUNCTION core._sign(p_user_ids bigint[], p_evidence_ids bigint[], p_methods text[], p_at timestamp with time zone, p_import_id bigint DEFAULT NULL::bigint) RETURNS SETOF core.signatures
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._sign(p_user_ids bigint[], p_evidence_ids bigint[], p_methods text[], p_at timestamp with time zone, p_import_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._signature_entry(p_signature core.signatures, p_employee_number text, p_training text, p_version text) RETURNS audit.entry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('sign_evidence'::text, 'evidence'::text, ((p_signature).evidence_id)::text, NULL::text, jsonb_build_object('employee_number', p_employee_number, 'training', p_training, 'version', p_version, 'signature_id', (p_signature).signature_id, 'method', (p_signature).method, 'manifestation', (p_signature).manifestation, 'import_id', (p_signature).import_id))::audit.entry;


ALTER FUNCTION core._signature_entry(p_signature core.signatures, p_employee_number text, p_training text, p_version text) OWNER TO recert_owner;

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

CREATE FUNCTION core._user_before(p_user_id bigint) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._user_before(p_user_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._user_entry(p_user core.users, p_before jsonb, p_assigned_at timestamp with time zone, p_details jsonb) RETURNS audit.entry
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._user_entry(p_user core.users, p_before jsonb, p_assigned_at timestamp with time zone, p_details jsonb) OWNER TO recert_owner;

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

CREATE FUNCTION core._welcome_back(p_user_ids bigint[], p_actor_id bigint) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$ left out of this dump $$;


ALTER FUNCTION core._welcome_back(p_user_ids bigint[], p_actor_id bigint) OWNER TO recert_owner;

CREATE FUNCTION core._withdraw_reminders(p_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$ left out of this dump $$;


ALTER FUNCTION core._withdraw_reminders(p_at timestamp with time zone) OWNER TO recert_owner;

CREATE AGGREGATE audit._chained_hash(p_payload text, p_start bytea) (
    SFUNC = audit._chain_hash,
    STYPE = bytea
);


ALTER AGGREGATE audit._chained_hash(p_payload text, p_start bytea) OWNER TO recert_owner;

COMMENT ON AGGREGATE audit._chained_hash(p_payload text, p_start bytea) IS 'Hash of the chain after all payloads so far, in the order of the window, begun at p_start.';


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


CREATE VIEW api.assignments AS
 SELECT u.employee_number,
    u.full_name,
    t.name AS training,
    v.label AS version,
    n.label AS active_version,
    c.campaign_id,
    c.name AS campaign,
    c.kind,
    a.status,
    a.assigned_at,
    a.due_at,
    a.started_at,
    a.completed_at,
    a.overdue_since,
    u.is_active
   FROM (((((core.assignments a
     JOIN core.users u ON ((a.user_id = u.user_id)))
     JOIN core.campaigns c ON ((a.campaign_id = c.campaign_id)))
     JOIN core.training_versions v ON ((c.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     LEFT JOIN core.training_versions n ON (((t.training_id = n.training_id) AND (n.state = 'active'::text))));


ALTER VIEW api.assignments OWNER TO recert_owner;

COMMENT ON VIEW api.assignments IS 'Every assignment with its person, training and campaign. Completing a training closes all its open
ones.';


COMMENT ON COLUMN api.assignments.employee_number IS 'The person''s number.';


COMMENT ON COLUMN api.assignments.full_name IS 'The person''s name.';


COMMENT ON COLUMN api.assignments.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.assignments.version IS 'Label of the version of the campaign.';


COMMENT ON COLUMN api.assignments.active_version IS 'Label of the version that is completed now; null when none is active.';


COMMENT ON COLUMN api.assignments.campaign_id IS 'The campaign.';


COMMENT ON COLUMN api.assignments.campaign IS 'Its name.';


COMMENT ON COLUMN api.assignments.kind IS 'manual, rule, recertification or periodic.';


COMMENT ON COLUMN api.assignments.status IS 'not_started, in_progress, completed or cancelled.';


COMMENT ON COLUMN api.assignments.assigned_at IS 'When it was assigned.';


COMMENT ON COLUMN api.assignments.due_at IS 'When it is due.';


COMMENT ON COLUMN api.assignments.started_at IS 'When the person started.';


COMMENT ON COLUMN api.assignments.completed_at IS 'When it was completed.';


COMMENT ON COLUMN api.assignments.overdue_since IS 'Since when it is overdue, as the scan found.';


COMMENT ON COLUMN api.assignments.is_active IS 'Whether the person is active.';


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


CREATE TABLE core.campaign_exceptions (
    user_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    outcome text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT campaign_exceptions_outcome_is_known CHECK ((outcome = ANY (ARRAY['already_current'::text, 'inactive'::text, 'exempt'::text])))
);


ALTER TABLE core.campaign_exceptions OWNER TO recert_owner;

COMMENT ON TABLE core.campaign_exceptions IS 'People whom a manual or periodic campaign concerned and who were not enrolled, and why;
append-only.';


COMMENT ON COLUMN core.campaign_exceptions.user_id IS 'The person.';


COMMENT ON COLUMN core.campaign_exceptions.campaign_id IS 'The campaign.';


COMMENT ON COLUMN core.campaign_exceptions.outcome IS 'already_current, inactive or exempt.';


COMMENT ON COLUMN core.campaign_exceptions.recorded_at IS 'When they were left out.';


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


CREATE VIEW api.campaign_people AS
 SELECT c.campaign_id,
    c.name AS campaign,
    u.user_id,
    u.employee_number,
    u.full_name,
    o.outcome,
    o.status,
    o.assigned_at,
    o.due_at,
    o.completed_at,
    o.overdue_since
   FROM ((( SELECT a.campaign_id,
            a.user_id,
            'created'::text AS outcome,
            a.status,
            a.assigned_at,
            a.due_at,
            a.completed_at,
            a.overdue_since
           FROM core.assignments a
        UNION ALL
         SELECT x.campaign_id,
            x.user_id,
            x.outcome,
            NULL::text AS status,
            NULL::timestamp with time zone AS assigned_at,
            NULL::timestamp with time zone AS due_at,
            NULL::timestamp with time zone AS completed_at,
            NULL::timestamp with time zone AS overdue_since
           FROM ( SELECT m.campaign_id,
                    m.user_id,
                    m.outcome
                   FROM core.campaign_exceptions m
                UNION ALL
                ( SELECT DISTINCT ON (r.campaign_id, e.user_id) r.campaign_id,
                    e.user_id,
                    e.outcome
                   FROM (core.recertification_exceptions e
                     JOIN core.recertification_runs r ON ((e.run_id = r.run_id)))
                  WHERE (e.outcome <> 'already_enrolled'::text)
                  ORDER BY r.campaign_id, e.user_id, r.run_at DESC)) x
          WHERE (NOT (EXISTS ( SELECT
                   FROM core.assignments a
                  WHERE ((a.user_id = x.user_id) AND (a.campaign_id = x.campaign_id)))))) o
     JOIN core.campaigns c ON ((o.campaign_id = c.campaign_id)))
     JOIN core.users u ON ((o.user_id = u.user_id)));


ALTER VIEW api.campaign_people OWNER TO recert_owner;

COMMENT ON VIEW api.campaign_people IS 'The people of each campaign: those assigned, and those whom it left out, with the reason.';


COMMENT ON COLUMN api.campaign_people.campaign_id IS 'The campaign.';


COMMENT ON COLUMN api.campaign_people.campaign IS 'Its name.';


COMMENT ON COLUMN api.campaign_people.user_id IS 'The person.';


COMMENT ON COLUMN api.campaign_people.employee_number IS 'The person''s number.';


COMMENT ON COLUMN api.campaign_people.full_name IS 'The person''s name.';


COMMENT ON COLUMN api.campaign_people.outcome IS 'created for those assigned, else already_current, inactive or exempt.';


COMMENT ON COLUMN api.campaign_people.status IS 'not_started, in_progress, completed or cancelled; null for those not assigned.';


COMMENT ON COLUMN api.campaign_people.assigned_at IS 'When it was assigned.';


COMMENT ON COLUMN api.campaign_people.due_at IS 'When it is due.';


COMMENT ON COLUMN api.campaign_people.completed_at IS 'When it was completed.';


COMMENT ON COLUMN api.campaign_people.overdue_since IS 'Since when it is overdue.';


CREATE TABLE core.campaign_launches (
    campaign_id bigint NOT NULL,
    launched_at timestamp with time zone NOT NULL,
    launched_by bigint,
    change_reason text,
    audience jsonb NOT NULL,
    population bigint NOT NULL,
    created bigint NOT NULL,
    already_current bigint NOT NULL,
    inactive bigint NOT NULL,
    exempt bigint NOT NULL,
    audit_seq bigint NOT NULL,
    CONSTRAINT campaign_launches_audience_is_an_object CHECK ((jsonb_typeof(audience) = 'object'::text)),
    CONSTRAINT campaign_launches_nobody_is_dropped CHECK (((((created + already_current) + inactive) + exempt) = population))
);


ALTER TABLE core.campaign_launches OWNER TO recert_owner;

COMMENT ON TABLE core.campaign_launches IS 'The launch of each manual campaign: to whom it was addressed, and what that came to; append-only.';


COMMENT ON COLUMN core.campaign_launches.campaign_id IS 'The campaign.';


COMMENT ON COLUMN core.campaign_launches.launched_at IS 'When the audience was looked up; later changes of people do not change it.';


COMMENT ON COLUMN core.campaign_launches.launched_by IS 'Who launched it.';


COMMENT ON COLUMN core.campaign_launches.change_reason IS 'Why, verbatim.';


COMMENT ON COLUMN core.campaign_launches.audience IS 'What was asked for: employee_numbers, or values by dimension and attributes.';


COMMENT ON COLUMN core.campaign_launches.population IS 'People of the audience.';


COMMENT ON COLUMN core.campaign_launches.created IS 'People enrolled.';


COMMENT ON COLUMN core.campaign_launches.already_current IS 'People who already held current evidence on the version.';


COMMENT ON COLUMN core.campaign_launches.inactive IS 'People who were not active.';


COMMENT ON COLUMN core.campaign_launches.exempt IS 'People with an exemption in force.';


COMMENT ON COLUMN core.campaign_launches.audit_seq IS 'Its row of the audit log.';


CREATE VIEW api.campaigns AS
 WITH counts AS (
         SELECT s.campaign_id,
            count(*) AS assigned,
            count(*) FILTER (WHERE (s.status = 'completed'::text)) AS completed,
            count(*) FILTER (WHERE ((s.status = ANY (ARRAY['not_started'::text, 'in_progress'::text])) AND u_1.is_active)) AS open,
            count(*) FILTER (WHERE ((s.overdue_since IS NOT NULL) AND u_1.is_active)) AS overdue
           FROM (core.assignments s
             JOIN core.users u_1 ON ((s.user_id = u_1.user_id)))
          GROUP BY s.campaign_id
        )
 SELECT c.campaign_id,
    c.name AS campaign,
    c.kind,
    t.name AS training,
    v.label AS version,
    c.due_at,
    c.created_at,
    u.employee_number AS created_by,
    COALESCE(a.assigned, (0)::bigint) AS assigned,
    COALESCE(a.completed, (0)::bigint) AS completed,
    COALESCE(a.open, (0)::bigint) AS open,
    COALESCE(a.overdue, (0)::bigint) AS overdue,
    l.audience,
    l.change_reason,
    c.is_imported
   FROM (((((core.campaigns c
     JOIN core.training_versions v ON ((c.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     LEFT JOIN core.users u ON ((c.created_by = u.user_id)))
     LEFT JOIN core.campaign_launches l ON ((c.campaign_id = l.campaign_id)))
     LEFT JOIN counts a ON ((c.campaign_id = a.campaign_id)));


ALTER VIEW api.campaigns OWNER TO recert_owner;

COMMENT ON VIEW api.campaigns IS 'Every campaign with what became of its assignments.';


COMMENT ON COLUMN api.campaigns.campaign_id IS 'Key, for `recert campaign show`.';


COMMENT ON COLUMN api.campaigns.campaign IS 'Its name.';


COMMENT ON COLUMN api.campaigns.kind IS 'manual, rule, recertification or periodic.';


COMMENT ON COLUMN api.campaigns.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.campaigns.version IS 'Label of the version.';


COMMENT ON COLUMN api.campaigns.due_at IS 'Due date of the campaign, where it has one.';


COMMENT ON COLUMN api.campaigns.created_at IS 'When it was made.';


COMMENT ON COLUMN api.campaigns.created_by IS 'Employee number of who made it; null for scheduled work.';


COMMENT ON COLUMN api.campaigns.assigned IS 'Assignments in it.';


COMMENT ON COLUMN api.campaigns.completed IS 'Assignments completed.';


COMMENT ON COLUMN api.campaigns.open IS 'Assignments not started or in progress, of people who have not left.';


COMMENT ON COLUMN api.campaigns.overdue IS 'Of the open ones, those that the scan found overdue.';


COMMENT ON COLUMN api.campaigns.audience IS 'To whom a manual campaign was addressed: employee_numbers, or values by dimension.';


COMMENT ON COLUMN api.campaigns.change_reason IS 'Why a manual campaign was made, verbatim.';


COMMENT ON COLUMN api.campaigns.is_imported IS 'Whether it came with a history import.';


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


CREATE VIEW api.exemptions AS
 SELECT x.exemption_id,
    u.employee_number,
    u.full_name,
    t.name AS training,
    x.reason,
    g.employee_number AS granted_by,
    x.granted_at,
    x.valid_until,
    ((x.granted_at <= clock_timestamp()) AND (x.valid_until > clock_timestamp())) AS is_in_force
   FROM (((core.exemptions x
     JOIN core.users u ON ((x.user_id = u.user_id)))
     JOIN core.trainings t ON ((x.training_id = t.training_id)))
     JOIN core.users g ON ((x.granted_by = g.user_id)));


ALTER VIEW api.exemptions OWNER TO recert_owner;

COMMENT ON VIEW api.exemptions IS 'Who need not take which training until when, and why.';


COMMENT ON COLUMN api.exemptions.exemption_id IS 'Key.';


COMMENT ON COLUMN api.exemptions.employee_number IS 'The person''s number.';


COMMENT ON COLUMN api.exemptions.full_name IS 'The person''s name.';


COMMENT ON COLUMN api.exemptions.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.exemptions.reason IS 'Why, verbatim.';


COMMENT ON COLUMN api.exemptions.granted_by IS 'Employee number of who granted it.';


COMMENT ON COLUMN api.exemptions.granted_at IS 'When it was granted.';


COMMENT ON COLUMN api.exemptions.valid_until IS 'Until when it holds, that moment excluded.';


COMMENT ON COLUMN api.exemptions.is_in_force IS 'Whether it holds now.';


CREATE VIEW api.import_columns AS
 SELECT kind,
    place,
    column_name,
    is_required,
    meaning
   FROM ( VALUES ('users'::text,1,'employee_number'::text,true,'The company''s own number for the person.'::text), ('users'::text,2,'full_name'::text,true,'Name as it is to be read.'::text), ('users'::text,3,'email'::text,false,'Address for reminders.'::text), ('users'::text,4,'role'::text,false,'employee (blank), team_lead, hr_admin, quality_admin, corporate_admin or auditor.'::text), ('users'::text,5,'is_active'::text,false,'true (blank) or false; also yes, no, 1, 0.'::text), ('users'::text,6,'department'::text,false,'Department.'::text), ('users'::text,7,'location'::text,false,'Site.'::text), ('users'::text,8,'activity'::text,false,'Activity.'::text), ('users'::text,9,'plant'::text,false,'Plant.'::text), ('users'::text,10,'line'::text,false,'Production line.'::text), ('users'::text,11,'workstation'::text,false,'Workstation.'::text), ('users'::text,12,'manager'::text,false,'Employee number of the manager, known or in the same file.'::text), ('users'::text,13,'attributes'::text,false,'Further attributes: a JSON object.'::text), ('users'::text,14,'db_role'::text,false,'Database login that acts as the person.'::text), ('trainings'::text,1,'name'::text,true,'Name; others differ by more than case and blanks.'::text), ('trainings'::text,2,'category'::text,false,'Category for reports.'::text), ('trainings'::text,3,'initial_due_offset_days'::text,false,'UTC days from assignment to due date, 1 to 3650; blank is 30.'::text), ('trainings'::text,4,'overdue_grace_days'::text,false,'UTC days after the due date until overdue, 0 to 364; blank is 0.'::text), ('trainings'::text,5,'requires_signature'::text,false,'true or false (blank); also yes, no, 1, 0.'::text), ('trainings'::text,6,'recertification_interval_days'::text,false,'Days after completion when evidence expires, 1 to 36500; blank is never.'::text), ('versions'::text,1,'training'::text,true,'Name of the training.'::text), ('versions'::text,2,'label'::text,true,'Label such as 3.2.'::text), ('versions'::text,3,'state'::text,false,'draft (blank), pending_review, active (for a training without an active version), inactive
or rejected.'::text), ('versions'::text,4,'author'::text,true,'Employee number of the author.'::text), ('versions'::text,5,'content'::text,false,'What is taught, in Markdown.'::text), ('versions'::text,6,'objectives'::text,false,'What one can do afterwards, separated by semicolons.'::text), ('versions'::text,7,'sources'::text,false,'Controlled documents, DOCUMENT or DOCUMENT@REVISION, separated by semicolons.'::text), ('versions'::text,8,'submitted_at'::text,false,'When it was submitted for review; a pending one was submitted now when blank.'::text), ('versions'::text,9,'activated_at'::text,false,'When it came into force; required for inactive, now when blank for active.'::text), ('evidence'::text,1,'employee_number'::text,true,'The person.'::text), ('evidence'::text,2,'training'::text,true,'Name of the training.'::text), ('evidence'::text,3,'version'::text,true,'Label of the version.'::text), ('evidence'::text,4,'completed_at'::text,true,'When it was completed, not in the future.'::text), ('evidence'::text,5,'score'::text,false,'Score from 0 to 100, kept with two decimals.'::text), ('assignments'::text,1,'employee_number'::text,true,'The person.'::text), ('assignments'::text,2,'campaign'::text,true,'Name of a manual campaign of the version; made if new.'::text), ('assignments'::text,3,'training'::text,true,'Name of the training.'::text), ('assignments'::text,4,'version'::text,true,'Label of the version.'::text), ('assignments'::text,5,'status'::text,false,'not_started (blank), in_progress, completed or cancelled.'::text), ('assignments'::text,6,'due_at'::text,false,'When it is due; when blank assigned_at plus the training''s initial_due_offset_days.'::text), ('assignments'::text,7,'assigned_at'::text,false,'When it was assigned, not in the future; or now.'::text), ('assignments'::text,8,'completed_at'::text,false,'When it was completed, not in the future; required for completed and only for it.'::text), ('completions'::text,1,'employee_number'::text,true,'The person, who is active.'::text), ('completions'::text,2,'training'::text,true,'Name of the training; its active version is completed.'::text), ('completions'::text,3,'score'::text,false,'Score from 0 to 100, kept with two decimals.'::text), ('completions'::text,4,'signature_method'::text,false,'click_to_confirm, drawn or re_authenticated; blank for no signature.'::text), ('rules'::text,1,'name'::text,true,'Name of the rule.'::text), ('rules'::text,2,'is_active'::text,false,'true (blank) or false; also yes, no, 1, 0.'::text), ('rules'::text,3,'auto_assign'::text,false,'true (blank), or false to tell who should take it and assign nothing.'::text), ('rules'::text,4,'trainings'::text,true,'Names of trainings, separated by semicolons.'::text), ('rules'::text,5,'days_to_complete'::text,false,'UTC days from assignment to due date, 1 to 3650; blank for the training''s own.'::text), ('rules'::text,6,'department'::text,false,'Departments, separated by semicolons; blank for any.'::text), ('rules'::text,7,'location'::text,false,'Sites, separated by semicolons; blank for any.'::text), ('rules'::text,8,'activity'::text,false,'Activities, separated by semicolons; blank for any.'::text), ('rules'::text,9,'plant'::text,false,'Plants, separated by semicolons; blank for any.'::text), ('rules'::text,10,'line'::text,false,'Production lines, separated by semicolons; blank for any.'::text), ('rules'::text,11,'workstation'::text,false,'Workstations, separated by semicolons; blank for any.'::text), ('rules'::text,12,'attributes'::text,false,'Further attributes, NAME=VALUE separated by semicolons or a JSON object; blank for any.'::text), ('documents'::text,1,'document'::text,true,'Number or name of the document, as versions cite it.'::text), ('documents'::text,2,'revision'::text,true,'The revision.'::text), ('documents'::text,3,'title'::text,false,'Title.'::text), ('documents'::text,4,'effective_at'::text,false,'When the revision comes into effect; now when blank. The latest one counts.'::text)) c(kind, place, column_name, is_required, meaning);


ALTER VIEW api.import_columns OWNER TO recert_owner;

COMMENT ON VIEW api.import_columns IS 'The columns of files to import, one row each: kind of file, place in the documented order, name,
whether a file must have it, and what it means. Dates are ISO 8601, YYYY-MM-DD or
YYYY-MM-DDTHH:MM:SS, in UTC where no offset follows.';


COMMENT ON COLUMN api.import_columns.kind IS 'Kind of file: users, trainings, versions, evidence, assignments, completions, rules or documents.';


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


CREATE TABLE ops.job_runs (
    job_run_id bigint NOT NULL,
    job text NOT NULL,
    step text NOT NULL,
    state text DEFAULT 'running'::text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    db_role text DEFAULT SESSION_USER NOT NULL,
    result jsonb,
    sqlstate text,
    message text,
    CONSTRAINT job_runs_end_fits_state CHECK (((state = 'running'::text) = (finished_at IS NULL))),
    CONSTRAINT job_runs_job_is_plain CHECK ((job ~ '^[a-z][a-z0-9_]{0,59}$'::text)),
    CONSTRAINT job_runs_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'skipped'::text, 'interrupted'::text]))),
    CONSTRAINT job_runs_step_is_plain CHECK ((step ~ '^[a-z][a-z0-9_]{0,59}$'::text))
);


ALTER TABLE ops.job_runs OWNER TO recert_owner;

COMMENT ON TABLE ops.job_runs IS 'One row for each step of scheduled work. A row is never deleted, and changes once: at its end.';


COMMENT ON COLUMN ops.job_runs.job_run_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN ops.job_runs.job IS 'The job, such as daily.';


COMMENT ON COLUMN ops.job_runs.step IS 'Its step, such as overdue_scan.';


COMMENT ON COLUMN ops.job_runs.state IS 'running, succeeded, failed, skipped (a step before it failed) or interrupted (its session ended
without a word).';


COMMENT ON COLUMN ops.job_runs.started_at IS 'When it began.';


COMMENT ON COLUMN ops.job_runs.finished_at IS 'When it ended.';


COMMENT ON COLUMN ops.job_runs.db_role IS 'Database login of the session.';


COMMENT ON COLUMN ops.job_runs.result IS 'What the step returned: its counts.';


COMMENT ON COLUMN ops.job_runs.sqlstate IS 'Code of the error of a failed step, where it has one.';


COMMENT ON COLUMN ops.job_runs.message IS 'The error of a failed step, in a sentence.';


CREATE VIEW api.job_runs AS
 SELECT job_run_id,
    job,
    step,
    state,
    started_at,
    finished_at,
    round(EXTRACT(epoch FROM (COALESCE(finished_at, clock_timestamp()) - started_at)), 3) AS seconds,
    result,
    sqlstate,
    message,
    db_role
   FROM ops.job_runs r;


ALTER VIEW api.job_runs OWNER TO recert_owner;

COMMENT ON VIEW api.job_runs IS 'What scheduled work ran when, for how long, with which result: one row a step.';


COMMENT ON COLUMN api.job_runs.job_run_id IS 'Key.';


COMMENT ON COLUMN api.job_runs.job IS 'The job, such as daily.';


COMMENT ON COLUMN api.job_runs.step IS 'Its step.';


COMMENT ON COLUMN api.job_runs.state IS 'running, succeeded, failed, skipped or interrupted.';


COMMENT ON COLUMN api.job_runs.started_at IS 'When it began.';


COMMENT ON COLUMN api.job_runs.finished_at IS 'When it ended.';


COMMENT ON COLUMN api.job_runs.seconds IS 'For how long it ran, or has been running.';


COMMENT ON COLUMN api.job_runs.result IS 'Its counts.';


COMMENT ON COLUMN api.job_runs.sqlstate IS 'Code of its error, where it has one.';


COMMENT ON COLUMN api.job_runs.message IS 'Its error, in a sentence.';


COMMENT ON COLUMN api.job_runs.db_role IS 'Database login of the session.';


CREATE TABLE core.notifications (
    user_id bigint NOT NULL,
    notification_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    kind text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    copied_to_id bigint,
    created_at timestamp with time zone NOT NULL,
    handed_over_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    export_seq bigint,
    CONSTRAINT notifications_end_once CHECK ((num_nonnulls(handed_over_at, withdrawn_at) <= 1)),
    CONSTRAINT notifications_handover_is_whole CHECK (((handed_over_at IS NULL) = (export_seq IS NULL))),
    CONSTRAINT notifications_kind_is_known CHECK ((kind = ANY (ARRAY['due_in_30_days'::text, 'due_in_14_days'::text, 'due_in_7_days'::text, 'due_in_1_day'::text, 'overdue'::text])))
);


ALTER TABLE core.notifications OWNER TO recert_owner;

COMMENT ON TABLE core.notifications IS 'Reminders of assignments, each at most once, for whatever sends mail. A row is never deleted, and
changes once: when it is handed over or withdrawn.';


COMMENT ON COLUMN core.notifications.user_id IS 'Who is reminded.';


COMMENT ON COLUMN core.notifications.notification_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.notifications.campaign_id IS 'Of which assignment of theirs: the one in this campaign.';


COMMENT ON COLUMN core.notifications.kind IS 'Why: due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';


COMMENT ON COLUMN core.notifications.due_at IS 'When the assignment was due at that time.';


COMMENT ON COLUMN core.notifications.copied_to_id IS 'The manager who gets a copy; only of an overdue one.';


COMMENT ON COLUMN core.notifications.created_at IS 'When it was written.';


COMMENT ON COLUMN core.notifications.handed_over_at IS 'When an export handed it over.';


COMMENT ON COLUMN core.notifications.withdrawn_at IS 'When an export found that there was nothing to remind of any more.';


COMMENT ON COLUMN core.notifications.export_seq IS 'The export''s row of the audit log.';


CREATE VIEW api.notifications AS
 SELECT n.notification_id,
    n.kind,
    u.employee_number,
    u.full_name,
    u.email,
    m.employee_number AS copy_to,
    m.email AS copy_email,
    t.name AS training,
    a.label AS version,
    c.name AS campaign,
    n.due_at,
    n.created_at,
    n.handed_over_at,
    n.withdrawn_at,
        CASE
            WHEN (n.kind = 'overdue'::text) THEN format('Overdue: "%s"'::text, t.name)
            ELSE format('"%s" is due on %s'::text, t.name, to_char((n.due_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD'::text))
        END AS subject
   FROM ((((((core.notifications n
     JOIN core.users u ON ((n.user_id = u.user_id)))
     JOIN core.campaigns c ON ((n.campaign_id = c.campaign_id)))
     JOIN core.training_versions v ON ((c.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     LEFT JOIN core.training_versions a ON (((t.training_id = a.training_id) AND (a.state = 'active'::text))))
     LEFT JOIN core.users m ON ((n.copied_to_id = m.user_id)));


ALTER VIEW api.notifications OWNER TO recert_owner;

COMMENT ON VIEW api.notifications IS 'Reminders: who is reminded of what, why and when, and whether it was handed over.';


COMMENT ON COLUMN api.notifications.notification_id IS 'Key; in the order of writing.';


COMMENT ON COLUMN api.notifications.kind IS 'due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';


COMMENT ON COLUMN api.notifications.employee_number IS 'The person''s number.';


COMMENT ON COLUMN api.notifications.full_name IS 'The person''s name.';


COMMENT ON COLUMN api.notifications.email IS 'The person''s address now; may be missing.';


COMMENT ON COLUMN api.notifications.copy_to IS 'Number of the manager who gets a copy.';


COMMENT ON COLUMN api.notifications.copy_email IS 'The manager''s address now; may be missing.';


COMMENT ON COLUMN api.notifications.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.notifications.version IS 'Label of its active version now.';


COMMENT ON COLUMN api.notifications.campaign IS 'Campaign of the assignment.';


COMMENT ON COLUMN api.notifications.due_at IS 'When it is due.';


COMMENT ON COLUMN api.notifications.created_at IS 'When the reminder was written.';


COMMENT ON COLUMN api.notifications.handed_over_at IS 'When an export handed it over; null while it waits.';


COMMENT ON COLUMN api.notifications.withdrawn_at IS 'When an export found that there was nothing to remind of any more; null otherwise.';


COMMENT ON COLUMN api.notifications.subject IS 'It in a few words.';


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


CREATE TABLE core.documents (
    document text NOT NULL,
    revision text NOT NULL,
    title text,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT documents_document_is_plain CHECK (((document = btrim(document)) AND (document <> ''::text))),
    CONSTRAINT documents_revision_is_plain CHECK (((revision = btrim(revision)) AND (revision <> ''::text)))
);


ALTER TABLE core.documents OWNER TO recert_owner;

COMMENT ON TABLE core.documents IS 'Controlled documents, one row a revision. The latest is the one that comes into effect last.';


COMMENT ON COLUMN core.documents.document IS 'The document''s number or name, as versions cite it.';


COMMENT ON COLUMN core.documents.revision IS 'The revision.';


COMMENT ON COLUMN core.documents.title IS 'Title, where it is known.';


COMMENT ON COLUMN core.documents.effective_at IS 'When the revision came, or comes, into effect.';


COMMENT ON COLUMN core.documents.recorded_at IS 'When it was first recorded here.';


CREATE TABLE core.outdated_sources (
    version_id bigint NOT NULL,
    document text NOT NULL,
    revision text NOT NULL,
    review_task_id bigint NOT NULL
);


ALTER TABLE core.outdated_sources OWNER TO recert_owner;

COMMENT ON TABLE core.outdated_sources IS 'Which newer revision of which cited document a source_outdated task is about; append-only, so that
a revision asks once.';


COMMENT ON COLUMN core.outdated_sources.version_id IS 'The version that cites an older revision.';


COMMENT ON COLUMN core.outdated_sources.document IS 'The document.';


COMMENT ON COLUMN core.outdated_sources.revision IS 'Its newer revision.';


COMMENT ON COLUMN core.outdated_sources.review_task_id IS 'The task that tells of it.';


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
    resolution_reason text,
    CONSTRAINT review_tasks_addressee_is_known CHECK ((addressed_to = ANY (ARRAY['quality_admin'::text, 'corporate_admin'::text]))),
    CONSTRAINT review_tasks_reason_is_of_a_resolution CHECK (((resolution_reason IS NULL) OR (state = 'resolved'::text))),
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


COMMENT ON COLUMN core.review_tasks.resolution_reason IS 'Why it was resolved so, verbatim, where somebody was asked for a reason.';


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


CREATE VIEW api.review_queue WITH (security_barrier='true') AS
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
    ( SELECT array_agg(concat_ws('@'::text, o.document, o.revision) ORDER BY o.document, c.effective_at) AS array_agg
           FROM (core.outdated_sources o
             JOIN core.documents c ON (((o.document = c.document) AND (o.revision = c.revision))))
          WHERE (o.review_task_id = r.review_task_id)) AS newer_sources,
    r.addressed_to,
    r.opened_at,
    r.resolved_at,
    d.employee_number AS resolved_by,
    r.resolution,
    r.resolution_reason
   FROM (((((core.review_tasks r
     JOIN api.acting_user() m(user_id, employee_number, full_name, role, is_system) ON ((m.is_system OR (m.role = 'corporate_admin'::text) OR (r.addressed_to = m.role))))
     JOIN core.training_versions v ON ((r.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     JOIN core.users a ON ((v.author_id = a.user_id)))
     LEFT JOIN core.users d ON ((r.resolved_by = d.user_id)));


ALTER VIEW api.review_queue OWNER TO recert_owner;

COMMENT ON VIEW api.review_queue IS 'The Quality Review Queue: each task with the version it is about, its author, reason and sources. A
quality_admin sees the tasks addressed to that role, a corporate_admin and a service login that
names nobody all, everybody else none.';


COMMENT ON COLUMN api.review_queue.review_task_id IS 'The task.';


COMMENT ON COLUMN api.review_queue.task_type IS 'version_approval, source_outdated or recert_decision.';


COMMENT ON COLUMN api.review_queue.state IS 'open or resolved.';


COMMENT ON COLUMN api.review_queue.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.review_queue.version IS 'Label of the version.';


COMMENT ON COLUMN api.review_queue.version_state IS 'State of the version now.';


COMMENT ON COLUMN api.review_queue.author IS 'Employee number of its author.';


COMMENT ON COLUMN api.review_queue.submission_reason IS 'Why it was submitted, verbatim.';


COMMENT ON COLUMN api.review_queue.sources IS 'What it cites, DOCUMENT or DOCUMENT@REVISION.';


COMMENT ON COLUMN api.review_queue.newer_sources IS 'Of a source_outdated task: the newer revisions it is about, DOCUMENT@REVISION.';


COMMENT ON COLUMN api.review_queue.addressed_to IS 'Role that is asked to decide.';


COMMENT ON COLUMN api.review_queue.opened_at IS 'When it was opened.';


COMMENT ON COLUMN api.review_queue.resolved_at IS 'When it was decided.';


COMMENT ON COLUMN api.review_queue.resolved_by IS 'Employee number of who decided; null for scheduled work.';


COMMENT ON COLUMN api.review_queue.resolution IS 'How it ended: approved, rejected, recertified, declined, no_change_needed, revision_planned or
superseded.';


COMMENT ON COLUMN api.review_queue.resolution_reason IS 'Why it ended so, verbatim.';


CREATE VIEW api.scheduled_recertifications AS
 SELECT s.scheduled_recertification_id,
    t.name AS training,
    v.label AS version,
    s.effective_on,
    s.scope,
    s.state,
    ((s.state = 'planned'::text) AND (s.effective_on <= ((clock_timestamp() AT TIME ZONE 'UTC'::text))::date)) AS is_due,
    d.employee_number AS decided_by,
    s.decided_at,
    s.change_reason,
    s.plan_digest,
    s.run_id,
    s.ended_at,
    e.employee_number AS ended_by,
    s.end_reason
   FROM ((((core.scheduled_recertifications s
     JOIN core.training_versions v ON ((s.version_id = v.version_id)))
     JOIN core.trainings t ON ((v.training_id = t.training_id)))
     JOIN core.users d ON ((s.decided_by = d.user_id)))
     LEFT JOIN core.users e ON ((s.ended_by = e.user_id)));


ALTER VIEW api.scheduled_recertifications OWNER TO recert_owner;

COMMENT ON VIEW api.scheduled_recertifications IS 'Recertifications decided for a day to come, and what became of them.';


COMMENT ON COLUMN api.scheduled_recertifications.scheduled_recertification_id IS 'Key, for `recert scheduled cancel`.';


COMMENT ON COLUMN api.scheduled_recertifications.training IS 'The training, as it is called now.';


COMMENT ON COLUMN api.scheduled_recertifications.version IS 'Label of the version.';


COMMENT ON COLUMN api.scheduled_recertifications.effective_on IS 'UTC day from which the daily job does it.';


COMMENT ON COLUMN api.scheduled_recertifications.scope IS 'To whom it is limited: departments, locations, from_versions; null for everyone.';


COMMENT ON COLUMN api.scheduled_recertifications.state IS 'planned, done, cancelled or superseded (by a newer version).';


COMMENT ON COLUMN api.scheduled_recertifications.is_due IS 'Whether the next daily job does it.';


COMMENT ON COLUMN api.scheduled_recertifications.decided_by IS 'Employee number of who decided it.';


COMMENT ON COLUMN api.scheduled_recertifications.decided_at IS 'When it was decided.';


COMMENT ON COLUMN api.scheduled_recertifications.change_reason IS 'Why, verbatim.';


COMMENT ON COLUMN api.scheduled_recertifications.plan_digest IS 'Digest of the plan at the time of the decision.';


COMMENT ON COLUMN api.scheduled_recertifications.run_id IS 'The run that did it, as in api.recertification_outcomes.';


COMMENT ON COLUMN api.scheduled_recertifications.ended_at IS 'When it was done, cancelled or superseded.';


COMMENT ON COLUMN api.scheduled_recertifications.ended_by IS 'Employee number of who ended it; null for scheduled work.';


COMMENT ON COLUMN api.scheduled_recertifications.end_reason IS 'Why it was cancelled, verbatim.';


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


CREATE TABLE core.assignment_rules (
    rule_id bigint NOT NULL,
    name text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    auto_assign boolean DEFAULT true NOT NULL,
    training_ids bigint[] NOT NULL,
    days_to_complete integer,
    department text[] DEFAULT '{}'::text[] NOT NULL,
    location text[] DEFAULT '{}'::text[] NOT NULL,
    activity text[] DEFAULT '{}'::text[] NOT NULL,
    plant text[] DEFAULT '{}'::text[] NOT NULL,
    line text[] DEFAULT '{}'::text[] NOT NULL,
    workstation text[] DEFAULT '{}'::text[] NOT NULL,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT assignment_rules_attributes_are_an_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT assignment_rules_days_in_range CHECK (((days_to_complete >= 1) AND (days_to_complete <= 3650))),
    CONSTRAINT assignment_rules_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text))),
    CONSTRAINT assignment_rules_trainings_are_given CHECK (((cardinality(training_ids) > 0) AND (array_position(training_ids, NULL::bigint) IS NULL)))
);


ALTER TABLE core.assignment_rules OWNER TO recert_owner;

COMMENT ON TABLE core.assignment_rules IS 'Who has to take which trainings: AND across dimensions, OR within one, an empty dimension matches
anything. A row is never deleted.';


COMMENT ON COLUMN core.assignment_rules.rule_id IS 'Key; given by the database, never reused.';


COMMENT ON COLUMN core.assignment_rules.name IS 'Name; the key of the file.';


COMMENT ON COLUMN core.assignment_rules.is_active IS 'False when it no longer assigns.';


COMMENT ON COLUMN core.assignment_rules.auto_assign IS 'False when it tells who should take a training, and assigns nothing.';


COMMENT ON COLUMN core.assignment_rules.training_ids IS 'The trainings to take.';


COMMENT ON COLUMN core.assignment_rules.days_to_complete IS 'UTC days from assignment to due date; null for the training''s initial_due_offset_days.';


COMMENT ON COLUMN core.assignment_rules.department IS 'Departments; empty for any.';


COMMENT ON COLUMN core.assignment_rules.location IS 'Sites; empty for any.';


COMMENT ON COLUMN core.assignment_rules.activity IS 'Activities; empty for any.';


COMMENT ON COLUMN core.assignment_rules.plant IS 'Plants; empty for any.';


COMMENT ON COLUMN core.assignment_rules.line IS 'Production lines; empty for any.';


COMMENT ON COLUMN core.assignment_rules.workstation IS 'Workstations; empty for any.';


COMMENT ON COLUMN core.assignment_rules.attributes IS 'Further attributes: an object of names and arrays of values as text; empty for any.';


COMMENT ON COLUMN core.assignment_rules.created_at IS 'When the rule was first recorded.';


ALTER TABLE core.assignment_rules ALTER COLUMN rule_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.assignment_rules_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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


ALTER TABLE core.notifications ALTER COLUMN notification_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.notifications_notification_id_seq
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


CREATE TABLE core.recompute_queue (
    user_id bigint NOT NULL,
    queued_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


ALTER TABLE core.recompute_queue OWNER TO recert_owner;

COMMENT ON TABLE core.recompute_queue IS 'People who are new or whose attributes changed since rules were last applied to them; emptied by
recompute_assignments.';


COMMENT ON COLUMN core.recompute_queue.user_id IS 'The person.';


COMMENT ON COLUMN core.recompute_queue.queued_at IS 'Since when.';


ALTER TABLE core.review_tasks ALTER COLUMN review_task_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.review_tasks_review_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE core.rule_history (
    rule_id bigint NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    record jsonb NOT NULL
);


ALTER TABLE core.rule_history OWNER TO recert_owner;

COMMENT ON TABLE core.rule_history IS 'What a rule''s row was until a change of it; append-only. The present row is in
core.assignment_rules.';


COMMENT ON COLUMN core.rule_history.rule_id IS 'The rule.';


COMMENT ON COLUMN core.rule_history.valid_until IS 'Moment of the change: record was true until then.';


COMMENT ON COLUMN core.rule_history.record IS 'The whole row of core.assignment_rules before the change.';


ALTER TABLE core.scheduled_recertifications ALTER COLUMN scheduled_recertification_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.scheduled_recertifications_scheduled_recertification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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


ALTER TABLE ops.job_runs ALTER COLUMN job_run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.job_runs_job_run_id_seq
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


CREATE UNLOGGED TABLE ops.judged_completions (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    user_id bigint,
    training_id bigint,
    version_id bigint,
    score numeric(5,2),
    signature_method text,
    is_new boolean
);


ALTER TABLE ops.judged_completions OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_completions IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_completions.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_completions.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_completions.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_completions.user_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_completions.training_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_completions.version_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_completions.score IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_completions.signature_method IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_completions.is_new IS 'False when the person''s current evidence makes the row nothing new.';


CREATE UNLOGGED TABLE ops.judged_documents (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    document text,
    revision text,
    title text,
    effective_at timestamp with time zone,
    is_known boolean
);


ALTER TABLE ops.judged_documents OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_documents IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_documents.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_documents.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_documents.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_documents.document IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_documents.revision IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_documents.title IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_documents.effective_at IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_documents.is_known IS 'True when the revision is recorded.';


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


CREATE UNLOGGED TABLE ops.judged_rules (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults ops.fault[],
    rule_id bigint,
    name text,
    is_active boolean,
    auto_assign boolean,
    training_ids bigint[],
    days_to_complete integer,
    department text[],
    location text[],
    activity text[],
    plant text[],
    line text[],
    workstation text[],
    attributes jsonb
);


ALTER TABLE ops.judged_rules OWNER TO recert_owner;

COMMENT ON TABLE ops.judged_rules IS 'Rows of a file as they would be loaded, for the time of one import.';


COMMENT ON COLUMN ops.judged_rules.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.judged_rules.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.judged_rules.faults IS 'What is wrong with the row; null if nothing.';


COMMENT ON COLUMN ops.judged_rules.rule_id IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.name IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.is_active IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.auto_assign IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.training_ids IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.days_to_complete IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.department IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.location IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.activity IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.plant IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.line IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.workstation IS 'The value, or what it names; null where there is none or it is unknown.';


COMMENT ON COLUMN ops.judged_rules.attributes IS 'The value, or what it names; null where there is none or it is unknown.';


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


CREATE TABLE ops.recompute_everyone (
    reason text NOT NULL,
    queued_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT recompute_everyone_reason_is_known CHECK ((reason = ANY (ARRAY['rules'::text, 'versions'::text])))
);


ALTER TABLE ops.recompute_everyone OWNER TO recert_owner;

COMMENT ON TABLE ops.recompute_everyone IS 'Why everybody is to be looked at again: rules changed, or a training got an active version; emptied
by recompute_assignments.';


COMMENT ON COLUMN ops.recompute_everyone.reason IS 'rules or versions.';


COMMENT ON COLUMN ops.recompute_everyone.queued_at IS 'Since when.';


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


CREATE UNLOGGED TABLE ops.staged_completions (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    employee_number text,
    training text,
    score text,
    signature_method text
);


ALTER TABLE ops.staged_completions OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_completions IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_completions.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_completions.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_completions.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_completions.employee_number IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_completions.training IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_completions.score IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_completions.signature_method IS 'The text in the file; see api.import_columns.';


CREATE UNLOGGED TABLE ops.staged_documents (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    document text,
    revision text,
    title text,
    effective_at text
);


ALTER TABLE ops.staged_documents OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_documents IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_documents.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_documents.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_documents.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_documents.document IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_documents.revision IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_documents.title IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_documents.effective_at IS 'The text in the file; see api.import_columns.';


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


CREATE UNLOGGED TABLE ops.staged_rules (
    import_id bigint NOT NULL,
    line_number bigint NOT NULL,
    faults jsonb,
    name text,
    is_active text,
    auto_assign text,
    trainings text,
    days_to_complete text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes text
);


ALTER TABLE ops.staged_rules OWNER TO recert_owner;

COMMENT ON TABLE ops.staged_rules IS 'Rows of a file as text, for the time of one import.';


COMMENT ON COLUMN ops.staged_rules.import_id IS 'The import that reads the file.';


COMMENT ON COLUMN ops.staged_rules.line_number IS 'Line of the file on which the row starts; in Parquet the number of the row.';


COMMENT ON COLUMN ops.staged_rules.faults IS 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';


COMMENT ON COLUMN ops.staged_rules.name IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.is_active IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.auto_assign IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.trainings IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.days_to_complete IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.department IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.location IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.activity IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.plant IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.line IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.workstation IS 'The text in the file; see api.import_columns.';


COMMENT ON COLUMN ops.staged_rules.attributes IS 'The text in the file; see api.import_columns.';


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
    audit_seq,
    scope
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
t	57	\\xca1dc710dc9289419d4d3e3709c84f780ad8d0de4df1299684b591a9eca17ff3
\.


COPY audit.log (seq, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id, change_reason, payload, prev_hash, hash) FROM stdin;
1	2026-11-26 02:19:09.787308+00	system	recert	\N	import	import	1	\N	{"seq": 1, "kind": "users", "read": 20, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 20, "rejected": 0, "entity_id": "1", "file_name": "users.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "21c6f2c4660d6f653c0811fccebdafbe7c2fc7b9b35208f3330d6156ad9fa6b3", "occurred_at": "2026-11-26T02:19:09.787308Z", "change_reason": null, "new_with_rights": [{"role": "corporate_admin", "db_role": null, "employee_number": "C-001"}, {"role": "hr_admin", "db_role": null, "employee_number": "H-001"}, {"role": "hr_admin", "db_role": null, "employee_number": "H-002"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-001"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-002"}, {"role": "quality_admin", "db_role": null, "employee_number": "Q-003"}]}	\\x0000000000000000000000000000000000000000000000000000000000000000	\\xdd700327c4af4b924767f8803f7776df1bbbd904970a0711fa01fa5edba886bd
2	2026-11-26 02:19:10.100256+00	Q-001	recert	\N	import	import	2	\N	{"seq": 2, "kind": "trainings", "read": 12, "actor": "Q-001", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 12, "rejected": 0, "entity_id": "2", "file_name": "trainings.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "bb82501cc348f3e17a9492dcedb87b0dbce970bca2fd9b0486fa982a13a90d20", "occurred_at": "2026-11-26T02:19:10.100256Z", "change_reason": null}	\\xdd700327c4af4b924767f8803f7776df1bbbd904970a0711fa01fa5edba886bd	\\x4154449d0a2dd1f7d482d9fd378b13b9875f7fdca828bc1ed30fd43cb1610a20
3	2026-11-26 02:19:10.546201+00	Q-001	recert	\N	submit_version	version	4	\N	{"seq": 3, "actor": "Q-001", "action": "submit_version", "author": "E-00003", "db_role": "recert", "sources": ["SOP-031@F"], "version": "5.0", "training": "Cleanroom gowning", "entity_id": "4", "import_id": 3, "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:10.546201Z", "change_reason": null, "content_sha256": "4fc8cb80e628e0d513222e445fc8ea52d2a74956cdd0f419ffeaefc8ed40f80b", "review_task_id": 1}	\\x4154449d0a2dd1f7d482d9fd378b13b9875f7fdca828bc1ed30fd43cb1610a20	\\x27fbed5bb9223e2bf0b3db8c767be1c205c2865d85be461d387233da30e09e55
4	2026-11-26 02:19:10.546201+00	Q-001	recert	\N	submit_version	version	7	\N	{"seq": 4, "actor": "Q-001", "action": "submit_version", "author": "E-00005", "db_role": "recert", "sources": ["SOP-004@C"], "version": "2.2", "training": "Data integrity", "entity_id": "7", "import_id": 3, "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:10.546201Z", "change_reason": null, "content_sha256": "754702b1ac62e110f83e15fdcb298c267d9795296dc4ff2d8622dc48fbbc49cd", "review_task_id": 2}	\\x27fbed5bb9223e2bf0b3db8c767be1c205c2865d85be461d387233da30e09e55	\\x9affe2d261b901490f7baf0371e83adb9dbdf685f3e77c02d7481e682f6fe8c0
5	2026-11-26 02:19:10.546201+00	Q-001	recert	\N	import	import	3	\N	{"seq": 5, "kind": "versions", "read": 20, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 20, "rejected": 0, "activated": [{"version": "6", "training": "CAPA"}, {"version": "4.1", "training": "Cleanroom gowning"}, {"version": "2.1", "training": "Data integrity"}, {"version": "3.3", "training": "Deviation handling"}, {"version": "2.0", "training": "Document control"}, {"version": "2.6", "training": "Equipment cleaning"}, {"version": "1.2", "training": "Forklift operation"}, {"version": "8.0", "training": "GMP basics"}, {"version": "1.5", "training": "Good documentation practice"}, {"version": "4.0", "training": "Handling of solvents"}, {"version": "1.1", "training": "Line clearance"}, {"version": "3.1", "training": "Lockout/Tagout"}], "entity_id": "3", "file_name": "versions.csv", "submitted": 2, "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "7415e7886f0f1e0e13734276b8a19c439b0237c87685f58aad10f01de6851c2c", "occurred_at": "2026-11-26T02:19:10.546201Z", "change_reason": null, "review_tasks_opened": []}	\\x9affe2d261b901490f7baf0371e83adb9dbdf685f3e77c02d7481e682f6fe8c0	\\x69b74a509b799cbd7f65dcbfbb594c3789a83ae9d5292fe92a9539c19f4f3ef7
6	2026-11-26 02:19:10.922412+00	Q-001	recert	\N	import	import	4	\N	{"seq": 6, "kind": "evidence", "read": 101, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 101, "rejected": 0, "entity_id": "4", "file_name": "evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "dfd14134bc5cf513d7519f1df8aba40dc252d83f97aaae848c53155eb86a6326", "occurred_at": "2026-11-26T02:19:10.922412Z", "change_reason": null, "assignments_closed": 0}	\\x69b74a509b799cbd7f65dcbfbb594c3789a83ae9d5292fe92a9539c19f4f3ef7	\\x6e615c0529f5be0428359bc328f257de425301fb9b4ec0b30a58bb5182c39da2
7	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	1	\N	{"seq": 7, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "3.1", "campaign": "Roll-out of Lockout/Tagout 3.1", "training": "Lockout/Tagout", "entity_id": "1", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x6e615c0529f5be0428359bc328f257de425301fb9b4ec0b30a58bb5182c39da2	\\x578e54c2cadda764d2c61ca2ac2f8a9d4a0bcaf95e2aee630f8853d1abc0e76c
8	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	2	\N	{"seq": 8, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "2.0", "campaign": "Roll-out of Document control 2.0", "training": "Document control", "entity_id": "2", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x578e54c2cadda764d2c61ca2ac2f8a9d4a0bcaf95e2aee630f8853d1abc0e76c	\\xab230989708b89db62cf93298a46c3a1f5d2f9d8de84f7b6f7f23c090ae96018
9	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	3	\N	{"seq": 9, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "8.0", "campaign": "Roll-out of GMP basics 8.0", "training": "GMP basics", "entity_id": "3", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\xab230989708b89db62cf93298a46c3a1f5d2f9d8de84f7b6f7f23c090ae96018	\\x713db8e0fa4fad3b2c948eefbbca0c793be14dcd70b62c4789f8392e6cac4301
10	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	4	\N	{"seq": 10, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "4.0", "campaign": "Roll-out of Handling of solvents 4.0", "training": "Handling of solvents", "entity_id": "4", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x713db8e0fa4fad3b2c948eefbbca0c793be14dcd70b62c4789f8392e6cac4301	\\x68473fe5f5737b5eae88e6dedf1f0c0adac284f77a9ad242c332464b33349826
11	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	5	\N	{"seq": 11, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "4.1", "campaign": "Roll-out of Cleanroom gowning 4.1", "training": "Cleanroom gowning", "entity_id": "5", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x68473fe5f5737b5eae88e6dedf1f0c0adac284f77a9ad242c332464b33349826	\\x67051243282e6b0d795ae2d9890ca1a2b2ac47c9aa591af4f8ce9fb28e8da1f4
12	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	6	\N	{"seq": 12, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "2.1", "campaign": "Roll-out of Data integrity 2.1", "training": "Data integrity", "entity_id": "6", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x67051243282e6b0d795ae2d9890ca1a2b2ac47c9aa591af4f8ce9fb28e8da1f4	\\x81b07cd387e1b0f212b74c0de0bc62431cb2aaea15626d15d487d76b28488a1e
13	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	create_campaign	campaign	7	\N	{"seq": 13, "kind": "manual", "actor": "Q-001", "action": "create_campaign", "db_role": "recert", "version": "6", "campaign": "Roll-out of CAPA 6", "training": "CAPA", "entity_id": "7", "import_id": 5, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null}	\\x81b07cd387e1b0f212b74c0de0bc62431cb2aaea15626d15d487d76b28488a1e	\\xcaf3026e257fe844929765c77c1d11a18da4edd9190b8b89901ecabcde61f281
14	2026-11-26 02:19:11.277918+00	Q-001	recert	\N	import	import	5	\N	{"seq": 14, "kind": "assignments", "read": 11, "actor": "Q-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 11, "rejected": 0, "entity_id": "5", "file_name": "assignments.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "59b45bc2b535120da6c3ad59287013809cf022a5a810e4f5e545d00b07587713", "occurred_at": "2026-11-26T02:19:11.277918Z", "change_reason": null, "campaigns_created": 7, "assignments_closed": 0}	\\xcaf3026e257fe844929765c77c1d11a18da4edd9190b8b89901ecabcde61f281	\\x394b45d8183b5bc472206c712f1a0db5ade08ef0a81d0866dc760ee2a1e249e5
15	2026-11-26 02:19:11.755204+00	Q-001	recert	\N	grant_exemption	user	11	On parental leave, away from all machines	{"seq": 15, "actor": "Q-001", "action": "grant_exemption", "db_role": "recert", "training": "Lockout/Tagout", "entity_id": "11", "client_addr": null, "entity_type": "user", "occurred_at": "2026-11-26T02:19:11.755204Z", "valid_until": "2027-05-25T02:19:11.710633Z", "exemption_id": 1, "change_reason": "On parental leave, away from all machines", "employee_number": "E-00009"}	\\x394b45d8183b5bc472206c712f1a0db5ade08ef0a81d0866dc760ee2a1e249e5	\\xba698b5d085c895acdf6882c1a29ab38504fdbc57d0e7049b38bcc14a519587a
16	2026-11-26 02:19:12.125487+00	E-00012	recert	\N	submit_version	version	21	New lock type on line 4	{"seq": 16, "actor": "E-00012", "action": "submit_version", "author": "E-00012", "db_role": "recert", "sources": ["SOP-017@C"], "version": "3.2", "training": "Lockout/Tagout", "entity_id": "21", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:12.125487Z", "addressed_to": "quality_admin", "change_reason": "New lock type on line 4", "content_sha256": "d7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3", "review_task_id": 3}	\\xba698b5d085c895acdf6882c1a29ab38504fdbc57d0e7049b38bcc14a519587a	\\x494de7bbabbbe199f1cd65e909b7fdd23f0d0e2df14d831e86110fa13000a0d1
17	2026-11-26 02:19:13.264462+00	Q-001	recert	\N	approve_version	version	21	New lock type on line 4	{"seq": 17, "actor": "Q-001", "scope": null, "action": "approve_version", "db_role": "recert", "sources": ["SOP-017@C"], "version": "3.2", "training": "Lockout/Tagout", "activated": true, "entity_id": "21", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:19:13.264462Z", "activated_at": "2026-11-26T02:19:13.087309Z", "effective_on": null, "change_reason": "New lock type on line 4", "content_sha256": "d7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3", "assignments_closed": 0, "recertify_everyone": true, "deactivated_version": "3.1", "review_tasks_opened": [], "review_tasks_superseded": [], "scheduled_recertifications_superseded": []}	\\x494de7bbabbbe199f1cd65e909b7fdd23f0d0e2df14d831e86110fa13000a0d1	\\x1734969d70e2138c590b4b36bee3f0229e5074ad6265c843745e68de39c5d52b
18	2026-11-26 02:19:13.264462+00	Q-001	recert	\N	recertify	campaign	8	New lock type on line 4	{"seq": 18, "actor": "Q-001", "scope": null, "action": "recertify", "due_at": "2026-12-26T02:19:13.243814Z", "exempt": 1, "created": 11, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 12, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:13.264462Z", "plan_digest": "e6072433169a694173ab1f3818ddcc34f69c2e4367e298ba480da91982a3708d", "change_reason": "New lock type on line 4", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 16, "review_tasks_resolved": []}	\\x1734969d70e2138c590b4b36bee3f0229e5074ad6265c843745e68de39c5d52b	\\x1948117d7b0dad2c4365bbc6e702fa8f4961159ff56c488dc464973d785e1ef1
19	2026-11-26 02:19:13.740703+00	H-001	recert	\N	import	import	6	\N	{"seq": 19, "kind": "evidence", "read": 1, "actor": "H-001", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "6", "file_name": "late_evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "55453cd483a2fab5f43cad7cb9980ff92b05d8d696deac5ee01080e8bdbcd624", "occurred_at": "2026-11-26T02:19:13.740703Z", "change_reason": null, "assignments_closed": 0}	\\x1948117d7b0dad2c4365bbc6e702fa8f4961159ff56c488dc464973d785e1ef1	\\x79a4e3542ca9dbe78747e58574843bced71ee925fa6424b1ebc3860aedadb4ec
20	2026-11-26 02:19:14.104792+00	Q-001	recert	\N	recertify	campaign	8	Paper records of the night shift turned up	{"seq": 20, "actor": "Q-001", "scope": null, "action": "recertify", "due_at": "2026-12-26T02:19:14.078897Z", "exempt": 0, "created": 1, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 1, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:14.104792Z", "plan_digest": "bf74af6ba2f26381fd64010aadd922c8b698aa92acb5d6c9a26aca65a6ff883c", "change_reason": "Paper records of the night shift turned up", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 1, "review_tasks_resolved": []}	\\x79a4e3542ca9dbe78747e58574843bced71ee925fa6424b1ebc3860aedadb4ec	\\x0146a7abb916c54a6f82576cbcca67ae200a09a467997145d42220c602f3f65e
21	2026-11-26 02:19:14.443266+00	Q-001	recert	\N	recertify	campaign	8	Paper records of the night shift turned up	{"seq": 21, "actor": "Q-001", "scope": null, "action": "recertify", "due_at": "2026-12-26T02:19:14.422387Z", "exempt": 0, "created": 0, "db_role": "recert", "version": "3.2", "campaign": "Recertification: Lockout/Tagout v3.2", "inactive": 0, "training": "Lockout/Tagout", "entity_id": "8", "population": 0, "version_id": 21, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:19:14.443266Z", "plan_digest": "c18e0a890f073e44eb7b2c4f8c5b28094032152613f3277ea46ec908f1add1ef", "change_reason": "Paper records of the night shift turned up", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 0, "review_tasks_resolved": []}	\\x0146a7abb916c54a6f82576cbcca67ae200a09a467997145d42220c602f3f65e	\\xa59393cab9cc16e527da8c619187b8008339766efdfe63f6be6b1619a02578d8
22	2026-11-26 02:19:14.804754+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 22, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:19:14.804754Z", "change_reason": null}	\\xa59393cab9cc16e527da8c619187b8008339766efdfe63f6be6b1619a02578d8	\\x42f015dde7422f87a1b2767a510d74788d971155d6402862633a920b402ec897
23	2026-11-26 02:19:15.201759+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 23, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:19:15.201759Z", "change_reason": null}	\\x42f015dde7422f87a1b2767a510d74788d971155d6402862633a920b402ec897	\\x3dcef093a0d26025c4e7af8781d09029ab48068db7933545c3ddcea5883ba312
24	2026-11-26 02:20:46.62848+00	system	recert	\N	report_build	build	1fc2dec3-5743-45ac-a5e7-be69d32f0db9	\N	{"seq": 24, "actor": "system", "marts": {"mart_audit.audit_trail": 23, "mart_audit.evidence_register": 102, "mart_compliance.user_training_status": 88, "mart_compliance.recertification_campaigns": 1}, "action": "report_build", "models": 18, "db_role": "recert", "seconds": 90.84, "entity_id": "1fc2dec3-5743-45ac-a5e7-be69d32f0db9", "selection": null, "client_addr": null, "entity_type": "build", "occurred_at": "2026-11-26T02:20:46.628480Z", "tests_passed": 35, "tests_warned": 0, "change_reason": null}	\\x3dcef093a0d26025c4e7af8781d09029ab48068db7933545c3ddcea5883ba312	\\x8158a1ed9d658e9934f26680a2076a20fd9b6a9f4c378f98662123681d813b08
25	2026-11-26 02:21:09.906537+00	system	recert	\N	import	import	7	\N	{"seq": 25, "kind": "documents", "read": 1, "actor": "system", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "7", "file_name": "documents.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "d79d22efafbb886e02c9e2b97c3f260545c4830ba746b51f8c5be2c83bd7e7ad", "occurred_at": "2026-11-26T02:21:09.906537Z", "change_reason": null, "review_tasks_opened": []}	\\x8158a1ed9d658e9934f26680a2076a20fd9b6a9f4c378f98662123681d813b08	\\x364ace5e25f1096710d26a247aff6ab646dfc2a3a14fe3b68ab86aadf7a76ac6
26	2026-11-26 02:21:22.016481+00	system	recert	\N	import	import	8	\N	{"seq": 26, "kind": "trainings", "read": 3, "actor": "system", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 3, "rejected": 0, "entity_id": "8", "file_name": "trainings.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "614aa188366726756d790a9c58fc5e04c433070c797d722a020313b243464d94", "occurred_at": "2026-11-26T02:21:22.016481Z", "change_reason": null}	\\x364ace5e25f1096710d26a247aff6ab646dfc2a3a14fe3b68ab86aadf7a76ac6	\\xf04a60b5a9e9267cf1165fab72cb3edc0e9950db9058e6cfa2555769d9825731
27	2026-11-26 02:21:36.595612+00	system	recert	\N	import	import	9	\N	{"seq": 27, "kind": "versions", "read": 4, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 4, "rejected": 0, "activated": [{"version": "2", "training": "Reach truck"}, {"version": "1", "training": "Hot work"}, {"version": "1", "training": "Ladders"}], "entity_id": "9", "file_name": "versions.csv", "submitted": 0, "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "33a4a303882dc4e135f2443bd8ea4e118e4d3fc44296969d53d2dba9817cbfc6", "occurred_at": "2026-11-26T02:21:36.595612Z", "change_reason": null, "review_tasks_opened": []}	\\xf04a60b5a9e9267cf1165fab72cb3edc0e9950db9058e6cfa2555769d9825731	\\x183b4762b2f4f76e6fbf5c4aeec2e62d1f21a6315d031efe90c4ef4c794bbfb4
28	2026-11-26 02:21:49.57526+00	system	recert	\N	import	import	10	\N	{"seq": 28, "kind": "evidence", "read": 6, "actor": "system", "action": "import", "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 6, "rejected": 0, "entity_id": "10", "file_name": "evidence.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "bd31567ad856da66192ba86921b19ab4eb5ce8ecd219bd12cea2693f555004e6", "occurred_at": "2026-11-26T02:21:49.575260Z", "change_reason": null, "assignments_closed": 0}	\\x183b4762b2f4f76e6fbf5c4aeec2e62d1f21a6315d031efe90c4ef4c794bbfb4	\\xefbb47e315ed03694c403ef84660d6133cd765aa1648c07a9adfbf8ab7a3a3c6
29	2026-11-26 02:21:59.47076+00	system	recert	\N	import	import	11	\N	{"seq": 29, "kind": "rules", "read": 1, "actor": "system", "added": [{"line": [], "name": "Whoever looks after safety", "plant": [], "rule_id": 1, "activity": [], "location": [], "is_active": true, "attributes": {}, "created_at": "2026-11-26T02:21:59.461336+00:00", "department": ["EHS"], "auto_assign": true, "workstation": [], "training_ids": [14, 15], "days_to_complete": 10}], "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "11", "file_name": "rules.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "a58b7b7e5a597173b0ea4b91a6bad13a6c4cc09cfb1fa3bda8affc9a22ddd4fd", "occurred_at": "2026-11-26T02:21:59.470760Z", "change_reason": null}	\\xefbb47e315ed03694c403ef84660d6133cd765aa1648c07a9adfbf8ab7a3a3c6	\\xc0f7d61d07a75185af94d96217fce9e79f5fd8ee1a7c877081e4e6c8e773b9aa
30	2026-11-26 02:22:08.333869+00	system	recert	\N	complete_training	evidence	109	\N	{"seq": 30, "actor": "system", "score": 77.00, "action": "complete_training", "db_role": "recert", "version": "1", "training": "Ladders", "entity_id": "109", "client_addr": null, "entity_type": "evidence", "occurred_at": "2026-11-26T02:22:08.333869Z", "change_reason": null, "content_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "employee_number": "E-00007"}	\\xc0f7d61d07a75185af94d96217fce9e79f5fd8ee1a7c877081e4e6c8e773b9aa	\\xd05f3e41a12387ad671f7418a8923da0cbe59506d9d89aacf37679bbfdeead84
31	2026-11-26 02:22:08.338083+00	system	recert	\N	import	import	12	\N	{"seq": 31, "kind": "completions", "read": 1, "actor": "system", "action": "import", "signed": 0, "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "12", "file_name": "completions.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "954313109b303a7864226d6272915edfb61a238b2a5106ba95ce8eef582dc675", "occurred_at": "2026-11-26T02:22:08.338083Z", "change_reason": null, "assignments_closed": 0}	\\xd05f3e41a12387ad671f7418a8923da0cbe59506d9d89aacf37679bbfdeead84	\\x25179e7a8602d2536750c46ebd9f27e972d9155826955b67fef7cb0fef0df090
32	2026-11-26 02:22:12.948919+00	H-001	recert	\N	scan_expiry	scan	expiry	\N	{"seq": 32, "actor": "H-001", "action": "scan_expiry", "exempt": 0, "people": 13, "created": 5, "db_role": "recert", "expired": 14, "inactive": 0, "campaigns": ["Periodic recertification: Handling of solvents 2026-11-26", "Periodic recertification: Reach truck 2026-11-26"], "entity_id": "expiry", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:22:12.948919Z", "change_reason": null, "still_current": 8, "already_enrolled": 0, "without_active_version": 0}	\\x25179e7a8602d2536750c46ebd9f27e972d9155826955b67fef7cb0fef0df090	\\xbc2c5c4484907c4b357e6841610dd1d9773dbabddc134c32a9af2397c37b431e
33	2026-11-26 02:22:21.35455+00	Q-002	recert	\N	submit_version	version	26	The release is dumped with it	{"seq": 33, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Hot work", "entity_id": "26", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:21.354550Z", "addressed_to": "quality_admin", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 4}	\\xbc2c5c4484907c4b357e6841610dd1d9773dbabddc134c32a9af2397c37b431e	\\xe61daf25fd4c2d21ebf91599d18b03a82bd99c9e7a4725df352f68d0e4128083
34	2026-11-26 02:22:27.770815+00	Q-001	recert	\N	reject_version	version	26	The release is dumped with it	{"seq": 34, "actor": "Q-001", "action": "reject_version", "db_role": "recert", "version": "2", "training": "Hot work", "entity_id": "26", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:27.770815Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 4}	\\xe61daf25fd4c2d21ebf91599d18b03a82bd99c9e7a4725df352f68d0e4128083	\\x531bb00310ee4dca34b323487f2c20d07e7427e791d423c933f9d4a5dff92918
35	2026-11-26 02:22:32.413988+00	Q-002	recert	\N	submit_version	version	27	The release is dumped with it	{"seq": 35, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Hot work", "entity_id": "27", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:32.413988Z", "addressed_to": "quality_admin", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 5}	\\x531bb00310ee4dca34b323487f2c20d07e7427e791d423c933f9d4a5dff92918	\\x84ae60974115bb27f21f865ee82db781612790fdbd0bd6a9d7b7ca1e1211ff62
36	2026-11-26 02:22:37.386739+00	Q-002	recert	\N	resolve_review_task	review_task	5	\N	{"seq": 36, "actor": "Q-002", "state": "draft", "action": "resolve_review_task", "db_role": "recert", "entity_id": "5", "resolution": "superseded", "version_id": 27, "client_addr": null, "entity_type": "review_task", "occurred_at": "2026-11-26T02:22:37.386739Z", "change_reason": null}	\\x84ae60974115bb27f21f865ee82db781612790fdbd0bd6a9d7b7ca1e1211ff62	\\x62f46b9496bc34afafeab9cf23a5815bbb63e741dea90a553165182b3ccaf51d
37	2026-11-26 02:22:37.386739+00	Q-002	recert	\N	submit_version	version	28	The release is dumped with it	{"seq": 37, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "4", "training": "Hot work", "entity_id": "28", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:37.386739Z", "addressed_to": "quality_admin", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 6}	\\x62f46b9496bc34afafeab9cf23a5815bbb63e741dea90a553165182b3ccaf51d	\\x9fca50c70bfebafbfbf12b7c44f3128461d36aa008db586a3c7a85582d4d1b1c
38	2026-11-26 02:22:39.850943+00	Q-001	recert	\N	approve_version	version	28	The release is dumped with it	{"seq": 38, "actor": "Q-001", "scope": null, "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "4", "training": "Hot work", "activated": true, "entity_id": "28", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:39.850943Z", "activated_at": "2026-11-26T02:22:39.837353Z", "effective_on": null, "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "assignments_closed": 0, "recertify_everyone": false, "deactivated_version": "1", "review_tasks_opened": [7], "review_tasks_superseded": [], "scheduled_recertifications_superseded": []}	\\x9fca50c70bfebafbfbf12b7c44f3128461d36aa008db586a3c7a85582d4d1b1c	\\xa46b10956f0fc262fe4db17b0abaac17e84f65fd09d035a2d765c933ec9658cb
39	2026-11-26 02:22:42.319848+00	Q-001	recert	\N	recertify	scheduled_recertification	1	The release is dumped with it	{"seq": 39, "actor": "Q-001", "scope": {"departments": ["EHS"]}, "action": "recertify", "exempt": 0, "created": 0, "db_role": "recert", "planned": {"exempt": 0, "created": 2, "inactive": 0, "population": 2, "already_current": 0, "already_enrolled": 0, "evidence_superseded": 2}, "version": "4", "inactive": 0, "training": "Hot work", "entity_id": "1", "population": 0, "version_id": 28, "client_addr": null, "entity_type": "scheduled_recertification", "occurred_at": "2026-11-26T02:22:42.319848Z", "plan_digest": "68b5370da28f67e791c5d2bc68085ab819b693428d800c7a87ef2a65e0bcfad7", "effective_on": "2036-10-04", "change_reason": "The release is dumped with it", "already_current": 0, "already_enrolled": 0, "evidence_superseded": 0, "review_tasks_resolved": []}	\\xa46b10956f0fc262fe4db17b0abaac17e84f65fd09d035a2d765c933ec9658cb	\\xfb29470cbe5f4177c562e2b097265ccd62b4a09d63470ef8f328deb11148cdd9
40	2026-11-26 02:22:52.923134+00	Q-002	recert	\N	submit_version	version	29	The release is dumped with it	{"seq": 40, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Ladders", "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:22:52.923134Z", "addressed_to": "quality_admin", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 8}	\\xfb29470cbe5f4177c562e2b097265ccd62b4a09d63470ef8f328deb11148cdd9	\\xc2d4735b35b1a74b2611a202915bca4464a94dedf92e5bf6b5f70edfa8afef55
41	2026-11-26 02:23:02.995817+00	Q-001	recert	\N	approve_version	version	29	The release is dumped with it	{"seq": 41, "actor": "Q-001", "scope": null, "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "2", "training": "Ladders", "activated": false, "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:23:02.995817Z", "effective_on": null, "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "recertify_everyone": false}	\\xc2d4735b35b1a74b2611a202915bca4464a94dedf92e5bf6b5f70edfa8afef55	\\x52de8fbae75265df54d7e87e64279a8987f729448c383dcdd24edc10b3a09dab
42	2026-11-26 02:23:14.39408+00	Q-001	recert	\N	activate_version	version	29	The release is dumped with it	{"seq": 42, "actor": "Q-001", "action": "activate_version", "db_role": "recert", "version": "2", "training": "Ladders", "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:23:14.394080Z", "activated_at": "2026-11-26T02:23:14.353957Z", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "assignments_closed": 0, "deactivated_version": "1", "review_tasks_opened": [9], "review_tasks_superseded": [], "scheduled_recertifications_superseded": []}	\\x52de8fbae75265df54d7e87e64279a8987f729448c383dcdd24edc10b3a09dab	\\xaf43f8fc12641b98af4c98804abfca3a47273a818e95b143f3d1afe151443379
43	2026-11-26 02:23:24.918274+00	Q-001	recert	\N	decline_recertification	version	29	The release is dumped with it	{"seq": 43, "actor": "Q-001", "action": "decline_recertification", "db_role": "recert", "version": "2", "training": "Ladders", "entity_id": "29", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:23:24.918274Z", "change_reason": "The release is dumped with it", "review_task_id": 9}	\\xaf43f8fc12641b98af4c98804abfca3a47273a818e95b143f3d1afe151443379	\\x5b1fb91c076dbae877f23e2952d89c6ccea56b0bc7ba1fc667a5531246b3b275
44	2026-11-26 02:23:31.550379+00	Q-002	recert	\N	submit_version	version	30	The release is dumped with it	{"seq": 44, "actor": "Q-002", "action": "submit_version", "author": "Q-002", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Ladders", "entity_id": "30", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:23:31.550379Z", "addressed_to": "quality_admin", "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "review_task_id": 11}	\\x5b1fb91c076dbae877f23e2952d89c6ccea56b0bc7ba1fc667a5531246b3b275	\\xb9cc853c4b75cc66f20298376f96ee353def202408afbff32e3c266ae4f97f7b
45	2026-11-26 02:23:38.069525+00	Q-001	recert	\N	approve_version	version	30	The release is dumped with it	{"seq": 45, "actor": "Q-001", "scope": null, "action": "approve_version", "db_role": "recert", "sources": ["SOP-901@B"], "version": "3", "training": "Ladders", "activated": false, "entity_id": "30", "client_addr": null, "entity_type": "version", "occurred_at": "2026-11-26T02:23:38.069525Z", "effective_on": null, "change_reason": "The release is dumped with it", "content_sha256": "bc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef", "recertify_everyone": false}	\\xb9cc853c4b75cc66f20298376f96ee353def202408afbff32e3c266ae4f97f7b	\\x37e00bbe12e116d094cf3bc5cc4a575ac92c07750f0e566caf7ab7872fdaae80
46	2026-11-26 02:23:44.59438+00	E-00002	recert	\N	assign	user	4	\N	{"seq": 46, "actor": "E-00002", "action": "assign", "status": "in_progress", "db_role": "recert", "training": "Reach truck", "campaigns": ["Periodic recertification: Reach truck 2026-11-26"], "entity_id": "4", "client_addr": null, "entity_type": "user", "occurred_at": "2026-11-26T02:23:44.594380Z", "change_reason": null, "employee_number": "E-00002"}	\\x37e00bbe12e116d094cf3bc5cc4a575ac92c07750f0e566caf7ab7872fdaae80	\\xaad042ddace83dd7261ef35a0fae97cf7204c6b8c392d59e4177864217125826
47	2026-11-26 02:23:49.600811+00	E-00003	recert	\N	assign	user	5	\N	{"seq": 47, "actor": "E-00003", "action": "assign", "status": "in_progress", "db_role": "recert", "training": "Reach truck", "campaigns": ["Periodic recertification: Reach truck 2026-11-26"], "entity_id": "5", "client_addr": null, "entity_type": "user", "occurred_at": "2026-11-26T02:23:49.600811Z", "change_reason": null, "employee_number": "E-00003"}	\\xaad042ddace83dd7261ef35a0fae97cf7204c6b8c392d59e4177864217125826	\\x08232ec5047c37c5efc7fe220afc0b34b09848cfe6350bc6baefd1be63ed790f
48	2026-11-26 02:23:54.261164+00	E-00003	recert	\N	complete_training	evidence	110	\N	{"seq": 48, "actor": "E-00003", "score": 93.50, "action": "complete_training", "db_role": "recert", "version": "2", "training": "Reach truck", "entity_id": "110", "client_addr": null, "entity_type": "evidence", "occurred_at": "2026-11-26T02:23:54.261164Z", "change_reason": null, "content_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "employee_number": "E-00003"}	\\x08232ec5047c37c5efc7fe220afc0b34b09848cfe6350bc6baefd1be63ed790f	\\xb7183cc26ec6f13fa9e3102531c8bef40dedc74e1383a06a0f52417fd0f97476
49	2026-11-26 02:23:54.261164+00	E-00003	recert	\N	sign_evidence	evidence	110	\N	{"seq": 49, "actor": "E-00003", "action": "sign_evidence", "method": "click_to_confirm", "db_role": "recert", "version": "2", "training": "Reach truck", "entity_id": "110", "import_id": null, "client_addr": null, "entity_type": "evidence", "occurred_at": "2026-11-26T02:23:54.261164Z", "signature_id": 1, "change_reason": null, "manifestation": "I, Emma Hoffmann (E-00003), completed the training \\"Reach truck\\" in version 2 on 2026-11-26 02:23:54 UTC and sign this record on 2026-11-26 02:23:54 UTC.", "employee_number": "E-00003"}	\\xb7183cc26ec6f13fa9e3102531c8bef40dedc74e1383a06a0f52417fd0f97476	\\xaffd3c0a23fb358a91cbd01a413b9c429767754230856ae63b916f416dfa0b5b
50	2026-11-26 02:24:01.633278+00	H-001	recert	\N	create_campaign	campaign	11	The release is dumped with it	{"seq": 50, "kind": "manual", "actor": "H-001", "action": "create_campaign", "due_at": "2036-10-04T00:00:00.000000Z", "exempt": 0, "created": 12, "db_role": "recert", "version": "2", "audience": {"department": ["EHS"]}, "campaign": "Spring", "inactive": 0, "training": "Ladders", "entity_id": "11", "population": 12, "version_id": 29, "client_addr": null, "entity_type": "campaign", "occurred_at": "2026-11-26T02:24:01.633278Z", "change_reason": "The release is dumped with it", "already_current": 0}	\\xaffd3c0a23fb358a91cbd01a413b9c429767754230856ae63b916f416dfa0b5b	\\xd13773b4816f53ec31bfa58a9fbb41fe1bd042ad46c5869f50b8de8aa29b468f
51	2026-11-26 02:24:07.358411+00	Q-001	recert	\N	grant_exemption	user	10	The release is dumped with it	{"seq": 51, "actor": "Q-001", "action": "grant_exemption", "db_role": "recert", "training": "Ladders", "entity_id": "10", "client_addr": null, "entity_type": "user", "occurred_at": "2026-11-26T02:24:07.358411Z", "valid_until": "2099-07-01T00:00:00.000000Z", "exemption_id": 2, "change_reason": "The release is dumped with it", "employee_number": "E-00008"}	\\xd13773b4816f53ec31bfa58a9fbb41fe1bd042ad46c5869f50b8de8aa29b468f	\\x3b2b39d613faa06950bf51374e5ebd38a5ee9330ab05e5f296bee3fcd571c524
52	2026-11-26 02:24:12.951133+00	H-001	recert	\N	recompute_assignments	rules	all	\N	{"seq": 52, "actor": "H-001", "rules": 1, "users": 20, "action": "recompute_assignments", "missed": 0, "created": 10, "db_role": "recert", "entity_id": "all", "assigned_at": "2026-11-26T02:24:12.774069Z", "client_addr": null, "entity_type": "rules", "occurred_at": "2026-11-26T02:24:12.951133Z", "queued_only": false, "change_reason": null, "employee_number": null, "everyone_because": ["rules", "versions"]}	\\x3b2b39d613faa06950bf51374e5ebd38a5ee9330ab05e5f296bee3fcd571c524	\\xc70f3398e822f4b17c8f019cbf5b199fb94af2602d501ae7d26b4b652abf3c15
53	2026-11-26 02:24:18.619001+00	system	recert	\N	import	import	13	\N	{"seq": 53, "kind": "documents", "read": 1, "actor": "system", "action": "import", "changes": [], "db_role": "recert", "skipped": 0, "updated": 0, "inserted": 1, "rejected": 0, "entity_id": "13", "file_name": "newer.csv", "is_partial": false, "client_addr": null, "entity_type": "import", "file_sha256": "ddf7d41d362883b74292e99c5a135072aa4de0d607f324d14368f08afa43ccd3", "occurred_at": "2026-11-26T02:24:18.619001Z", "change_reason": null, "review_tasks_opened": [12]}	\\xc70f3398e822f4b17c8f019cbf5b199fb94af2602d501ae7d26b4b652abf3c15	\\x2455711bdef353f42a6a759e998d789ed4229e8e3e6e82f296cf511e83b80e77
54	2026-11-26 02:24:31.771864+00	system	recert	\N	scan_expiry	scan	expiry	\N	{"seq": 54, "actor": "system", "action": "scan_expiry", "exempt": 0, "people": 0, "created": 0, "db_role": "recert", "expired": 0, "inactive": 0, "campaigns": [], "entity_id": "expiry", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:24:31.771864Z", "change_reason": null, "still_current": 0, "already_enrolled": 0, "without_active_version": 0}	\\x2455711bdef353f42a6a759e998d789ed4229e8e3e6e82f296cf511e83b80e77	\\x29523342d8bdc7e23f737d93eac2c22ed200609cf41188e674f95f610954df0b
55	2026-11-26 02:24:31.899068+00	system	recert	\N	recompute_assignments	rules	all	\N	{"seq": 55, "actor": "system", "rules": 1, "users": 0, "action": "recompute_assignments", "missed": 0, "created": 0, "db_role": "recert", "entity_id": "all", "assigned_at": "2026-11-26T02:24:31.865704Z", "client_addr": null, "entity_type": "rules", "occurred_at": "2026-11-26T02:24:31.899068Z", "queued_only": true, "change_reason": null, "employee_number": null, "everyone_because": null}	\\x29523342d8bdc7e23f737d93eac2c22ed200609cf41188e674f95f610954df0b	\\x8ea70c697cef74bb717513a8a045e834513692cdc6427352ae5b0b080abef509
56	2026-11-26 02:24:31.965872+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 56, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:24:31.965872Z", "change_reason": null}	\\x8ea70c697cef74bb717513a8a045e834513692cdc6427352ae5b0b080abef509	\\x45f7ec811f17f2fa08d71c662420537edecd3ff70634a3895b96c5975efd0069
57	2026-11-26 02:24:37.565633+00	system	recert	\N	scan_overdue	scan	overdue	\N	{"seq": 57, "actor": "system", "moved": 0, "action": "scan_overdue", "marked": 0, "cleared": 0, "db_role": "recert", "overdue": 0, "entity_id": "overdue", "client_addr": null, "entity_type": "scan", "occurred_at": "2026-11-26T02:24:37.565633Z", "change_reason": null}	\\x45f7ec811f17f2fa08d71c662420537edecd3ff70634a3895b96c5975efd0069	\\xca1dc710dc9289419d4d3e3709c84f780ad8d0de4df1299684b591a9eca17ff3
\.


COPY core.assignment_rules (rule_id, name, is_active, auto_assign, training_ids, days_to_complete, department, location, activity, plant, line, workstation, attributes, created_at) FROM stdin;
1	Whoever looks after safety	t	t	{14,15}	10	{EHS}	{}	{}	{}	{}	{}	{}	2026-11-26 02:21:59.461336+00
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
3	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
4	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
5	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
6	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
7	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
8	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
9	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
12	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
13	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
14	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
15	8	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.243814+00	\N	\N	\N	not_started	f
10	8	2026-12-26 02:19:14.078897+00	2026-11-26 02:19:14.078897+00	\N	\N	\N	not_started	f
5	9	2026-12-26 02:22:12.894022+00	2026-11-26 02:22:12.894022+00	\N	\N	\N	not_started	f
6	9	2026-12-26 02:22:12.894022+00	2026-11-26 02:22:12.894022+00	\N	\N	\N	not_started	f
12	9	2026-12-26 02:22:12.894022+00	2026-11-26 02:22:12.894022+00	\N	\N	\N	not_started	f
4	10	2026-12-17 02:22:12.894022+00	2026-11-26 02:22:12.894022+00	2026-11-26 02:23:44.592841+00	\N	\N	in_progress	f
5	10	2026-12-17 02:22:12.894022+00	2026-11-26 02:22:12.894022+00	2026-11-26 02:23:49.590748+00	2026-11-26 02:23:54.193878+00	\N	completed	f
3	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
4	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
5	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
6	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
7	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
8	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
9	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
10	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
11	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
12	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
13	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
14	11	2036-10-04 00:00:00+00	2026-11-26 02:24:01.570254+00	\N	\N	\N	not_started	f
3	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
4	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
5	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
8	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
9	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
10	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
11	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
12	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
13	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
14	12	2026-12-06 02:24:12.774069+00	2026-11-26 02:24:12.774069+00	\N	\N	\N	not_started	f
\.


COPY core.campaign_exceptions (user_id, campaign_id, outcome, recorded_at) FROM stdin;
\.


COPY core.campaign_launches (campaign_id, launched_at, launched_by, change_reason, audience, population, created, already_current, inactive, exempt, audit_seq) FROM stdin;
11	2026-11-26 02:24:01.570254+00	16	The release is dumped with it	{"department": ["EHS"]}	12	12	0	0	0	50
\.


COPY core.campaigns (campaign_id, name, kind, version_id, due_at, created_at, created_by, is_imported) FROM stdin;
1	Roll-out of Lockout/Tagout 3.1	manual	20	\N	2026-11-26 02:19:11.225282+00	18	t
2	Roll-out of Document control 2.0	manual	9	\N	2026-11-26 02:19:11.225733+00	18	t
3	Roll-out of GMP basics 8.0	manual	13	\N	2026-11-26 02:19:11.225758+00	18	t
4	Roll-out of Handling of solvents 4.0	manual	16	\N	2026-11-26 02:19:11.225769+00	18	t
5	Roll-out of Cleanroom gowning 4.1	manual	3	\N	2026-11-26 02:19:11.225777+00	18	t
6	Roll-out of Data integrity 2.1	manual	6	\N	2026-11-26 02:19:11.225786+00	18	t
7	Roll-out of CAPA 6	manual	1	\N	2026-11-26 02:19:11.225794+00	18	t
8	Recertification: Lockout/Tagout v3.2	recertification	21	2026-12-26 02:19:13.243814+00	2026-11-26 02:19:13.24449+00	18	f
9	Periodic recertification: Handling of solvents 2026-11-26	periodic	16	\N	2026-11-26 02:22:12.931874+00	16	f
10	Periodic recertification: Reach truck 2026-11-26	periodic	23	\N	2026-11-26 02:22:12.932017+00	16	f
11	Spring	manual	29	2036-10-04 00:00:00+00	2026-11-26 02:24:01.603021+00	16	f
12	Rule: Whoever looks after safety	rule	28	\N	2026-11-26 02:24:12.909593+00	16	f
\.


COPY core.documents (document, revision, title, effective_at, recorded_at) FROM stdin;
SOP-900	A	Driving of reach trucks	2026-11-26 02:21:09.797484+00	2026-11-26 02:21:09.876538+00
SOP-900	B	Driving of reach trucks	2026-11-26 02:24:18.495879+00	2026-11-26 02:24:18.558734+00
\.


COPY core.evidence (user_id, evidence_id, version_id, completed_at, recorded_at, superseded_at, superseded_by_campaign_id, is_imported, recertification_status, score, content_sha256) FROM stdin;
1	1	1	2025-06-09 08:25:59+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
1	2	6	2025-12-26 08:29:04+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	94.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
1	3	9	2024-10-01 10:01:19+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	77.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
1	4	13	2025-11-04 11:45:20+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	91.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
2	5	1	2025-01-18 15:45:50+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
2	6	6	2025-11-14 06:34:23+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
2	7	9	2025-04-28 12:25:06+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
2	8	13	2026-01-20 13:43:50+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	87.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	9	9	2024-01-18 10:01:32+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
3	10	13	2025-06-13 09:51:00+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	11	16	2026-03-31 09:42:06+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	97.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
4	13	9	2025-12-24 17:13:30+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	82.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
4	14	13	2026-08-24 16:23:27+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	99.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
4	15	16	2025-09-22 06:14:18+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	91.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
5	17	9	2024-09-12 15:16:39+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	77.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
5	18	12	2024-12-06 11:37:59+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
5	19	13	2025-10-02 11:37:59+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
6	22	9	2025-07-22 15:32:28+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	85.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
6	24	13	2025-02-19 09:12:58+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	84.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
7	28	9	2026-10-26 16:19:41+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	81.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
7	29	13	2026-04-04 09:38:30+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	94.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
3	12	20	2025-06-03 10:25:22+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
4	16	20	2026-09-28 07:12:19+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	91.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
5	21	20	2026-01-06 07:40:25+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	86.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
6	26	19	2024-05-03 06:07:51+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	83.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
6	27	20	2025-04-28 06:07:51+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	83.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
5	20	16	2023-07-18 06:43:06+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	94.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
6	23	12	2024-04-25 09:12:58+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	84.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
6	25	16	2023-08-15 12:32:54+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	80.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
7	30	16	2026-07-10 11:53:26+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	96.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
8	32	9	2024-08-12 08:50:25+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	79.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
8	33	13	2026-11-14 06:55:27+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	79.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
8	34	16	2025-08-10 09:24:25+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	99.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
9	36	9	2025-01-03 07:46:20+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
9	37	13	2025-09-15 07:25:11+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	89.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
9	38	16	2026-11-03 11:49:13+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
10	40	9	2025-12-20 12:08:49+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	87.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
10	41	13	2026-01-29 09:10:33+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	92.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
10	42	16	2026-02-26 09:36:34+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	97.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
11	43	9	2024-04-23 11:02:48+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
11	45	13	2025-08-13 15:09:47+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	82.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
11	46	16	2024-03-19 17:53:52+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	92.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
12	48	9	2025-03-16 15:40:51+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	70.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
12	50	13	2025-01-08 06:48:33+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
13	53	9	2024-05-10 09:29:01+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
13	55	13	2025-02-19 12:11:08+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
13	56	16	2025-05-15 12:17:00+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
7	31	20	2025-07-31 11:40:42+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
8	35	20	2025-03-02 10:48:07+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	98.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
9	39	20	2026-04-25 10:53:18+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	94.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
11	47	20	2026-03-12 10:28:27+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	74.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
12	52	20	2025-06-27 08:28:39+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	98.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
13	57	19	2023-10-15 10:42:07+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	99.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
13	58	20	2026-11-08 10:42:07+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	99.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
11	44	12	2024-07-09 15:09:47+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	82.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
12	49	12	2024-06-22 06:48:33+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	83.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
12	51	16	2023-10-11 09:12:02+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	79.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
13	54	12	2024-04-25 12:11:08+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	95.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
14	59	9	2025-03-01 06:29:28+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	94.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
14	60	13	2025-09-09 13:54:46+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	84.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
14	61	16	2024-08-02 10:51:51+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	77.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
15	65	3	2026-09-28 09:57:05+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	96.00	\\x3bc07d6867b244cd6f3f7cb0ced544a893615003b11fc5195b4aaf127c9d7d30
15	66	5	2025-01-09 10:30:48+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	73.00	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483
15	67	8	2026-07-16 12:52:22+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	97.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
15	68	9	2026-02-25 09:27:34+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
15	69	10	2025-11-23 09:07:03+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	81.00	\\x13c45b71d158f1ee6199254a3ab20c9762834f2d66a3ed1853d1d3f8fab512fd
15	70	13	2026-11-23 11:00:58+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	99.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
15	71	15	2025-07-25 17:21:01+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	81.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
15	72	16	2025-01-26 12:02:28+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	94.00	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4
15	73	18	2026-08-12 06:51:51+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	71.00	\\xd01a9111f40ac22e98d9256b70c81c0e3e576fe1b5f43d45600a876f1416d925
16	76	9	2025-09-01 13:43:17+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	70.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
16	78	13	2025-08-03 15:25:08+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	88.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
17	79	9	2026-02-15 10:58:28+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	97.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
17	81	13	2025-10-19 17:14:48+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
18	82	1	2024-10-10 06:19:18+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
18	83	6	2026-06-15 17:59:26+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	93.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
18	84	8	2025-11-22 08:26:16+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	92.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
18	85	9	2024-07-24 14:39:39+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	85.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
18	86	13	2026-10-05 10:46:19+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	100.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
18	87	15	2025-07-08 16:01:01+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	77.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
14	62	19	2024-02-12 09:31:03+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	92.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
14	63	20	2025-11-13 09:31:03+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	92.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
15	74	19	2024-07-18 14:57:49+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	72.00	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050
15	75	20	2025-07-13 14:57:49+00	2026-11-26 02:19:10.876481+00	2026-11-26 02:19:13.243814+00	8	t	superseded	72.00	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
15	64	2	2024-11-27 09:57:05+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	96.00	\\x81098fe72fdeaba7297743e3cc0a8aad0af9789aea72addb55e0e588b0f3b8cc
16	77	12	2023-12-12 15:25:08+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	88.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
17	80	12	2024-02-27 17:14:48+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	83.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
19	88	1	2026-11-22 16:15:29+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	77.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
19	89	5	2024-11-30 08:54:19+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483
19	90	6	2025-10-26 08:54:19+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
19	91	8	2026-08-26 07:52:22+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	84.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
19	92	9	2025-01-11 10:12:27+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	76.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
19	94	13	2026-10-28 07:21:39+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	95.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
19	95	15	2026-03-21 09:06:14+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	91.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
20	96	1	2026-04-27 10:27:31+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	73.00	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d
20	97	6	2026-07-22 06:14:16+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	85.00	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b
20	98	8	2024-12-11 17:02:25+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	82.00	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96
20	99	9	2025-06-19 15:39:42+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	83.00	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77
20	100	13	2026-05-28 08:40:25+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	94.00	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95
20	101	15	2026-03-24 08:55:49+00	2026-11-26 02:19:10.876481+00	\N	\N	t	current	78.00	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d
10	102	20	2025-04-08 11:10:23+00	2026-11-26 02:19:13.682497+00	2026-11-26 02:19:14.078897+00	8	t	superseded	\N	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e
6	106	24	2024-01-02 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	current	90.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
7	107	24	2024-01-03 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	current	91.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
8	108	25	2024-01-04 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	current	92.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
9	109	25	2026-11-26 02:22:08.281882+00	2026-11-26 02:22:08.281882+00	\N	\N	f	current	77.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
19	93	12	2024-02-01 07:21:39+00	2026-11-26 02:19:10.876481+00	\N	\N	t	expired	95.00	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5
4	103	22	2022-05-01 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	expired	71.00	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
4	104	23	2023-05-02 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	expired	81.50	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
5	105	23	2023-06-02 00:00:00+00	2026-11-26 02:21:49.517081+00	\N	\N	t	expired	\N	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
5	110	23	2026-11-26 02:23:54.193878+00	2026-11-26 02:23:54.193878+00	\N	\N	f	current	93.50	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
\.


COPY core.exemptions (user_id, exemption_id, training_id, reason, granted_by, granted_at, valid_until) FROM stdin;
11	1	12	On parental leave, away from all machines	18	2026-11-26 02:19:11.737731+00	2027-05-25 02:19:11.710633+00
10	2	15	The release is dumped with it	18	2026-11-26 02:24:07.356167+00	2099-07-01 00:00:00+00
\.


COPY core.notifications (user_id, notification_id, campaign_id, kind, due_at, copied_to_id, created_at, handed_over_at, withdrawn_at, export_seq) FROM stdin;
3	1	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
3	2	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
4	3	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
4	4	10	due_in_30_days	2026-12-17 02:22:12.894022+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
4	5	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
5	6	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
5	7	9	due_in_30_days	2026-12-26 02:22:12.894022+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
5	8	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
6	9	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
6	10	9	due_in_30_days	2026-12-26 02:22:12.894022+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
7	11	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
8	12	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
8	13	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
9	14	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
9	15	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
10	16	8	due_in_30_days	2026-12-26 02:19:14.078897+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
10	17	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
11	18	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
12	19	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
12	20	9	due_in_30_days	2026-12-26 02:22:12.894022+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
12	21	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
13	22	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
13	23	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
14	24	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
14	25	12	due_in_14_days	2026-12-06 02:24:12.774069+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
15	26	6	due_in_7_days	2026-12-03 00:00:00+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
15	27	8	due_in_30_days	2026-12-26 02:19:13.243814+00	\N	2026-11-26 02:24:32.021361+00	\N	\N	\N
\.


COPY core.outdated_sources (version_id, document, revision, review_task_id) FROM stdin;
23	SOP-900	B	12
\.


COPY core.recertification_exceptions (user_id, run_id, outcome) FROM stdin;
11	1	exempt
\.


COPY core.recertification_runs (run_id, campaign_id, run_at, run_by, change_reason, due_at, population, created, already_enrolled, already_current, inactive, exempt, evidence_superseded, plan_digest, audit_seq, scope) FROM stdin;
1	8	2026-11-26 02:19:13.243814+00	18	New lock type on line 4	2026-12-26 02:19:13.243814+00	12	11	0	0	0	1	16	e6072433169a694173ab1f3818ddcc34f69c2e4367e298ba480da91982a3708d	18	\N
2	8	2026-11-26 02:19:14.078897+00	18	Paper records of the night shift turned up	2026-12-26 02:19:14.078897+00	1	1	0	0	0	0	1	bf74af6ba2f26381fd64010aadd922c8b698aa92acb5d6c9a26aca65a6ff883c	20	\N
3	8	2026-11-26 02:19:14.422387+00	18	Paper records of the night shift turned up	2026-12-26 02:19:14.422387+00	0	0	0	0	0	0	0	c18e0a890f073e44eb7b2c4f8c5b28094032152613f3277ea46ec908f1add1ef	21	\N
\.


COPY core.recompute_queue (user_id, queued_at) FROM stdin;
\.


COPY core.review_tasks (review_task_id, task_type, state, version_id, addressed_to, opened_at, opened_by, resolved_at, resolved_by, resolution, resolution_reason) FROM stdin;
1	version_approval	open	4	quality_admin	2026-11-26 02:19:10.421202+00	18	\N	\N	\N	\N
2	version_approval	open	7	quality_admin	2026-11-26 02:19:10.421202+00	18	\N	\N	\N	\N
3	version_approval	resolved	21	quality_admin	2026-11-26 02:19:12.089344+00	14	2026-11-26 02:19:13.087309+00	18	approved	New lock type on line 4
4	version_approval	resolved	26	quality_admin	2026-11-26 02:22:21.317912+00	19	2026-11-26 02:22:27.750873+00	18	rejected	The release is dumped with it
5	version_approval	resolved	27	quality_admin	2026-11-26 02:22:32.401484+00	19	2026-11-26 02:22:37.348664+00	19	superseded	\N
6	version_approval	resolved	28	quality_admin	2026-11-26 02:22:37.348664+00	19	2026-11-26 02:22:39.837353+00	18	approved	The release is dumped with it
7	recert_decision	open	28	quality_admin	2026-11-26 02:22:39.837353+00	18	\N	\N	\N	\N
8	version_approval	resolved	29	quality_admin	2026-11-26 02:22:52.853067+00	19	2026-11-26 02:23:02.928854+00	18	approved	The release is dumped with it
9	recert_decision	resolved	29	quality_admin	2026-11-26 02:23:14.353957+00	18	2026-11-26 02:23:24.893865+00	18	declined	The release is dumped with it
11	version_approval	resolved	30	quality_admin	2026-11-26 02:23:31.477828+00	19	2026-11-26 02:23:38.035143+00	18	approved	The release is dumped with it
12	source_outdated	open	23	quality_admin	2026-11-26 02:24:18.559374+00	\N	\N	\N	\N	\N
\.


COPY core.rule_history (rule_id, valid_until, record) FROM stdin;
\.


COPY core.scheduled_recertifications (scheduled_recertification_id, version_id, effective_on, scope, change_reason, plan_digest, decided_by, decided_at, state, run_id, ended_at, ended_by, end_reason) FROM stdin;
1	28	2036-10-04	{"departments": ["EHS"]}	The release is dumped with it	68b5370da28f67e791c5d2bc68085ab819b693428d800c7a87ef2a65e0bcfad7	18	2026-11-26 02:22:42.299291+00	planned	\N	\N	\N	\N
\.


COPY core.signatures (user_id, signature_id, evidence_id, manifestation, method, client_addr, signed_at, import_id) FROM stdin;
5	1	110	I, Emma Hoffmann (E-00003), completed the training "Reach truck" in version 2 on 2026-11-26 02:23:54 UTC and sign this record on 2026-11-26 02:23:54 UTC.	click_to_confirm	\N	2026-11-26 02:23:54.193878+00	\N
\.


COPY core.training_history (training_id, valid_until, record) FROM stdin;
\.


COPY core.training_versions (version_id, training_id, label, state, content, objectives, content_sha256, author_id, submitted_at, submission_reason, approved_by, approved_at, change_reason, rejected_by, rejected_at, rejection_reason, activated_at, deactivated_at, frozen_at, is_imported, created_at) FROM stdin;
4	2	5.0	pending_review	# Cleanroom gowning 5.0\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n- Put the second pair of gloves on in the airlock\n\nFollows SOP-031 revision F.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so","Put the second pair of gloves on in the airlock"}	\\x4fc8cb80e628e0d513222e445fc8ea52d2a74956cdd0f419ffeaefc8ed40f80b	5	2026-11-22 00:00:00+00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	t	2026-11-26 02:19:10.422495+00
7	3	2.2	pending_review	# Data integrity 2.2\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n- Say where the audit trail of the new chromatography system is\n\nFollows SOP-004 revision C.\n	{"Keep a password to yourself","Report data that was lost or changed","Say where the audit trail of the new chromatography system is"}	\\x754702b1ac62e110f83e15fdcb298c267d9795296dc4ff2d8622dc48fbbc49cd	7	2026-11-17 00:00:00+00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	t	2026-11-26 02:19:10.422526+00
11	7	1.2	active	# Forklift operation 1.2\n\nA truck weighs as much as three cars and steers from behind.\n\n## After this you can\n\n- Check the truck before each shift\n- Keep to routes, speeds and loads\n\nFollows SOP-045 revision C.\n	{"Check the truck before each shift","Keep to routes, speeds and loads"}	\\x67a83daf62d0f417979101d56b1c27caf45d720c12f392c5d9223c54a2f05f06	14	\N	\N	\N	\N	\N	\N	\N	\N	2024-03-01 00:00:00+00	\N	\N	t	2026-11-26 02:19:10.422558+00
1	1	6	active	# CAPA 6\n\nA deviation that comes back was not understood.\n\n## After this you can\n\n- Tell a correction from a corrective action\n- Find a root cause that explains what was seen\n- Measure whether the action worked\n\nFollows SOP-011 revision 6.\n	{"Tell a correction from a corrective action","Find a root cause that explains what was seen","Measure whether the action worked"}	\\xf7043c9f8e992a022cf6adcae60b4e4d0fa926fcb4b98296f40976b64124d24d	20	\N	\N	\N	\N	\N	\N	\N	\N	2024-06-29 00:00:00+00	\N	2026-11-26 02:19:10.900557+00	t	2026-11-26 02:19:10.421779+00
6	3	2.1	active	# Data integrity 2.1\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n\nFollows SOP-004 revision B.\n	{"Keep a password to yourself","Report data that was lost or changed"}	\\x29789220e21118b2f7bb786bd5eb1c86944b9a900b4ba1a4aaadd6aaa2e4685b	7	\N	\N	\N	\N	\N	\N	\N	\N	2025-10-12 00:00:00+00	\N	2026-11-26 02:19:10.901786+00	t	2026-11-26 02:19:10.422513+00
9	5	2.0	active	# Document control 2.0\n\nOne procedure is in force, and everybody works to that one.\n\n## After this you can\n\n- Find the revision in force\n- Return copies of a revision that was replaced\n\nFollows SOP-002 revision C.\n	{"Find the revision in force","Return copies of a revision that was replaced"}	\\x24279c53efa93873cd739957e824a65bc7472966a86a3eb29a575d209b120d77	20	\N	\N	\N	\N	\N	\N	\N	\N	2023-08-04 00:00:00+00	\N	2026-11-26 02:19:10.901818+00	t	2026-11-26 02:19:10.422542+00
2	2	4.0	inactive	# Cleanroom gowning 4.0\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n\nFollows SOP-031 revision D.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so"}	\\x81098fe72fdeaba7297743e3cc0a8aad0af9789aea72addb55e0e588b0f3b8cc	5	\N	\N	\N	\N	\N	\N	\N	\N	2024-03-21 00:00:00+00	2025-12-31 00:00:00+00	2026-11-26 02:19:10.901906+00	t	2026-11-26 02:19:10.422449+00
3	2	4.1	active	# Cleanroom gowning 4.1\n\nPeople are the largest source of particles in a cleanroom.\n\n## After this you can\n\n- Gown in the order of the SOP without touching the outside\n- Leave when a glove or a coverall is torn, and say so\n\nFollows SOP-031 revision E.\n	{"Gown in the order of the SOP without touching the outside","Leave when a glove or a coverall is torn, and say so"}	\\x3bc07d6867b244cd6f3f7cb0ced544a893615003b11fc5195b4aaf127c9d7d30	5	\N	\N	\N	\N	\N	\N	\N	\N	2025-12-31 00:00:00+00	\N	2026-11-26 02:19:10.901917+00	t	2026-11-26 02:19:10.422483+00
14	9	1.4	inactive	# Good documentation practice 1.4\n\nAn entry says who did what and when, and can be read in ten years.\n\n## After this you can\n\n- Correct an entry with one line, initials, date and reason\n- Record at the time of the work, never from memory\n\nFollows SOP-003 revision C.\n	{"Correct an entry with one line, initials, date and reason","Record at the time of the work, never from memory"}	\\x29be97ec7ed96af24681b2c97dfaea4a353d4eeeb898a0aecbacae2a951a3d18	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-05-06 00:00:00+00	2025-05-15 00:00:00+00	\N	t	2026-11-26 02:19:10.422584+00
17	11	1.0	inactive	# Line clearance 1.0\n\nNothing of the batch before is on the line.\n\n## After this you can\n\n- Clear, clean and check a line by the list\n- Have the clearance confirmed by a second person\n\nFollows SOP-022 revision A.\n	{"Clear, clean and check a line by the list","Have the clearance confirmed by a second person"}	\\x0eb91c0ad21fe5678d83bb86e78a304fe452d747ebd3626c5eed5203561c9b4d	9	\N	\N	\N	\N	\N	\N	\N	\N	2023-10-03 00:00:00+00	2025-04-05 00:00:00+00	\N	t	2026-11-26 02:19:10.422606+00
13	8	8.0	active	# GMP basics 8.0\n\nWhat is not written down has not been done.\n\n## After this you can\n\n- Say what good manufacturing practice protects, and whom\n- Work to the procedure in force, or stop and ask\n\nFollows SOP-001 revision H.\n	{"Say what good manufacturing practice protects, and whom","Work to the procedure in force, or stop and ask"}	\\x98efde647d3437f7e441e0598581adabd41dead09f7c319634bdfc0dd4796e95	19	\N	\N	\N	\N	\N	\N	\N	\N	2024-12-26 00:00:00+00	\N	2026-11-26 02:19:10.901832+00	t	2026-11-26 02:19:10.422576+00
16	10	4.0	active	# Handling of solvents 4.0\n\nKnow what is in the container before it is opened.\n\n## After this you can\n\n- Read a label and a safety data sheet\n- Earth containers before pouring\n\nFollows SOP-052 revision D.\n	{"Read a label and a safety data sheet","Earth containers before pouring"}	\\x24385f5fcad9b247045c0ff2a15c877242be37893ed27d97a0ffd06e2a5719e4	14	\N	\N	\N	\N	\N	\N	\N	\N	2023-06-25 00:00:00+00	\N	2026-11-26 02:19:10.901849+00	t	2026-11-26 02:19:10.422599+00
12	8	7.0	inactive	# GMP basics 7.0\n\nWhat is not written down has not been done.\n\n## After this you can\n\n- Say what good manufacturing practice protects, and whom\n- Work to the procedure in force, or stop and ask\n\nFollows SOP-001 revision G.\n	{"Say what good manufacturing practice protects, and whom","Work to the procedure in force, or stop and ask"}	\\xf0c62dddd8fd9a065157cc3cd6ab865d2c7dd40b9996e8624cf40aa709e0e6f5	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-11-22 00:00:00+00	2024-12-26 00:00:00+00	2026-11-26 02:19:10.901872+00	t	2026-11-26 02:19:10.422565+00
19	12	3.0	inactive	# Lockout/Tagout 3.0\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n\nFollows SOP-017 revision A.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it"}	\\xeea1715bd547b5a468dabbc6ad201e48b72dbc184439c6674023704a4b46f050	14	\N	\N	\N	\N	\N	\N	\N	\N	2023-01-26 00:00:00+00	2025-02-24 00:00:00+00	2026-11-26 02:19:10.901885+00	t	2026-11-26 02:19:10.446363+00
20	12	3.1	inactive	# Lockout/Tagout 3.1\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n\nFollows SOP-017 revision B.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it"}	\\x53b14a1d7cffa17e90c210e2fafabf679a4c0704d5ed3fdd17113231ebf5d86e	14	\N	\N	\N	\N	\N	\N	\N	\N	2025-02-24 00:00:00+00	2026-11-26 02:19:13.087309+00	2026-11-26 02:19:10.901859+00	t	2026-11-26 02:19:10.44638+00
5	3	2.0	inactive	# Data integrity 2.0\n\nData are attributable, legible, contemporaneous, original and accurate.\n\n## After this you can\n\n- Keep a password to yourself\n- Report data that was lost or changed\n\nFollows SOP-004 revision A.\n	{"Keep a password to yourself","Report data that was lost or changed"}	\\x9f1e9af1e92b829c2b15a2f9390ee852336734a26080295f1bcbccad57784483	7	\N	\N	\N	\N	\N	\N	\N	\N	2024-02-10 00:00:00+00	2025-10-12 00:00:00+00	2026-11-26 02:19:10.901927+00	t	2026-11-26 02:19:10.422505+00
8	4	3.3	active	# Deviation handling 3.3\n\nWhoever sees a deviation reports it in the same shift.\n\n## After this you can\n\n- Secure product and evidence\n- Write down what happened before anybody explains why\n\nFollows SOP-010 revision C.\n	{"Secure product and evidence","Write down what happened before anybody explains why"}	\\xcd98afa27a0c3ec0e4ed1758ffeee0a7697efe8a0dde9895bc23284fc48e0b96	20	\N	\N	\N	\N	\N	\N	\N	\N	2024-09-27 00:00:00+00	\N	2026-11-26 02:19:10.902068+00	t	2026-11-26 02:19:10.422534+00
10	6	2.6	active	# Equipment cleaning 2.6\n\nClean is what was shown to be clean.\n\n## After this you can\n\n- Dismantle, clean and label equipment as validated\n- Respect dirty and clean hold times\n\nFollows SOP-024 revision F.\n	{"Dismantle, clean and label equipment as validated","Respect dirty and clean hold times"}	\\x13c45b71d158f1ee6199254a3ab20c9762834f2d66a3ed1853d1d3f8fab512fd	9	\N	\N	\N	\N	\N	\N	\N	\N	2024-05-10 00:00:00+00	\N	2026-11-26 02:19:10.902105+00	t	2026-11-26 02:19:10.42255+00
15	9	1.5	active	# Good documentation practice 1.5\n\nAn entry says who did what and when, and can be read in ten years.\n\n## After this you can\n\n- Correct an entry with one line, initials, date and reason\n- Record at the time of the work, never from memory\n\nFollows SOP-003 revision D.\n	{"Correct an entry with one line, initials, date and reason","Record at the time of the work, never from memory"}	\\xb55f8d9344a0e647b26858ecc78da2e946f1f96376aee6bfe63afe3a6a942c9d	19	\N	\N	\N	\N	\N	\N	\N	\N	2025-05-15 00:00:00+00	\N	2026-11-26 02:19:10.902123+00	t	2026-11-26 02:19:10.422591+00
18	11	1.1	active	# Line clearance 1.1\n\nNothing of the batch before is on the line.\n\n## After this you can\n\n- Clear, clean and check a line by the list\n- Have the clearance confirmed by a second person\n\nFollows SOP-022 revision B.\n	{"Clear, clean and check a line by the list","Have the clearance confirmed by a second person"}	\\xd01a9111f40ac22e98d9256b70c81c0e3e576fe1b5f43d45600a876f1416d925	9	\N	\N	\N	\N	\N	\N	\N	\N	2025-04-05 00:00:00+00	\N	2026-11-26 02:19:10.90214+00	t	2026-11-26 02:19:10.44628+00
21	12	3.2	active	# Lockout/Tagout 3.2\n\nNobody works on a machine that somebody else can start.\n\n## After this you can\n\n- Name every energy source of a machine before work on it starts\n- Switch off, lock with a personal lock, tag, and try to start\n- Hand a lock over at the change of a shift without opening it\n- Try the start button with the tag in sight: the lock of line 4 has no window\n\nFollows SOP-017 revision C.\n	{"Name every energy source of a machine before work on it starts","Switch off, lock with a personal lock, tag, and try to start","Hand a lock over at the change of a shift without opening it","Try the start button with the tag in sight: the lock of line 4 has no window"}	\\xd7d3abb311f28b10e73b71fb780d104781c24c3a96ffb3d081b4e63af3e1c3e3	14	2026-11-26 02:19:12.089344+00	New lock type on line 4	18	2026-11-26 02:19:13.087309+00	New lock type on line 4	\N	\N	\N	2026-11-26 02:19:13.087309+00	\N	\N	f	2026-11-26 02:19:12.091624+00
22	13	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2022-03-01 00:00:00+00	2023-03-01 00:00:00+00	2026-11-26 02:21:49.540533+00	t	2026-11-26 02:21:36.536772+00
23	13	2	active		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-03-01 00:00:00+00	\N	2026-11-26 02:21:49.549366+00	t	2026-11-26 02:21:36.537265+00
26	14	2	rejected	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:21.317912+00	The release is dumped with it	\N	\N	\N	18	2026-11-26 02:22:27.750873+00	The release is dumped with it	\N	\N	\N	f	2026-11-26 02:22:21.31822+00
27	14	3	draft	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:32.401484+00	The release is dumped with it	\N	\N	\N	\N	\N	\N	\N	\N	\N	f	2026-11-26 02:22:32.401934+00
24	14	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-04-01 00:00:00+00	2026-11-26 02:22:39.837353+00	2026-11-26 02:21:49.549411+00	t	2026-11-26 02:21:36.537288+00
28	14	4	active	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:37.348664+00	The release is dumped with it	18	2026-11-26 02:22:39.837353+00	The release is dumped with it	\N	\N	\N	2026-11-26 02:22:39.837353+00	\N	\N	f	2026-11-26 02:22:37.349002+00
25	15	1	inactive		{}	\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855	19	\N	\N	\N	\N	\N	\N	\N	\N	2023-05-01 00:00:00+00	2026-11-26 02:23:14.353957+00	2026-11-26 02:21:49.54943+00	t	2026-11-26 02:21:36.5373+00
29	15	2	active	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:22:52.853067+00	The release is dumped with it	18	2026-11-26 02:23:02.928854+00	The release is dumped with it	\N	\N	\N	2026-11-26 02:23:14.353957+00	\N	\N	f	2026-11-26 02:22:52.853546+00
30	15	3	approved	# What is new\n	{}	\\xbc72b7b644bb12bc5676bbed1b13a270ab2a98f9d18dae6379c0010837270aef	19	2026-11-26 02:23:31.477828+00	The release is dumped with it	18	2026-11-26 02:23:38.035143+00	The release is dumped with it	\N	\N	\N	\N	\N	\N	f	2026-11-26 02:23:31.478189+00
\.


COPY core.trainings (training_id, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days, created_at) FROM stdin;
1	CAPA	Quality	30	0	t	\N	2026-11-26 02:19:10.071083+00
2	Cleanroom gowning	Aseptic processing	14	0	t	365	2026-11-26 02:19:10.071387+00
3	Data integrity	Quality	45	0	f	\N	2026-11-26 02:19:10.085859+00
4	Deviation handling	Quality	30	7	f	\N	2026-11-26 02:19:10.085879+00
5	Document control	Quality	30	0	f	\N	2026-11-26 02:19:10.085885+00
6	Equipment cleaning	Production	30	7	f	\N	2026-11-26 02:19:10.08589+00
7	Forklift operation	Safety	21	0	t	1095	2026-11-26 02:19:10.085907+00
8	GMP basics	Quality	30	14	f	730	2026-11-26 02:19:10.085912+00
9	Good documentation practice	Quality	30	14	f	\N	2026-11-26 02:19:10.085916+00
10	Handling of solvents	Safety	30	0	f	1095	2026-11-26 02:19:10.085921+00
11	Line clearance	Production	14	0	t	\N	2026-11-26 02:19:10.085927+00
12	Lockout/Tagout	Safety	30	7	t	\N	2026-11-26 02:19:10.085931+00
13	Reach truck	Safety	21	7	t	365	2026-11-26 02:21:22.00318+00
14	Hot work	Safety	14	0	f	\N	2026-11-26 02:21:22.003307+00
15	Ladders	Safety	30	0	f	\N	2026-11-26 02:21:22.003316+00
\.


COPY core.user_history (user_id, valid_until, record) FROM stdin;
\.


COPY core.users (user_id, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, attributes, manager_id, db_role, created_at) FROM stdin;
1	A-001	Chiara Gupta	a-001@halden.example	auditor	t	Management	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.760347+00
2	C-001	Niamh Nielsen	c-001@halden.example	corporate_admin	t	Management	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	\N	\N	2026-11-26 02:19:09.760694+00
3	E-00001	Anders Yilmaz	e-00001@halden.example	team_lead	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.760705+00
4	E-00002	Marek Novak	e-00002@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760712+00
5	E-00003	Emma Hoffmann	e-00003@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760718+00
6	E-00004	Katarzyna Yilmaz	e-00004@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760727+00
7	E-00005	Lars Tanaka	e-00005@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760733+00
8	E-00006	Petra Nowak	e-00006@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760739+00
9	E-00007	Jürgen Okafor	e-00007@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760744+00
10	E-00008	Chiara Novak	e-00008@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760749+00
11	E-00009	Mikkel Garnier	e-00009@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760755+00
12	E-00010	Samuel Costa	e-00010@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.76076+00
13	E-00011	Paulo Novak	e-00011@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760765+00
14	E-00012	Dorota Jacobs	e-00012@halden.example	employee	t	EHS	Cork	\N	Cork 1	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760771+00
15	E-00013	Nora Martin	e-00013@halden.example	team_lead	t	Production	Cork	Filling	Cork 2	Line 2	L2-W4	{"demo": "company", "demo_day": "2026-11-26"}	3	\N	2026-11-26 02:19:09.760779+00
16	H-001	Freja O'Brien	h-001@halden.example	hr_admin	t	Human Resources	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.760785+00
17	H-002	Elif Nielsen	h-002@halden.example	hr_admin	t	Human Resources	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	16	\N	2026-11-26 02:19:09.76079+00
18	Q-001	Jürgen Okafor	q-001@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	2	\N	2026-11-26 02:19:09.760796+00
19	Q-002	Samuel Kaya	q-002@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	18	\N	2026-11-26 02:19:09.760801+00
20	Q-003	Jakub Bakker	q-003@halden.example	quality_admin	t	Quality Assurance	Cork	\N	\N	\N	\N	{"demo": "company", "demo_day": "2026-11-26"}	18	\N	2026-11-26 02:19:09.760807+00
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
1	users	users.csv	{employee_number,full_name,email,role,is_active,department,location,activity,plant,line,workstation,manager,attributes}	2026-11-26 02:19:09.654366+00	\N	774	f	21c6f2c4660d6f653c0811fccebdafbe7c2fc7b9b35208f3330d6156ad9fa6b3	20	20	0	0	0	1
2	trainings	trainings.csv	{name,category,initial_due_offset_days,overdue_grace_days,requires_signature,recertification_interval_days}	2026-11-26 02:19:10.007284+00	18	776	f	bb82501cc348f3e17a9492dcedb87b0dbce970bca2fd9b0486fa982a13a90d20	12	12	0	0	0	2
3	versions	versions.csv	{training,label,state,author,content,objectives,sources,submitted_at,activated_at}	2026-11-26 02:19:10.275956+00	18	778	f	7415e7886f0f1e0e13734276b8a19c439b0237c87685f58aad10f01de6851c2c	20	20	0	0	0	5
4	evidence	evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:19:10.798013+00	18	780	f	dfd14134bc5cf513d7519f1df8aba40dc252d83f97aaae848c53155eb86a6326	101	101	0	0	0	6
5	assignments	assignments.csv	{employee_number,campaign,training,version,status,due_at,assigned_at,completed_at}	2026-11-26 02:19:11.155168+00	18	782	f	59b45bc2b535120da6c3ad59287013809cf022a5a810e4f5e545d00b07587713	11	11	0	0	0	14
6	evidence	late_evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:19:13.594188+00	16	787	f	55453cd483a2fab5f43cad7cb9980ff92b05d8d696deac5ee01080e8bdbcd624	1	1	0	0	0	19
7	documents	documents.csv	{document,revision,title}	2026-11-26 02:21:09.73641+00	\N	835	f	d79d22efafbb886e02c9e2b97c3f260545c4830ba746b51f8c5be2c83bd7e7ad	1	1	0	0	0	25
8	trainings	trainings.csv	{name,category,initial_due_offset_days,overdue_grace_days,requires_signature,recertification_interval_days}	2026-11-26 02:21:21.902541+00	\N	837	f	614aa188366726756d790a9c58fc5e04c433070c797d722a020313b243464d94	3	3	0	0	0	26
9	versions	versions.csv	{training,label,state,author,sources,submitted_at,activated_at}	2026-11-26 02:21:36.35067+00	\N	840	f	33a4a303882dc4e135f2443bd8ea4e118e4d3fc44296969d53d2dba9817cbfc6	4	4	0	0	0	27
10	evidence	evidence.csv	{employee_number,training,version,completed_at,score}	2026-11-26 02:21:49.407215+00	\N	842	f	bd31567ad856da66192ba86921b19ab4eb5ce8ecd219bd12cea2693f555004e6	6	6	0	0	0	28
11	rules	rules.csv	{name,trainings,days_to_complete,department,location}	2026-11-26 02:21:59.384896+00	\N	844	f	a58b7b7e5a597173b0ea4b91a6bad13a6c4cc09cfb1fa3bda8affc9a22ddd4fd	1	1	0	0	0	29
12	completions	completions.csv	{employee_number,training,score,signature_method}	2026-11-26 02:22:08.226178+00	\N	846	f	954313109b303a7864226d6272915edfb61a238b2a5106ba95ce8eef582dc675	1	1	0	0	0	31
13	documents	newer.csv	{document,revision,title}	2026-11-26 02:24:18.476358+00	\N	867	f	ddf7d41d362883b74292e99c5a135072aa4de0d607f324d14368f08afa43ccd3	1	1	0	0	0	53
\.


COPY ops.job_runs (job_run_id, job, step, state, started_at, finished_at, db_role, result, sqlstate, message) FROM stdin;
1	daily	expiry_scan	succeeded	2026-11-26 02:24:31.729895+00	2026-11-26 02:24:31.791148+00	recert	{"exempt": 0, "people": 0, "created": 0, "expired": 0, "inactive": 0, "audit_seq": 54, "campaigns": [], "scanned_at": "2026-11-26T02:24:31.756499Z", "still_current": 0, "already_enrolled": 0, "without_active_version": 0}	\N	\N
2	daily	scheduled_recertifications	succeeded	2026-11-26 02:24:31.808922+00	2026-11-26 02:24:31.832546+00	recert	{"due": 0, "done": 0, "created": 0, "evidence_superseded": 0}	\N	\N
3	daily	recompute	succeeded	2026-11-26 02:24:31.849326+00	2026-11-26 02:24:31.923939+00	recert	{"rules": 1, "users": 0, "missed": 0, "created": 0, "audit_seq": 55, "recomputed_at": "2026-11-26T02:24:31.865704Z"}	\N	\N
4	daily	overdue_scan	succeeded	2026-11-26 02:24:31.943949+00	2026-11-26 02:24:31.989263+00	recert	{"moved": 0, "marked": 0, "cleared": 0, "overdue": 0, "audit_seq": 56, "scanned_at": "2026-11-26T02:24:31.956483Z"}	\N	\N
5	daily	reminders	succeeded	2026-11-26 02:24:32.0088+00	2026-11-26 02:24:32.059006+00	recert	{"overdue": 0, "written_at": "2026-11-26T02:24:32.021361Z", "due_in_1_day": 0, "due_in_7_days": 1, "due_in_14_days": 10, "due_in_30_days": 16}	\N	\N
\.


COPY ops.judged_assignments (import_id, line_number, faults, user_id, version_id, campaign, status, due_at, assigned_at, completed_at) FROM stdin;
\.


COPY ops.judged_completions (import_id, line_number, faults, user_id, training_id, version_id, score, signature_method, is_new) FROM stdin;
\.


COPY ops.judged_documents (import_id, line_number, faults, document, revision, title, effective_at, is_known) FROM stdin;
\.


COPY ops.judged_evidence (import_id, line_number, faults, user_id, version_id, completed_at, score) FROM stdin;
\.


COPY ops.judged_rules (import_id, line_number, faults, rule_id, name, is_active, auto_assign, training_ids, days_to_complete, department, location, activity, plant, line, workstation, attributes) FROM stdin;
\.


COPY ops.judged_trainings (import_id, line_number, faults, training_id, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days) FROM stdin;
\.


COPY ops.judged_users (import_id, line_number, faults, user_id, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, manager, attributes, db_role) FROM stdin;
\.


COPY ops.judged_versions (import_id, line_number, faults, version_id, training_id, label, state, author_id, content, objectives, sources, submitted_at, activated_at) FROM stdin;
\.


COPY ops.migrations (migration_number, name, checksum, command_version, applied_at, applied_by) FROM stdin;
1	0001_foundation	e4af64e89af91ed863540f822e0b48294cd8582bfc682e4ebd869e93804fa4e8	0.1.0	2026-11-26 02:19:06.179859+00	recert
2	0002_people	bafc6084d2a182e404a463c47d1cb42e74a95aeb9a8e3d3dc5cc8e6716ff89b5	0.1.0	2026-11-26 02:19:06.241353+00	recert
3	0003_trainings	b5628964a0d21cb111be5eec7f9059e6df203223bd250b163fd191d0fd359414	0.1.0	2026-11-26 02:19:06.412353+00	recert
4	0004_campaigns	323c5522c4dddb5d485911eefbae725627a4207255fcacd3f3bc7082134da682	0.1.0	2026-11-26 02:19:06.611679+00	recert
5	0005_evidence	1e889983642931524ffb3edf88609adff1fd2e76074e76b6a56c5723bb13906e	0.1.0	2026-11-26 02:19:06.692278+00	recert
6	0006_audit	ce5ccfb1aa960c7904bc010430e6a135484db09041615df9373e0365ef441f2e	0.1.0	2026-11-26 02:19:06.747085+00	recert
7	0007_imports	90e1429eb360ad7453833524a2005b25d26f30a2ba48488f0e645ec3f56be8aa	0.1.0	2026-11-26 02:19:07.1584+00	recert
8	0008_review_queue	9a42b40026310f7aaae404ee547e526e2fdcc63d771f7f61afad41f022ae8665	0.1.0	2026-11-26 02:19:07.276137+00	recert
9	0009_recertification_scopes	3aa5cf7e790c2cd17fac775f833ccf33957f484f0427e6c4d19b9a55811aa0d2	0.1.0	2026-11-26 02:19:07.335612+00	recert
10	0010_campaigns	ad5d2e2a6b8c0de86995a928252b1308cda24f0c896d3d140300f2a12e37d4b0	0.1.0	2026-11-26 02:19:07.411653+00	recert
11	0011_assignment_rules	b26f56d0f24b133322ee030b2ef8f09f103578568981b528af75b6e85779f329	0.1.0	2026-11-26 02:19:07.535596+00	recert
12	0012_more_imports	8735be016a3b4da37749aa81fbead010d74471bfa1384fc50fb1e406a61e7c94	0.1.0	2026-11-26 02:19:07.75626+00	recert
13	0013_notifications	cec72966105e6fd98cb50db4d60225935e38dcc3d2743cbc12120c2faa27458d	0.1.0	2026-11-26 02:19:07.842347+00	recert
14	0014_job_runs	5803e33fe63901749b2961706ed701a8fc0e8f8307031b902b91af861158c2af	0.1.0	2026-11-26 02:19:07.911613+00	recert
\.


COPY ops.objects (path, checksum, command_version, applied_at) FROM stdin;
functions/api/acting_user.sql	d8133a56a00cd9c6bb72801541cced01c6a331303e7cbd10fe949380b4b4bcf8	0.1.0	2026-11-26 02:19:08.813305+00
functions/api/activate_version.sql	352527e9a45587b0cb6424b622f40f0290e1cb198f474e4358aaf99efb5c5982	0.1.0	2026-11-26 02:19:08.813502+00
functions/api/approve_version.sql	e4f53234975cb69b3093c511d8675f16a63c980004230e5434e9648e2e327570	0.1.0	2026-11-26 02:19:08.813522+00
functions/api/begin_import.sql	679d6fb96861fc9aee4b776bc2ef231d702ed745da903ebfdacebf448c17227b	0.1.0	2026-11-26 02:19:08.813534+00
functions/api/begin_job_step.sql	7ff61ac2e39b8bc3198592827f617ac99544fb1331efc03d0f56207892997894	0.1.0	2026-11-26 02:19:08.813546+00
functions/api/begin_report_build.sql	e134a0eef014cbf03e01dbdb19929e98d7b11b0ca2f9151bcb63f387cba3cce0	0.1.0	2026-11-26 02:19:08.813558+00
functions/api/cancel_recertification.sql	e09a74a0167b3df0aa2569a2a6588006903167d142ef6c55669d0bf3d301d585	0.1.0	2026-11-26 02:19:08.813565+00
functions/api/claim_job.sql	b9ec471a9f06c0ba116d9376bcce1553968cd964402a1caf330bc09d9fa594e9	0.1.0	2026-11-26 02:19:08.81357+00
functions/api/claim_notifications.sql	ae9c6369bae42a2a5bb0465420edba7221077ce270f7afaa7b7477100de43799	0.1.0	2026-11-26 02:19:08.813576+00
functions/api/compare_versions.sql	8573c1fe6e81baa4d129404575b8d6e28754dd8be317951ce73a71939d593c22	0.1.0	2026-11-26 02:19:08.813581+00
functions/api/complete_training.sql	605babbef55c377a10f01ff8d74cfb4b4899f510bfff38a73326bc3d663971cd	0.1.0	2026-11-26 02:19:08.813587+00
functions/api/create_campaign.sql	f6a0d2791f7eea10231d3d77871134460d2db688dc87c3ffa752973ab07f0533	0.1.0	2026-11-26 02:19:08.813598+00
functions/api/decline_recertification.sql	0e4002d43b75bb4097f7862ea5bc8c20e7ce9527adc0931bebcaa3d8864756df	0.1.0	2026-11-26 02:19:08.813603+00
functions/api/end_import.sql	f65cf0baa1f1e16652439efe2fd741d326e69dcd4b092a5747cadd4c046187ff	0.1.0	2026-11-26 02:19:08.813609+00
functions/api/end_job_step.sql	f6337035fd9c15d4142f1d13dee6cfcfb2573e8481e96d48df01345161fdf491	0.1.0	2026-11-26 02:19:08.813614+00
functions/api/export_notifications.sql	da9c12c1ce3ece133bf05e93a24ddbabb5456c8e8df3daa13dc1e29f364ec752	0.1.0	2026-11-26 02:19:08.813636+00
functions/api/grant_exemption.sql	60ecfc98753892a4fbe86ece2152764f35651efef577f1f778329c7063204d60	0.1.0	2026-11-26 02:19:08.813643+00
functions/api/load_import.sql	68ad463634fa222340a136bf31acbdec84b015a4754bd48c31a025e87e65c84b	0.1.0	2026-11-26 02:19:08.813649+00
functions/api/preview_expiry.sql	5c07396617bd6676f8d884a77b27b685a277629d9e00356435cffa24890bc35d	0.1.0	2026-11-26 02:19:08.813654+00
functions/api/preview_recertification.sql	73a00b78fdb459707a6ed6a33041829d6baa4e1b22479ef805dd45c8ed472c9b	0.1.0	2026-11-26 02:19:08.813659+00
functions/api/reactivate_user.sql	d252afc1e46330131f4a945c6d786c255253bbd8c115747822ff76abf59995f3	0.1.0	2026-11-26 02:19:08.813665+00
functions/api/recertify.sql	e6346fe4f9c5150694a5c7fbed64a81dab21369b9f404bfb47a429d2317393cf	0.1.0	2026-11-26 02:19:08.81367+00
functions/api/recompute_assignments.sql	2ea8f897b0986bc68b8688ed629096073ee56c22ee688752daa3f2dc59871729	0.1.0	2026-11-26 02:19:08.813676+00
functions/api/record_report_build.sql	244817f6547707197e469adf1e523af2decc52c5ecc11c1ec58b212fb344e6e4	0.1.0	2026-11-26 02:19:08.813681+00
functions/api/reject_version.sql	dccf2b199e69b4cd35ffbd77a123c066756e835308ad16fd63e065738a852518	0.1.0	2026-11-26 02:19:08.813686+00
functions/api/resolve_review_task.sql	3a9ca8b118822c1a9aa80c01d00f44a9a5cbea6bdc6f0aadd19c83a238c39ef1	0.1.0	2026-11-26 02:19:08.813691+00
functions/api/run_scheduled_recertification.sql	ccb25d736143ed5ac70055816ff05835848716242164fb6fecc1059e381bac16	0.1.0	2026-11-26 02:19:08.813701+00
functions/api/scan_expiry.sql	9bc1185652477293b910d8d966c11ad5b96335eccb15f7779868a5e64a77ab48	0.1.0	2026-11-26 02:19:08.813706+00
functions/api/scan_overdue.sql	86178d1f9c5a9c73f19699bf78e22b6c58a0247a951c6818ca850fa57cda6122	0.1.0	2026-11-26 02:19:08.813712+00
functions/api/sign_evidence.sql	c0872a84ea4d30b50030a88b05dd6326d3e084d18ac9c2fe61e554522346fc03	0.1.0	2026-11-26 02:19:08.813717+00
functions/api/start_assignment.sql	b932178998efa029059b825877285728a2b36a012d4588a2dccbee10d1a5ab47	0.1.0	2026-11-26 02:19:08.813722+00
functions/api/submit_version.sql	5fb06080f9e821931a5c5cf7e91268669da32f3bf8c0adccc657c52c367bc2eb	0.1.0	2026-11-26 02:19:08.813727+00
functions/api/upsert_user.sql	5f304ecfcc479aa5162b756e224eba132fd36a67fdd86646f9bea135ff538bec	0.1.0	2026-11-26 02:19:08.813733+00
functions/api/verify_audit_chain.sql	c43359db7dbf99be86df8bc9fa7aaf37b96858bc76241f2643b4537ce9009922	0.1.0	2026-11-26 02:19:08.813739+00
functions/api/write_reminders.sql	a1319b57cc14e13f829ea6b3a69070195c1058effcdf08fae6d46eb8d0f5703b	0.1.0	2026-11-26 02:19:08.813744+00
functions/audit/_append.sql	9eda3c3601c65c0c4cff750d3e1c59a024e73fdf7fd5a0079349b206c1cae012	0.1.0	2026-11-26 02:19:08.813749+00
functions/audit/_chain_hash.sql	57cf20468b381b6278d55ddb215d15162d23369bd362b0b051a045e9195d74d1	0.1.0	2026-11-26 02:19:08.813755+00
functions/audit/_chained_hash.sql	68261f5bf2566e3fd7258227914a2a30afb0a0f44901d4332daac3c3ee94ec4b	0.1.0	2026-11-26 02:19:08.81376+00
functions/audit/_moment.sql	3402c85b6153336fc45aec4b959cd88b2161043db8832d4051aa91a2bb805e6e	0.1.0	2026-11-26 02:19:08.813765+00
functions/audit/_parsed.sql	2f58bd409532327b9d519556f246a5c5e8032412797466e9f0f2cd94af1a3e53	0.1.0	2026-11-26 02:19:08.81377+00
functions/audit/_payload.sql	6d980408f451dd7d5468e5046e9f4e210f583646aed81c2ed1cb64c0e2fed0bc	0.1.0	2026-11-26 02:19:08.813776+00
functions/core/_activate.sql	6c3457874ead975fbe83f54be9253daac49dfb22766df86c97f59444f259417e	0.1.0	2026-11-26 02:19:08.813781+00
functions/core/_active_user.sql	21fb3da8f40b649d8f9c39f881670b4a089a6dc86a9e51344025df03da2c36be	0.1.0	2026-11-26 02:19:08.813789+00
functions/core/_active_version.sql	7d10a57724fb0cdaa0d84b95540119573d6f6fe289271a515763f6df19272156	0.1.0	2026-11-26 02:19:08.813794+00
functions/core/_actor.sql	802613468d595f69943df845682cbc6d603544c7ebc547e27490657fd1e85b36	0.1.0	2026-11-26 02:19:08.8138+00
functions/core/_as_attributes.sql	d46af1db483894c1ebcefa1f371b4badc323686eb9001923fb65d36829cbe279	0.1.0	2026-11-26 02:19:08.813805+00
functions/core/_as_boolean.sql	1b99cda8923cac0b23c7147c7070eaac30f61f532e617209731ef068e9e82103	0.1.0	2026-11-26 02:19:08.81381+00
functions/core/_as_integer.sql	eb3307b2b913c38531ffba37931c9f5f5c8d89785b3887e18997e033517f206d	0.1.0	2026-11-26 02:19:08.813815+00
functions/core/_as_score.sql	8d34ea72246962079d8f1e6941804ad7cfebeaca89de04bcc545b908e16cf3c4	0.1.0	2026-11-26 02:19:08.813821+00
functions/core/_as_timestamp.sql	cbca4fb97b05dbc2e75d741f77a0ec25d2b7f2109ad39cfc3457e6c6a30527a8	0.1.0	2026-11-26 02:19:08.813826+00
functions/core/_as_wanted_attributes.sql	3bbb7418e8ea1f3fe8969fbde2d23f59b5e6e7d7c6b1057b8f39d55181dc1dd3	0.1.0	2026-11-26 02:19:08.813856+00
functions/core/_assign_missed.sql	fb61cd677defd24c77196006b56e0119452df0c26fc3e5521da59480e7ca993e	0.1.0	2026-11-26 02:19:08.813862+00
functions/core/_changed_columns.sql	2c6504eadb55f966983e253c9dfdec949bea6ab0acd0bc0b71ce3737a03f23ef	0.1.0	2026-11-26 02:19:08.813867+00
functions/core/_check_assignment_parents.sql	913dea5cf70d7f53e3995d9011628d1a708456cd13e101a98aaf4382013be893	0.1.0	2026-11-26 02:19:08.813872+00
functions/core/_check_campaign_exception_parents.sql	cfb31ac83d53840c7a5ea04e27675840a02ae2c382c482d0a53306028d8ccfc3	0.1.0	2026-11-26 02:19:08.813878+00
functions/core/_check_evidence_parents.sql	4cf3051993aaf8374ccae218f82694eeaa2ac65aa87ef1470627b5d9575f3d3d	0.1.0	2026-11-26 02:19:08.813883+00
functions/core/_check_exception_parents.sql	c3a1c1412eb9fb44ed563a0ad2490205d98b312290b5eb02f3f0af5fb33f1604	0.1.0	2026-11-26 02:19:08.813888+00
functions/core/_check_rule_trainings.sql	7a9c77eb3d83f7b68837f5fecc4b91385ba73c5e0d73a6eee27cb4cffff77003	0.1.0	2026-11-26 02:19:08.814705+00
functions/core/_check_superseding_campaign.sql	8269c5a73af5224d5410b386edb5c8ae49f50124ba5071b1f4c36913aeab2cf4	0.1.0	2026-11-26 02:19:08.814713+00
functions/core/_close_assignments.sql	b93bfbbb7fc6312311d3a8b5b24cba2ca4af996b4982151d162fda864375132f	0.1.0	2026-11-26 02:19:08.814718+00
functions/core/_collect_rejects.sql	7723ebb037ccc79f01f3b54e80343e1458d559b2cf2340b59a92213ad0302095	0.1.0	2026-11-26 02:19:08.814724+00
functions/core/_completion_entry.sql	41141f337ec665d7d3aee266409dd8e6901d4b76ca4513fcf2c945655172bec8	0.1.0	2026-11-26 02:19:08.814729+00
functions/core/_days_later.sql	eac699b5f97b27a0f55f6d317ada2923cb3e8e8edab6e175b0616f004e0764bc	0.1.0	2026-11-26 02:19:08.814734+00
functions/core/_decide_recertification.sql	a6d7820b64427a534291128d929ac0ee802c0467e6300ea1059444db916e9812	0.1.0	2026-11-26 02:19:08.81474+00
functions/core/_earlier_versions.sql	1ab0a009e2710a40a11def985c2604d622014a3e163394557b4258aeb0fc19c0	0.1.0	2026-11-26 02:19:08.814746+00
functions/core/_effective_day.sql	1c9eef980e2b595efc4511102a3e6d032749b15b288c8847372245af7b1d5ee9	0.1.0	2026-11-26 02:19:08.814751+00
functions/core/_exemptions_at.sql	301b0b454121d9ec02910ca6757ba472f44c1804d7ccf0585b12d2b839b86580	0.1.0	2026-11-26 02:19:08.814756+00
functions/core/_expiring.sql	f951755471a9f0d3b89f818a68004edc57be0c45ebe98a38cc08a84a11c7b1d8	0.1.0	2026-11-26 02:19:08.814761+00
functions/core/_fault.sql	257df6e1af8896ec6b7874215219c82fe24c8302c023b383e2120426c97fe5fb	0.1.0	2026-11-26 02:19:08.814767+00
functions/core/_faults.sql	b422fb4a9264ed03f404b1ad9a7fa31bac843b555e7cf9151b4773ec202673fa	0.1.0	2026-11-26 02:19:08.819538+00
functions/core/_finish_import.sql	620d9455320813e0525d73f6ff42ef0243e6fa17ffa87fb2645f86b0a8255aa4	0.1.0	2026-11-26 02:19:08.819568+00
functions/core/_guard_evidence_flag.sql	cbb6b68e57a240d6aba95c28bc9755b2e8fd9a279bde4b08ea0f3e82c7945ef5	0.1.0	2026-11-26 02:19:08.819576+00
functions/core/_guard_version.sql	bda78f60a7d2a089f09f22aec7479ac49cf94364f2d6e08b72dced1379f21042	0.1.0	2026-11-26 02:19:08.819589+00
functions/core/_guard_version_source.sql	510d8dddcdf33d8ba07084249582bc56ae38c8a0a990750801fca15fe17f70cf	0.1.0	2026-11-26 02:19:08.819595+00
functions/core/_has_attributes.sql	94e71f7c7515f69fc85fcb614ac03fff90a04be64fa392a536fa52431a9b2536	0.1.0	2026-11-26 02:19:08.819601+00
functions/core/_import.sql	16c1d80e18c32f7cf824bf6cc0287b6bdd2aeaa90ea3c8f2607aca2f2b77e4e9	0.1.0	2026-11-26 02:19:08.819607+00
functions/core/_in_dimension.sql	62690f63c7732625ad2102c65dcf8b7584b4c1c8934f165ecc38d9ee97ceb296	0.1.0	2026-11-26 02:19:08.819613+00
functions/core/_is_service.sql	dd6d7693032dde90674ba3d5b373f7b38643295829b3acc491d67ed4504b862c	0.1.0	2026-11-26 02:19:08.819619+00
functions/core/_judge_assignments.sql	3c346468a49a01751fede904d7ad8c4d648b69b8ece5db523d6017263217944b	0.1.0	2026-11-26 02:19:08.819625+00
functions/core/_judge_completions.sql	c52c5c8d82f6d87ae619f506d6a663148c698e1715a18793889a30371a866f4c	0.1.0	2026-11-26 02:19:08.81963+00
functions/core/_judge_documents.sql	59b3bae707487b2e3c0b71e59622e84e205c728b548bc499c4f8fdb5ed783d60	0.1.0	2026-11-26 02:19:08.819636+00
functions/core/_judge_evidence.sql	a57b495391322dc665fb6c836d233b4b54a53f8d50524016611cdf1988d622f9	0.1.0	2026-11-26 02:19:08.819642+00
functions/core/_judge_managers.sql	cc390ae1937b61a64f4b23028f57edbef2ab6f64a4c2ba863b77ee13fb7284d7	0.1.0	2026-11-26 02:19:08.819647+00
functions/core/_judge_rules.sql	1dedd7493a436b1c8742a7ac5fecceabe1b807214949ec6e06ad30e59649e968	0.1.0	2026-11-26 02:19:08.819653+00
functions/core/_judge_trainings.sql	db9ffb461b065bf91b27e338669844a29f549239294e5d741bdbe041c4f7086a	0.1.0	2026-11-26 02:19:08.819659+00
functions/core/_judge_users.sql	a785afa49729db47d435ebb43361985f7137b65540c78037c45130914efaebfb	0.1.0	2026-11-26 02:19:08.819665+00
functions/core/_judge_versions.sql	df5f53bc05206425d1bc581e03e7f5441c0d69f97e7b022e6fe48e1647611aa3	0.1.0	2026-11-26 02:19:08.81967+00
functions/core/_keep_rule_history.sql	22e589e631a40044eb93192a49578554652b6cd3685c524cb18830436dfb70c3	0.1.0	2026-11-26 02:19:08.81968+00
functions/core/_keep_training_history.sql	ad6f962919425fe8d9e6ae2da6df2f0697d66638da5f081eddd4986663fefbb7	0.1.0	2026-11-26 02:19:08.819686+00
functions/core/_keep_user_history.sql	f6953b9993da8b1833233ec2ae3c7d0223ac46e28812ed26a73dadf4148551b2	0.1.0	2026-11-26 02:19:08.819691+00
functions/core/_left_out.sql	e96f3406e6bebb59363c6a6106ba577a3ea87efab469738a075a82a96127d089	0.1.0	2026-11-26 02:19:08.819697+00
functions/core/_load_assignments.sql	877d42780846ba45f45371128dec18d767d0d12626dec87a78aa9c089062cae7	0.1.0	2026-11-26 02:19:08.819703+00
functions/core/_load_completions.sql	0c3a85f3f49485942ab6eb149d0e4028db066c46fff6d39ccc213a21b57e78bc	0.1.0	2026-11-26 02:19:08.819709+00
functions/core/_load_documents.sql	1346b95c1e971def282b40788f45a545a8c5925500c08da70bc6be89c5e97090	0.1.0	2026-11-26 02:19:08.819715+00
functions/core/_load_evidence.sql	a43d53874f2b5a37ca23961fc47eabe995f2c9e77c47a14752ddd3d121300edf	0.1.0	2026-11-26 02:19:08.81972+00
functions/core/_load_rules.sql	b5483666ee655d18cc440c99f35ead9c135bad22f1fb15d3bdb8132f01584981	0.1.0	2026-11-26 02:19:08.819726+00
functions/core/_load_trainings.sql	66cd41741e2c40776890f1f4ec3542fc336d4ccb6db0004d73093e105b883bc9	0.1.0	2026-11-26 02:19:08.819732+00
functions/core/_load_users.sql	f70dbde3e98a206645d03fa8312874fff6079a02deac5052fc00613790659cc8	0.1.0	2026-11-26 02:19:08.819738+00
functions/core/_load_versions.sql	711e725a184993ca284a762f90b428cb5229f4f9a5b839229c5caca682ad472c	0.1.0	2026-11-26 02:19:08.819743+00
functions/core/_lock_for_assigning.sql	8101a2b1c7708e9501c93f037fc3ab47097b510d038154e1afc3b7f0af95d636	0.1.0	2026-11-26 02:19:08.819749+00
functions/core/_lock_people.sql	55c154974fb4468e8b21dc754e5229344a94bd28e50b91e8cf6b2b297e100d88	0.1.0	2026-11-26 02:19:08.819755+00
functions/core/_lock_scheduled.sql	1aa7aa9e6aa67ff85acfbefb50788aa517bc55b60816694c0cd5c70bebe719d2	0.1.0	2026-11-26 02:19:08.81976+00
functions/core/_lock_training.sql	ca452aa6f5ce31089b0ced7cd3b4207b5a0ba4c20b238148a17d21da777ab438	0.1.0	2026-11-26 02:19:08.819769+00
functions/core/_lock_version.sql	b992a3690bc3b8c26b1d049484b2f61bbeddda1fc80330dd875272987792621c	0.1.0	2026-11-26 02:19:08.819775+00
functions/core/_manifestation.sql	e0166730f9ae5d2f394dbf1a752598d69ffd97a9a1a6e7b1c4e4045775b07e99	0.1.0	2026-11-26 02:19:08.819781+00
functions/core/_open_import.sql	5f5de542e63113b976791ff46ddb237048f2a29a21053a138b9582875e67c338	0.1.0	2026-11-26 02:19:08.819786+00
functions/core/_open_review_task.sql	48871f9c3b3df778d703f8ea20196d173d21dcf39635ec6e46d5892deb7ed55e	0.1.0	2026-11-26 02:19:08.819792+00
functions/core/_overdue_since.sql	2f191d0bedf093ad37d86516f1138ec7c9bf15e2e7f4f92f4e8c39558d6cf5ac	0.1.0	2026-11-26 02:19:08.819798+00
functions/core/_parsed_sources.sql	9a1e7dba3d9281bb0e71be3c792db38ec9718268601d8f5e76660b31193bf935	0.1.0	2026-11-26 02:19:08.819803+00
functions/core/_periodic_campaigns.sql	57569d18335ae159c7a480f3530a4104bc757b80d41fd0eccdf63ac583557a3e	0.1.0	2026-11-26 02:19:08.819809+00
functions/core/_person_concerned.sql	0f1c654717e1c1c4a59f162ccf64f8a6b6bb954912eb050f81dd21f3135c1abf	0.1.0	2026-11-26 02:19:08.819815+00
functions/core/_plan_digest.sql	b9b3bbcf2d8ca568b158fa4c87c5c0e615c09ee936497cd421b0c612d7c9d4ba	0.1.0	2026-11-26 02:19:08.819821+00
functions/core/_queue_changed_users.sql	abbc175dbe1db6985780672784019af9fb93d00e0c781e81212558852729590f	0.1.0	2026-11-26 02:19:08.819879+00
functions/core/_queue_for_approval.sql	3e44f2744f83ec23484b340b8ad4c59c5177a52ffcfe3b5519ca7d664c32361b	0.1.0	2026-11-26 02:19:08.819885+00
functions/core/_queue_new_users.sql	fff32c05ac221d5633fdc621777a2b08056771e1cd3c1e8fe8571038a5ba6ef3	0.1.0	2026-11-26 02:19:08.819891+00
functions/core/_queue_outdated_sources.sql	9400470088bd0562837236ead7b497d1d38f484f1ce547508aaf68da9e97620b	0.1.0	2026-11-26 02:19:08.819897+00
functions/core/_recertification_decision.sql	def88b86f2ecc681ff0b88ca3442095440255a1a163657c5aac033405c57ce2a	0.1.0	2026-11-26 02:19:08.819903+00
functions/core/_recertification_population.sql	c48dd5344c7c34620ad27f0c5732f44d5032e3e7c592fd8f10243e7752b6cfbf	0.1.0	2026-11-26 02:19:08.819913+00
functions/core/_recertification_result.sql	63a861134ba101e69a00830aa4445e414e1d4a89ff3a1ec3c383f698c2073980	0.1.0	2026-11-26 02:19:08.819919+00
functions/core/_recertification_scope.sql	9c421be2a521eac08b53e42a7ad8e66f8220215882c119d803f8a9fa841ff58c	0.1.0	2026-11-26 02:19:08.819968+00
functions/core/_recertify.sql	01b62281507d4e39da0fbe03fabeb7dd7bd252fe50f0403994b3f361191f4639	0.1.0	2026-11-26 02:19:08.819974+00
functions/core/_recompute.sql	9bd664d3eb15d5e2c6e7ad0366318ddc99c3339b99aac6e55d4fdeb1db2111d4	0.1.0	2026-11-26 02:19:08.81998+00
functions/core/_recompute_everyone.sql	4d4842c284763c269750c900297e26bf8dfd3809f2c3312d1d3d0f27767e1c90	0.1.0	2026-11-26 02:19:08.819986+00
functions/core/_refresh_statistics.sql	449d401e28f33806494c9fb7498176c771ada821898350a9e6884b9c52d490f7	0.1.0	2026-11-26 02:19:08.819992+00
functions/core/_refuse_change.sql	83acde10d14e7fdfd6524fa7dbc6a2018400ec2814b73dc0d4222fa5c54fb2f9	0.1.0	2026-11-26 02:19:08.819997+00
functions/core/_require_addressee.sql	464b940f20147988b843bd3a4f88e20746280b0ad3871b0b69ff512e5dd8d571	0.1.0	2026-11-26 02:19:08.820003+00
functions/core/_require_decider.sql	f71c84950311a68195b46a91628620edcdffefa7f85dda0c1c60cd3486e39be8	0.1.0	2026-11-26 02:19:08.820009+00
functions/core/_require_importer.sql	e89c0f8a3dc1eb0b6259efe1d6b6f1ba89f1c85f8038c423426eda2a2f7e3bc0	0.1.0	2026-11-26 02:19:08.820014+00
functions/core/_require_not_author.sql	970aaec0dafccb3ce3908427c3305beddb92826cbf73a1d1a1d704e55cc2b1f2	0.1.0	2026-11-26 02:19:08.82002+00
functions/core/_require_plan.sql	3ee3b0e1610d596818849f3dc6a1300f186c98f7d5682d4280d21368854fc8b2	0.1.0	2026-11-26 02:19:08.820026+00
functions/core/_require_reason.sql	8a9c30e3126cad87d3f69bfecd1275ebff3a70a7b3f5589f93fe85e1107ae376	0.1.0	2026-11-26 02:19:08.820031+00
functions/core/_require_signature_method.sql	c120c2abf8102159b41494e774b7bcbdc376809ddc4b136766c9f44424761383	0.1.0	2026-11-26 02:19:08.820037+00
functions/core/_require_source.sql	0129b60d7c19fcdb91f2e9e2ffab808c78e5c834213c974f69c0e078c0931165	0.1.0	2026-11-26 02:19:08.820046+00
functions/core/_require_state.sql	05ff36b2055fa8bda5c86afb1f28e1b35c0edba75fbda88df4efab94a743300b	0.1.0	2026-11-26 02:19:08.820052+00
functions/core/_resolve_review_tasks.sql	04ed48c0c7bdbdec5e4d6748d67c52aeb1590e99087b79a979553556cec24971	0.1.0	2026-11-26 02:19:08.820058+00
functions/core/_schedule_recertification.sql	4c84a8165c7bb145d42e6a862d1348a8e7cfec9fd5bda1c033931f24fb38e11c	0.1.0	2026-11-26 02:19:08.820063+00
functions/core/_share_training.sql	487b22856c93772317f018f8856a1585eda0eef2b7eaf65a27e9aeeece6c8a1a	0.1.0	2026-11-26 02:19:08.820069+00
functions/core/_sign.sql	a1960429bf5057ba7b92f23cc998aa3ab7ef69a5361f366dc9cd85ce6345fba2	0.1.0	2026-11-26 02:19:08.820075+00
functions/core/_signature_entry.sql	76045fe5d43db6b3634ffe50721f578480d81c44f586352ed3dac4b4f091f169	0.1.0	2026-11-26 02:19:08.820081+00
functions/core/_sources_of.sql	7c5941807cc80a1892a9803107f59ca26dbe7fe61efd7026d603e368b77fa1c2	0.1.0	2026-11-26 02:19:08.820087+00
functions/core/_training.sql	43ae0d790fd842652cc152651ba2178332f0520a84fb81a8b13e306eeebe2f8f	0.1.0	2026-11-26 02:19:08.820093+00
functions/core/_training_fault.sql	35fa2e221f88ab0360389b45214d650b64c9275527e439e613dafe77e86e0b39	0.1.0	2026-11-26 02:19:08.820098+00
functions/core/_trimmed.sql	e7b85873faffe98bfc94be632ef64e84d2a289aaf4ec6f1837ea4cbd2d23ea79	0.1.0	2026-11-26 02:19:08.820104+00
functions/core/_trimmed_list.sql	8bf93a7bffbb577d602bc18d3feb1716bb7de120c5c77a0f269ef1b8cfd792dd	0.1.0	2026-11-26 02:19:08.82011+00
functions/core/_user_before.sql	f65aab53b83e714fc2fa2d6af4bcb6276bdccedd3f7a1a3274df20b21baf503c	0.1.0	2026-11-26 02:19:08.820116+00
functions/core/_user_entry.sql	c1039c8c793362ebf990f3a4aa3341721fb4b6d215ad914896f747147f00281f	0.1.0	2026-11-26 02:19:08.820122+00
functions/core/_user_fault.sql	1918dc587d793a6fd4be9200b2b376354a6272a3332a25e38251902e7e88ed6d	0.1.0	2026-11-26 02:19:08.820127+00
functions/core/_user_id.sql	95422ac3e71bef4dc00aa517d7255795ccc44f2db74eed2debc0beb3f7c6f247	0.1.0	2026-11-26 02:19:08.820136+00
functions/core/_version.sql	fe5efaa8565ee185acc7d42546d7d2138b1361aa9f3c2cef7b00b7ce113f9895	0.1.0	2026-11-26 02:19:08.820142+00
functions/core/_welcome_back.sql	7fdf704f6f9f100a7144a1674beec9982879c0b4973d5ac43ae3f96cc6f13a20	0.1.0	2026-11-26 02:19:08.820147+00
functions/core/_withdraw_reminders.sql	f0dac0f1e8b6c6ca5e7623cb126838304bed1e409ae8fcd83077c595880ea62b	0.1.0	2026-11-26 02:19:08.820153+00
triggers/assignments.sql	e7ee27d489295d0b80c2ed7be2fdd25a04577697f25c28988946678dd19631ad	0.1.0	2026-11-26 02:19:08.820159+00
triggers/audit.sql	f85bdb329167d89199996f165f19ad1af7b50ef7b696156ba522aff0a5d1f954	0.1.0	2026-11-26 02:19:08.820171+00
triggers/campaigns.sql	f0951ba8f7df7490f7ad95d1fd05ad92072910a460015e552bc36ded8bfa6517	0.1.0	2026-11-26 02:19:08.820177+00
triggers/documents.sql	83c3fa9764be98db60d661ea15fef13dd7f4ff8beb805eb15168a180d9ddd52f	0.1.0	2026-11-26 02:19:08.820183+00
triggers/evidence.sql	8fd71b9b5e182da73d4c1e69172f30dab2acb6f29c7d9fd116baf1aea3fbfa11	0.1.0	2026-11-26 02:19:08.820189+00
triggers/imports.sql	845f69ea1cc43f93cbc3f9005e808904362ff9b7b184cfded1bdf90e33cf0bd3	0.1.0	2026-11-26 02:19:08.820194+00
triggers/notifications.sql	0b061ffe05555e0ed032d0345331dcd324dd1e5138b020ba7218bf6c4334c712	0.1.0	2026-11-26 02:19:08.820241+00
triggers/ops.sql	9303061797a709f65b5d161012a7c1f215fea483cdd4bee3cd817645a8946977	0.1.0	2026-11-26 02:19:08.820248+00
triggers/rules.sql	25988607ad8db2c60ff391b1ca83ad2cd26a43c34f99ae2b3879d82471d361b2	0.1.0	2026-11-26 02:19:08.820254+00
triggers/training_versions.sql	c98494baadd407d65e2b803211bfd6227d8759096ab46520b18a475439c872ac	0.1.0	2026-11-26 02:19:08.820259+00
triggers/trainings.sql	d6412f02de342fd6e733a3aa89d19309b7c41928102b092e6a727fb0b19b92d4	0.1.0	2026-11-26 02:19:08.820265+00
triggers/users.sql	f77d5d21aa8d95b9a560850b90bfeb5d8fedb72292908d877cda880403f827a7	0.1.0	2026-11-26 02:19:08.820271+00
views/api/assignments.sql	6289e6bc07d6b8fff2b0a5b59b59044f3766c10a69920a2cbb2ceb679c65ad72	0.1.0	2026-11-26 02:19:08.820277+00
views/api/audit_log.sql	16fc497fe590713d0b0b410f0d628d702708ca66ac93e7b1b5fbe7f4d0e3af60	0.1.0	2026-11-26 02:19:08.820379+00
views/api/campaign_people.sql	3054f007cadf263df720cdffa624b25b81933ea4f3405ad43b404502f97b35da	0.1.0	2026-11-26 02:19:08.820388+00
views/api/campaigns.sql	bb06c895c5c842e067d062a626e10afd80284efaabf743baddce3fa0609ee8c2	0.1.0	2026-11-26 02:19:08.820394+00
views/api/exemptions.sql	f7ec69c921e13f94c8d2d1978d4f96b58b08bd8bd5e9bea3f16e62ec64885823	0.1.0	2026-11-26 02:19:08.8204+00
views/api/import_columns.sql	e0da5d25fa98a8356c8432eb27fd6f788c33779422f78221bad66bcc2daa7a3e	0.1.0	2026-11-26 02:19:08.820405+00
views/api/import_rejects.sql	4badf6d36110bcda0a23f3e7539943f946386ac3805edc0f2a634b44b6d76628	0.1.0	2026-11-26 02:19:08.820436+00
views/api/job_runs.sql	a10cc469746c9f40817297d48f1f34ea60636487c4e6066e2438f30e64871775	0.1.0	2026-11-26 02:19:08.820456+00
views/api/notifications.sql	a5151211ac95d6b2eca1f03d0fc24be16181b44fbc9b7195f7d2393f6d24e3e7	0.1.0	2026-11-26 02:19:08.820462+00
views/api/recertification_outcomes.sql	cf1e8d1256486adccfe569f7cceb164b411242e345a9822c950845e58d40fd21	0.1.0	2026-11-26 02:19:08.820468+00
views/api/review_queue.sql	f3e526b87dd3ebb5f8522af4de4fe159ebe8891457caf98e91236b8d6cfc4fa3	0.1.0	2026-11-26 02:19:08.820474+00
views/api/scheduled_recertifications.sql	5339c875372c652505a32950f3c3e2ca560fc1e3757fb692957ca35b4b841aa2	0.1.0	2026-11-26 02:19:08.82048+00
grants/imports.sql	c7a12a5d042a7ff7d3d7d7f28c4acc83f746b824a63190a03baa84648a9425b9	0.1.0	2026-11-26 02:19:08.820486+00
grants/marts.sql	1b94e91a6fe603fb4a378dcba0ef07bd64e5dd4863d7db877c718462fb196b7c	0.1.0	2026-11-26 02:19:08.820496+00
grants/roles.sql	09d1ad1727e16e62b8a12f1eb8652af00adc1c323b56651cbae1178535d17410	0.1.0	2026-11-26 02:19:08.820502+00
\.


COPY ops.recompute_everyone (reason, queued_at) FROM stdin;
\.


COPY ops.staged_assignments (import_id, line_number, faults, employee_number, campaign, training, version, status, due_at, assigned_at, completed_at) FROM stdin;
\.


COPY ops.staged_completions (import_id, line_number, faults, employee_number, training, score, signature_method) FROM stdin;
\.


COPY ops.staged_documents (import_id, line_number, faults, document, revision, title, effective_at) FROM stdin;
\.


COPY ops.staged_evidence (import_id, line_number, faults, employee_number, training, version, completed_at, score) FROM stdin;
\.


COPY ops.staged_rules (import_id, line_number, faults, name, is_active, auto_assign, trainings, days_to_complete, department, location, activity, plant, line, workstation, attributes) FROM stdin;
\.


COPY ops.staged_trainings (import_id, line_number, faults, name, category, initial_due_offset_days, overdue_grace_days, requires_signature, recertification_interval_days) FROM stdin;
\.


COPY ops.staged_users (import_id, line_number, faults, employee_number, full_name, email, role, is_active, department, location, activity, plant, line, workstation, manager, attributes, db_role) FROM stdin;
\.


COPY ops.staged_versions (import_id, line_number, faults, training, label, state, author, content, objectives, sources, submitted_at, activated_at) FROM stdin;
\.


SELECT pg_catalog.setval('core.assignment_rules_rule_id_seq', 1, true);


SELECT pg_catalog.setval('core.campaigns_campaign_id_seq', 12, true);


SELECT pg_catalog.setval('core.evidence_evidence_id_seq', 110, true);


SELECT pg_catalog.setval('core.exemptions_exemption_id_seq', 2, true);


SELECT pg_catalog.setval('core.notifications_notification_id_seq', 27, true);


SELECT pg_catalog.setval('core.recertification_runs_run_id_seq', 3, true);


SELECT pg_catalog.setval('core.review_tasks_review_task_id_seq', 12, true);


SELECT pg_catalog.setval('core.scheduled_recertifications_scheduled_recertification_id_seq', 1, true);


SELECT pg_catalog.setval('core.signatures_signature_id_seq', 1, true);


SELECT pg_catalog.setval('core.training_versions_version_id_seq', 30, true);


SELECT pg_catalog.setval('core.trainings_training_id_seq', 15, true);


SELECT pg_catalog.setval('core.users_user_id_seq', 20, true);


SELECT pg_catalog.setval('ops.imports_import_id_seq', 13, true);


SELECT pg_catalog.setval('ops.job_runs_job_run_id_seq', 5, true);


ALTER TABLE ONLY audit.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (is_head);


ALTER TABLE ONLY audit.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (seq);


ALTER TABLE ONLY core.assignment_rules
    ADD CONSTRAINT assignment_rules_name_key UNIQUE (name);


ALTER TABLE ONLY core.assignment_rules
    ADD CONSTRAINT assignment_rules_pkey PRIMARY KEY (rule_id);


ALTER TABLE ONLY core.assignments
    ADD CONSTRAINT assignments_pkey PRIMARY KEY (user_id, campaign_id);


ALTER TABLE ONLY core.campaign_exceptions
    ADD CONSTRAINT campaign_exceptions_pkey PRIMARY KEY (user_id, campaign_id);


ALTER TABLE ONLY core.campaign_launches
    ADD CONSTRAINT campaign_launches_pkey PRIMARY KEY (campaign_id);


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_name_key UNIQUE (version_id, kind, name);


ALTER TABLE ONLY core.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (campaign_id);


ALTER TABLE ONLY core.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (document, revision);


ALTER TABLE ONLY core.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (user_id, evidence_id);


ALTER TABLE ONLY core.exemptions
    ADD CONSTRAINT exemptions_pkey PRIMARY KEY (user_id, exemption_id);


ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_kind_key UNIQUE (user_id, campaign_id, kind);


ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (user_id, notification_id);


ALTER TABLE ONLY core.outdated_sources
    ADD CONSTRAINT outdated_sources_pkey PRIMARY KEY (version_id, document, revision);


ALTER TABLE ONLY core.recertification_exceptions
    ADD CONSTRAINT recertification_exceptions_pkey PRIMARY KEY (user_id, run_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_moment_key UNIQUE (campaign_id, run_at);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_pkey PRIMARY KEY (run_id);


ALTER TABLE ONLY core.recompute_queue
    ADD CONSTRAINT recompute_queue_pkey PRIMARY KEY (user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_pkey PRIMARY KEY (review_task_id);


ALTER TABLE ONLY core.rule_history
    ADD CONSTRAINT rule_history_pkey PRIMARY KEY (rule_id, valid_until);


ALTER TABLE ONLY core.scheduled_recertifications
    ADD CONSTRAINT scheduled_recertifications_pkey PRIMARY KEY (scheduled_recertification_id);


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


ALTER TABLE ONLY ops.job_runs
    ADD CONSTRAINT job_runs_pkey PRIMARY KEY (job_run_id);


ALTER TABLE ONLY ops.migrations
    ADD CONSTRAINT migrations_name_key UNIQUE (name);


ALTER TABLE ONLY ops.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (migration_number);


ALTER TABLE ONLY ops.objects
    ADD CONSTRAINT objects_pkey PRIMARY KEY (path);


ALTER TABLE ONLY ops.recompute_everyone
    ADD CONSTRAINT recompute_everyone_pkey PRIMARY KEY (reason);


CREATE INDEX log_entity ON audit.log USING btree (entity_type, entity_id);


CREATE UNIQUE INDEX campaigns_one_recertification ON core.campaigns USING btree (version_id) WHERE (kind = 'recertification'::text);


CREATE INDEX evidence_version ON core.evidence USING btree (version_id, user_id);


CREATE INDEX notifications_waiting ON core.notifications USING btree (notification_id) WHERE ((handed_over_at IS NULL) AND (withdrawn_at IS NULL));


CREATE UNIQUE INDEX review_tasks_one_open ON core.review_tasks USING btree (version_id, task_type) WHERE (state = 'open'::text);


CREATE UNIQUE INDEX scheduled_recertifications_one_planned ON core.scheduled_recertifications USING btree (version_id, effective_on, scope) NULLS NOT DISTINCT WHERE (state = 'planned'::text);


CREATE UNIQUE INDEX training_versions_one_active ON core.training_versions USING btree (training_id) WHERE (state = 'active'::text);


CREATE UNIQUE INDEX trainings_name_is_told_apart ON core.trainings USING btree (lower(regexp_replace(name, '\s'::text, ''::text, 'g'::text)));


CREATE INDEX users_manager ON core.users USING btree (manager_id) WHERE (manager_id IS NOT NULL);


CREATE INDEX job_runs_running ON ops.job_runs USING btree (job) WHERE (state = 'running'::text);


CREATE TRIGGER head_is_never_deleted BEFORE DELETE OR TRUNCATE ON audit.head FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER log_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignment_rules_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.assignment_rules FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignment_rules_have_trainings AFTER INSERT ON core.assignment_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_rule_trainings();


CREATE TRIGGER assignment_rules_keep_history AFTER UPDATE ON core.assignment_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_rule_history();


CREATE TRIGGER assignment_rules_keep_their_key BEFORE UPDATE OF rule_id, created_at ON core.assignment_rules FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignment_rules_keep_trainings AFTER UPDATE ON core.assignment_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_rule_trainings();


CREATE TRIGGER assignments_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER assignments_have_parents AFTER INSERT ON core.assignments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_assignment_parents();


CREATE TRIGGER assignments_keep_their_key BEFORE UPDATE OF user_id, campaign_id, assigned_at, is_imported ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaign_exceptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.campaign_exceptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaign_exceptions_have_parents AFTER INSERT ON core.campaign_exceptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_campaign_exception_parents();


CREATE TRIGGER campaign_launches_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.campaign_launches FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaigns_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER campaigns_keep_what_they_are BEFORE UPDATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER documents_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.documents FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER documents_keep_their_key BEFORE UPDATE OF document, revision, recorded_at ON core.documents FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_flag_goes_forward BEFORE UPDATE ON core.evidence FOR EACH ROW WHEN ((NOT (((old.recertification_status = 'current'::text) AND (new.recertification_status = ANY (ARRAY['expired'::text, 'superseded'::text]))) OR ((old.recertification_status = 'expired'::text) AND (new.recertification_status = 'superseded'::text))))) EXECUTE FUNCTION core._guard_evidence_flag();


CREATE TRIGGER evidence_has_parents AFTER INSERT ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_evidence_parents();


CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR TRUNCATE ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_is_immutable BEFORE UPDATE OF user_id, evidence_id, version_id, completed_at, recorded_at, is_imported, score, content_sha256 ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER evidence_is_superseded_by_a_campaign AFTER UPDATE ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_superseding_campaign();


CREATE TRIGGER exemptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.exemptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER notifications_are_handed_over_once BEFORE UPDATE ON core.notifications FOR EACH ROW WHEN (((old.handed_over_at IS NOT NULL) OR (old.withdrawn_at IS NOT NULL))) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER notifications_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.notifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER notifications_stay_as_written BEFORE UPDATE OF user_id, notification_id, campaign_id, kind, due_at, copied_to_id, created_at ON core.notifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER outdated_sources_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.outdated_sources FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER recertification_exceptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.recertification_exceptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER recertification_exceptions_have_parents AFTER INSERT ON core.recertification_exceptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_exception_parents();


CREATE TRIGGER recertification_runs_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.recertification_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER review_tasks_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.review_tasks FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER review_tasks_are_resolved_once BEFORE UPDATE ON core.review_tasks FOR EACH ROW WHEN ((old.state = 'resolved'::text)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER rule_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.rule_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER scheduled_recertifications_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.scheduled_recertifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER scheduled_recertifications_end_once BEFORE UPDATE ON core.scheduled_recertifications FOR EACH ROW WHEN ((old.state <> 'planned'::text)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER scheduled_recertifications_stay_as_decided BEFORE UPDATE OF scheduled_recertification_id, version_id, effective_on, scope, change_reason, plan_digest, decided_by, decided_at ON core.scheduled_recertifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER signatures_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.signatures FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER training_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.training_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER training_versions_are_guarded BEFORE INSERT OR UPDATE ON core.training_versions FOR EACH ROW EXECUTE FUNCTION core._guard_version();


CREATE TRIGGER training_versions_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.training_versions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER trainings_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER trainings_keep_history AFTER UPDATE ON core.trainings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_training_history();


CREATE TRIGGER trainings_keep_their_key BEFORE UPDATE OF training_id, created_at ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER user_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.user_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER users_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER users_are_queued_when_changed AFTER UPDATE ON core.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._queue_changed_users();


CREATE TRIGGER users_are_queued_when_new AFTER INSERT ON core.users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._queue_new_users();


CREATE TRIGGER users_keep_history AFTER UPDATE ON core.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_user_history();


CREATE TRIGGER users_keep_their_key BEFORE UPDATE OF user_id, employee_number, created_at ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER version_sources_are_guarded BEFORE INSERT OR DELETE OR UPDATE ON core.version_sources FOR EACH ROW EXECUTE FUNCTION core._guard_version_source();


CREATE TRIGGER version_sources_are_never_truncated BEFORE TRUNCATE ON core.version_sources FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER imports_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.imports FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER imports_are_written_once BEFORE UPDATE ON ops.imports FOR EACH ROW WHEN ((old.audit_seq IS NOT NULL)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER job_runs_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.job_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER job_runs_end_once BEFORE UPDATE ON ops.job_runs FOR EACH ROW WHEN ((old.state <> 'running'::text)) EXECUTE FUNCTION core._refuse_change();


CREATE TRIGGER migrations_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ops.migrations FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change();


ALTER TABLE ONLY core.campaign_launches
    ADD CONSTRAINT campaign_launches_actor_fkey FOREIGN KEY (launched_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.campaign_launches
    ADD CONSTRAINT campaign_launches_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES core.campaigns(campaign_id);


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


ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_assignment_fkey FOREIGN KEY (user_id, campaign_id) REFERENCES core.assignments(user_id, campaign_id);


ALTER TABLE ONLY core.notifications
    ADD CONSTRAINT notifications_copied_fkey FOREIGN KEY (copied_to_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.outdated_sources
    ADD CONSTRAINT outdated_sources_document_fkey FOREIGN KEY (document, revision) REFERENCES core.documents(document, revision);


ALTER TABLE ONLY core.outdated_sources
    ADD CONSTRAINT outdated_sources_task_fkey FOREIGN KEY (review_task_id) REFERENCES core.review_tasks(review_task_id);


ALTER TABLE ONLY core.outdated_sources
    ADD CONSTRAINT outdated_sources_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_actor_fkey FOREIGN KEY (run_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.recertification_runs
    ADD CONSTRAINT recertification_runs_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES core.campaigns(campaign_id);


ALTER TABLE ONLY core.recompute_queue
    ADD CONSTRAINT recompute_queue_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_opener_fkey FOREIGN KEY (opened_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_resolver_fkey FOREIGN KEY (resolved_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.review_tasks
    ADD CONSTRAINT review_tasks_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY core.rule_history
    ADD CONSTRAINT rule_history_rule_fkey FOREIGN KEY (rule_id) REFERENCES core.assignment_rules(rule_id);


ALTER TABLE ONLY core.scheduled_recertifications
    ADD CONSTRAINT scheduled_recertifications_decider_fkey FOREIGN KEY (decided_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.scheduled_recertifications
    ADD CONSTRAINT scheduled_recertifications_ender_fkey FOREIGN KEY (ended_by) REFERENCES core.users(user_id);


ALTER TABLE ONLY core.scheduled_recertifications
    ADD CONSTRAINT scheduled_recertifications_run_fkey FOREIGN KEY (run_id) REFERENCES core.recertification_runs(run_id);


ALTER TABLE ONLY core.scheduled_recertifications
    ADD CONSTRAINT scheduled_recertifications_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id);


ALTER TABLE ONLY core.signatures
    ADD CONSTRAINT signatures_evidence_fkey FOREIGN KEY (user_id, evidence_id) REFERENCES core.evidence(user_id, evidence_id);


ALTER TABLE ONLY core.signatures
    ADD CONSTRAINT signatures_import_fkey FOREIGN KEY (import_id) REFERENCES ops.imports(import_id);


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


REVOKE ALL ON FUNCTION api.acting_user() FROM PUBLIC;
GRANT ALL ON FUNCTION api.acting_user() TO recert_runner;


REVOKE ALL ON FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.activate_version(p_training text, p_label text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean, p_recertify_everyone boolean, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) TO recert_runner;


REVOKE ALL ON FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.begin_import(p_kind text, p_file_name text, p_column_names text[]) TO recert_runner;


REVOKE ALL ON FUNCTION api.begin_job_step(p_job text, p_step text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.begin_job_step(p_job text, p_step text) TO recert_runner;


REVOKE ALL ON FUNCTION api.begin_report_build() FROM PUBLIC;
GRANT ALL ON FUNCTION api.begin_report_build() TO recert_builder;


REVOKE ALL ON FUNCTION api.cancel_recertification(p_scheduled_recertification_id bigint, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.cancel_recertification(p_scheduled_recertification_id bigint, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.claim_job(p_job text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.claim_job(p_job text) TO recert_runner;


REVOKE ALL ON FUNCTION api.claim_notifications() FROM PUBLIC;
GRANT ALL ON FUNCTION api.claim_notifications() TO recert_runner;


REVOKE ALL ON FUNCTION api.compare_versions(p_training text, p_label text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.compare_versions(p_training text, p_label text) TO recert_runner;


REVOKE ALL ON FUNCTION api.complete_training(p_training text, p_score numeric, p_signature_method text, p_employee_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.complete_training(p_training text, p_score numeric, p_signature_method text, p_employee_number text) TO recert_runner;


REVOKE ALL ON FUNCTION api.create_campaign(p_training text, p_name text, p_due_at timestamp with time zone, p_change_reason text, p_employee_numbers text[], p_departments text[], p_locations text[], p_activities text[], p_plants text[], p_lines text[], p_workstations text[], p_attributes text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.create_campaign(p_training text, p_name text, p_due_at timestamp with time zone, p_change_reason text, p_employee_numbers text[], p_departments text[], p_locations text[], p_activities text[], p_plants text[], p_lines text[], p_workstations text[], p_attributes text) TO recert_runner;


REVOKE ALL ON FUNCTION api.decline_recertification(p_training text, p_label text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.decline_recertification(p_training text, p_label text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.end_import(p_import_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.end_import(p_import_id bigint) TO recert_runner;


REVOKE ALL ON FUNCTION api.end_job_step(p_job_run_id bigint, p_state text, p_result jsonb, p_sqlstate text, p_message text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.end_job_step(p_job_run_id bigint, p_state text, p_result jsonb, p_sqlstate text, p_message text) TO recert_runner;


REVOKE ALL ON FUNCTION api.export_notifications(p_notification_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_notifications(p_notification_ids bigint[]) TO recert_runner;


REVOKE ALL ON FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone) TO recert_runner;


REVOKE ALL ON FUNCTION api.load_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.load_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) TO recert_runner;


REVOKE ALL ON FUNCTION api.preview_expiry(p_within_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.preview_expiry(p_within_days integer) TO recert_runner;


REVOKE ALL ON FUNCTION api.preview_recertification(p_training text, p_label text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.preview_recertification(p_training text, p_label text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) TO recert_runner;


REVOKE ALL ON FUNCTION api.reactivate_user(p_employee_number text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.reactivate_user(p_employee_number text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text, p_departments text[], p_locations text[], p_from_versions text[], p_effective_on date) TO recert_runner;


REVOKE ALL ON FUNCTION api.recompute_assignments(p_employee_number text, p_queued_only boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.recompute_assignments(p_employee_number text, p_queued_only boolean) TO recert_runner;


REVOKE ALL ON FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.record_report_build(p_build_id text, p_selection text[], p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_seconds numeric, p_marts jsonb) TO recert_builder;


REVOKE ALL ON FUNCTION api.reject_version(p_training text, p_label text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.reject_version(p_training text, p_label text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.resolve_review_task(p_review_task_id bigint, p_resolution text, p_change_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.resolve_review_task(p_review_task_id bigint, p_resolution text, p_change_reason text) TO recert_runner;


REVOKE ALL ON FUNCTION api.run_scheduled_recertification(p_scheduled_recertification_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.run_scheduled_recertification(p_scheduled_recertification_id bigint) TO recert_runner;


REVOKE ALL ON FUNCTION api.scan_expiry() FROM PUBLIC;
GRANT ALL ON FUNCTION api.scan_expiry() TO recert_runner;


REVOKE ALL ON FUNCTION api.scan_overdue() FROM PUBLIC;
GRANT ALL ON FUNCTION api.scan_overdue() TO recert_runner;


REVOKE ALL ON FUNCTION api.sign_evidence(p_training text, p_signature_method text, p_evidence_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.sign_evidence(p_training text, p_signature_method text, p_evidence_id bigint) TO recert_runner;


REVOKE ALL ON FUNCTION api.start_assignment(p_training text, p_employee_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.start_assignment(p_training text, p_employee_number text) TO recert_runner;


REVOKE ALL ON FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[], p_addressed_to text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[], p_addressed_to text) TO recert_runner;


REVOKE ALL ON FUNCTION api.upsert_user(p_employee_number text, p_full_name text, p_email text, p_role text, p_is_active boolean, p_department text, p_location text, p_activity text, p_plant text, p_line text, p_workstation text, p_manager text, p_attributes jsonb, p_db_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.upsert_user(p_employee_number text, p_full_name text, p_email text, p_role text, p_is_active boolean, p_department text, p_location text, p_activity text, p_plant text, p_line text, p_workstation text, p_manager text, p_attributes jsonb, p_db_role text) TO recert_runner;


REVOKE ALL ON FUNCTION api.verify_audit_chain() FROM PUBLIC;
GRANT ALL ON FUNCTION api.verify_audit_chain() TO recert_runner;
GRANT ALL ON FUNCTION api.verify_audit_chain() TO recert_auditor;


REVOKE ALL ON FUNCTION api.write_reminders() FROM PUBLIC;
GRANT ALL ON FUNCTION api.write_reminders() TO recert_runner;


REVOKE ALL ON FUNCTION audit._append(VARIADIC p_entries audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._moment(p_moment timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._parsed(p_payload text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit._parsed(p_payload text) TO recert_builder;


REVOKE ALL ON FUNCTION audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._activate(p_version_id bigint, p_at timestamp with time zone, p_actor_id bigint, p_is_decided boolean) FROM PUBLIC;


GRANT SELECT ON TABLE core.users TO recert_builder;


REVOKE ALL ON FUNCTION core._active_user(p_user_id bigint) FROM PUBLIC;


GRANT SELECT ON TABLE core.training_versions TO recert_builder;


GRANT SELECT ON TABLE core.trainings TO recert_builder;


REVOKE ALL ON FUNCTION core._active_version(p_training core.trainings) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._actor() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_attributes(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_boolean(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_integer(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_score(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_timestamp(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._as_wanted_attributes(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._assign_missed(p_user_ids bigint[], p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._changed_columns(p_before jsonb, p_after jsonb) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_assignment_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_campaign_exception_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_evidence_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_exception_parents() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_rule_trainings() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._check_superseding_campaign() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._close_assignments(p_training_ids bigint[], p_at timestamp with time zone, p_user_ids bigint[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._collect_rejects(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._completion_entry(p_evidence_id bigint, p_employee_number text, p_training text, p_version text, p_score numeric, p_content_sha256 bytea) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._days_later(p_moment timestamp with time zone, p_days integer) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._decide_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_activated boolean, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._earlier_versions(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._effective_day(p_effective_on date) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._exemptions_at(p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._expiring(p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._fault(p_column_name text, p_reason text, p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._faults(VARIADIC p_faults ops.fault[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._finish_import(p_import ops.imports, p_details jsonb, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_evidence_flag() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_version() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._guard_version_source() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._has_attributes(p_wanted jsonb, p_attributes jsonb) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._import(p_import_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._in_dimension(p_wanted text[], p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._is_service() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_assignments(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_completions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_documents(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_evidence(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_managers(p_import_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_rules(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_trainings(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_users(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._judge_versions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._keep_rule_history() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._keep_training_history() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._keep_user_history() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._left_out(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_assignments(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_completions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_documents(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_evidence(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_rules(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_trainings(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_users(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._load_versions(p_import ops.imports) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._lock_for_assigning() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._lock_people(p_for_change boolean) FROM PUBLIC;


GRANT SELECT ON TABLE core.scheduled_recertifications TO recert_builder;


REVOKE ALL ON FUNCTION core._lock_scheduled(p_scheduled_recertification_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._lock_training(p_name text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._lock_version(p_training text, p_label text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._manifestation(p_full_name text, p_employee_number text, p_training text, p_version text, p_completed_at timestamp with time zone, p_signed_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._open_review_task(p_version_id bigint, p_task_type text, p_addressed_to text, p_at timestamp with time zone, p_actor_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone) TO recert_builder;


REVOKE ALL ON FUNCTION core._parsed_sources(p_sources text[]) FROM PUBLIC;


GRANT SELECT ON TABLE core.campaigns TO recert_builder;


REVOKE ALL ON FUNCTION core._periodic_campaigns(p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._person_concerned(p_actor_id bigint, p_employee_number text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._plan_digest(p_version_id bigint, p_scope jsonb, p_effective_on date, p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes text[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._queue_changed_users() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone, p_addressed_to text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._queue_new_users() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._queue_outdated_sources(p_training_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_decision(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_population(p_version_id bigint, p_scope jsonb) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_result(p_version_id bigint, p_run_id bigint, p_scheduled_recertification_id bigint, p_activated boolean, p_audit_seq bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recertification_scope(p_version core.training_versions, p_departments text[], p_locations text[], p_from_versions text[]) FROM PUBLIC;


GRANT SELECT ON TABLE core.recertification_runs TO recert_builder;


REVOKE ALL ON FUNCTION core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_details jsonb, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recompute(p_user_ids bigint[], p_at timestamp with time zone, p_actor_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._recompute_everyone(p_reason text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._refresh_statistics(p_table regclass, p_written bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._refuse_change() FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_addressee(p_user_id bigint, p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_decider(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_importer(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_not_author(p_user_id bigint, p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_plan(p_plan_digest text, p_digest_now text, p_population bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_reason(p_reason text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_signature_method(p_method text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_source(p_version core.training_versions) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._require_state(p_version core.training_versions, p_states text[], p_to_do text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._resolve_review_tasks(p_version_ids bigint[], p_task_types text[], p_resolution text, p_reason text, p_at timestamp with time zone, p_actor_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._schedule_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_details jsonb, p_preceding audit.entry[]) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._share_training(p_name text) FROM PUBLIC;


GRANT SELECT ON TABLE core.signatures TO recert_auditor;
GRANT SELECT ON TABLE core.signatures TO recert_builder;


REVOKE ALL ON FUNCTION core._sign(p_user_ids bigint[], p_evidence_ids bigint[], p_methods text[], p_at timestamp with time zone, p_import_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._signature_entry(p_signature core.signatures, p_employee_number text, p_training text, p_version text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._sources_of(p_version_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._training(p_name text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._training_fault(p_name text, p_training_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._trimmed(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._trimmed_list(p_value text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_before(p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_entry(p_user core.users, p_before jsonb, p_assigned_at timestamp with time zone, p_details jsonb) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_fault(p_column_name text, p_number text, p_user_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._user_id(p_employee_number text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._version(p_training core.trainings, p_label text) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._welcome_back(p_user_ids bigint[], p_actor_id bigint) FROM PUBLIC;


REVOKE ALL ON FUNCTION core._withdraw_reminders(p_at timestamp with time zone) FROM PUBLIC;


REVOKE ALL ON FUNCTION audit._chained_hash(text, bytea) FROM PUBLIC;


GRANT SELECT ON TABLE core.assignments TO recert_builder;


GRANT SELECT ON TABLE api.assignments TO recert_runner;


GRANT SELECT ON TABLE audit.log TO recert_auditor;
GRANT SELECT ON TABLE audit.log TO recert_builder;


GRANT SELECT ON TABLE api.audit_log TO recert_auditor;
GRANT SELECT ON TABLE api.audit_log TO recert_runner;


GRANT SELECT ON TABLE core.campaign_exceptions TO recert_builder;


GRANT SELECT ON TABLE core.recertification_exceptions TO recert_builder;


GRANT SELECT ON TABLE api.campaign_people TO recert_runner;


GRANT SELECT ON TABLE core.campaign_launches TO recert_builder;


GRANT SELECT ON TABLE api.campaigns TO recert_runner;


GRANT SELECT ON TABLE core.exemptions TO recert_builder;


GRANT SELECT ON TABLE api.exemptions TO recert_runner;


GRANT SELECT ON TABLE api.import_columns TO recert_runner;


GRANT SELECT ON TABLE api.import_rejects TO recert_runner;


GRANT SELECT ON TABLE api.job_runs TO recert_runner;


GRANT SELECT ON TABLE core.notifications TO recert_builder;


GRANT SELECT ON TABLE api.notifications TO recert_runner;


GRANT SELECT ON TABLE api.recertification_outcomes TO recert_auditor;
GRANT SELECT ON TABLE api.recertification_outcomes TO recert_runner;


GRANT SELECT ON TABLE core.documents TO recert_builder;


GRANT SELECT ON TABLE core.outdated_sources TO recert_builder;


GRANT SELECT ON TABLE core.review_tasks TO recert_builder;


GRANT SELECT ON TABLE core.version_sources TO recert_builder;


GRANT SELECT ON TABLE api.review_queue TO recert_runner;


GRANT SELECT ON TABLE api.scheduled_recertifications TO recert_runner;


GRANT SELECT ON TABLE audit.head TO recert_auditor;
GRANT SELECT ON TABLE audit.head TO recert_builder;


GRANT SELECT ON TABLE core.assignment_rules TO recert_builder;


GRANT SELECT ON TABLE core.evidence TO recert_auditor;
GRANT SELECT ON TABLE core.evidence TO recert_builder;


GRANT SELECT ON TABLE core.recompute_queue TO recert_builder;


GRANT SELECT ON TABLE core.rule_history TO recert_builder;


GRANT SELECT ON TABLE core.training_history TO recert_builder;


GRANT SELECT ON TABLE core.user_history TO recert_builder;


GRANT SELECT ON TABLE ops.migrations TO recert_runner;
GRANT SELECT ON TABLE ops.migrations TO recert_auditor;
GRANT SELECT ON TABLE ops.migrations TO recert_builder;


GRANT SELECT ON TABLE ops.objects TO recert_runner;
GRANT SELECT ON TABLE ops.objects TO recert_auditor;
GRANT SELECT ON TABLE ops.objects TO recert_builder;


GRANT INSERT ON TABLE ops.staged_assignments TO recert_runner;


GRANT INSERT ON TABLE ops.staged_completions TO recert_runner;


GRANT INSERT ON TABLE ops.staged_documents TO recert_runner;


GRANT INSERT ON TABLE ops.staged_evidence TO recert_runner;


GRANT INSERT ON TABLE ops.staged_rules TO recert_runner;


GRANT INSERT ON TABLE ops.staged_trainings TO recert_runner;


GRANT INSERT ON TABLE ops.staged_users TO recert_runner;


GRANT INSERT ON TABLE ops.staged_versions TO recert_runner;


ALTER DEFAULT PRIVILEGES FOR ROLE recert_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;


--
-- PostgreSQL database dump complete
--


