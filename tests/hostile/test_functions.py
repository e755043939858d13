"""Every text argument of every function of api: stored as it is or refused, never anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from pipeline.database import translated
from pipeline.errors import Defect, RecertError
from tests.company import REASON, Database
from tests.hostile.counting import Cases
from tests.hostile.values import NO_TEXTS, TEXTS, long_texts

LATER = datetime(2100, 1, 1, tzinfo=UTC)

#: A call of each function that goes well, who makes it, and the texts of it.
CALLS: dict[str, tuple[str | None, dict[str, Any]]] = {
    "submit_version": (
        "A-1",
        {
            "training": "Lockout",
            "label": "9",
            "content": "# 9",
            "sources": ["SOP-1@A"],
            "change_reason": REASON,
            "objectives": ["Lock it out"],
            "addressed_to": "quality_admin",
        },
    ),
    "approve_version": (
        "Q-1",
        {
            "training": "Lockout",
            "label": "2",
            "change_reason": REASON,
            "recertify_everyone": True,
            "plan_digest": None,
            "departments": None,
            "locations": None,
            "from_versions": None,
        },
    ),
    "activate_version": ("Q-1", {"training": "Lockout", "label": "2", "change_reason": REASON}),
    "reject_version": ("Q-1", {"training": "Lockout", "label": "2", "change_reason": REASON}),
    "preview_recertification": (
        "Q-1",
        {
            "training": "Lockout",
            "label": "2",
            "departments": None,
            "locations": None,
            "from_versions": None,
        },
    ),
    "recertify": (
        "Q-1",
        {
            "training": "Lockout",
            "label": "1",
            "change_reason": REASON,
            "plan_digest": None,
            "departments": None,
            "locations": None,
            "from_versions": None,
            "effective_on": (datetime.now(UTC) + timedelta(days=300)).date(),
        },
    ),
    "recertification_size": ("Q-1", {"training": "Lockout", "label": "2"}),
    "decline_recertification": (
        "Q-1",
        {"training": "Lockout", "label": "1", "change_reason": REASON},
    ),
    "cancel_recertification": (
        "Q-1",
        {"scheduled_recertification_id": 1, "change_reason": REASON},
    ),
    "resolve_review_task": (
        "Q-1",
        {"review_task_id": 2, "resolution": "approve", "change_reason": REASON},
    ),
    "compare_versions": ("Q-1", {"training": "Lockout", "label": "2"}),
    "create_campaign": (
        "Q-1",
        {
            "training": "Lockout",
            "name": "Line 4",
            "due_at": LATER,
            "change_reason": REASON,
            "employee_numbers": None,
            "departments": ["Line 4"],
            "locations": None,
            "activities": None,
            "plants": None,
            "lines": None,
            "workstations": None,
            "attributes": None,
        },
    ),
    "start_assignment": ("E-1", {"training": "Lockout", "employee_number": None}),
    "complete_training": (
        "E-1",
        {"training": "Lockout", "signature_method": None, "employee_number": None},
    ),
    "sign_evidence": ("E-1", {"training": "Lockout", "signature_method": "drawn"}),
    "grant_exemption": (
        "Q-1",
        {
            "employee_number": "E-1",
            "training": "Lockout",
            "change_reason": REASON,
            "valid_until": LATER,
        },
    ),
    "upsert_user": (
        "H-1",
        {
            "employee_number": "E-9",
            "full_name": "Nine",
            "email": None,
            "role": None,
            "department": None,
            "location": None,
            "activity": None,
            "plant": None,
            "line": None,
            "workstation": None,
            "manager": None,
            "attributes": Jsonb({}),
            "db_role": None,
        },
    ),
    "reactivate_user": ("H-1", {"employee_number": "X-1", "change_reason": REASON}),
    "recompute_assignments": (None, {"employee_number": None}),
    "begin_import": (
        None,
        {"kind": "users", "file_name": "x.csv", "column_names": ["employee_number", "full_name"]},
    ),
    "load_import": (None, {"import_id": 0, "file_sha256": "0"}),
    "claim_job": (None, {"job": "daily"}),
    "begin_job_step": (None, {"job": "daily", "step": "marts"}),
    "end_job_step": (
        None,
        {"job_run_id": 1, "state": "failed", "result": Jsonb({}), "sqlstate": "", "message": ""},
    ),
    "record_job_waits": (None, {"job_run_id": 1, "wait_events": Jsonb({})}),
    "record_audit_export": (None, {"seq": 1, "hash": "0" * 64}),
    "record_report_export": (
        None,
        {
            "kind": "pack",
            "name": "pack.zip",
            "scope": Jsonb({}),
            "head_seq": 1,
            "head_hash": "0" * 64,
            "sha256": "0" * 64,
        },
    ),
    "verify_audit_chain": (None, {"anchor_seqs": [1], "anchor_hashes": ["0" * 64]}),
    "begin_backup": (None, {"file_name": "recert.dump"}),
    "open_report_build": (
        None,
        {"build_id": "x", "definition": "d", "selection": ["x"]},
    ),
    "record_report_build": (
        None,
        {
            "build_id": "x",
            "models": 1,
            "tests_passed": 1,
            "tests_warned": 0,
            "marts": Jsonb({}),
            "as_of": datetime(2026, 1, 1, tzinfo=UTC),
            "head_seq": 0,
            "head_hash": "0" * 64,
        },
    ),
    "fail_report_build": (
        None,
        {"build_id": "x", "state": "failed", "message": "Lost", "failed": ["x"]},
    ),
}

#: Nothing was approved, imported, begun or left open that these could go on with.
IN_NO_STATE = {
    "activate_version",
    "decline_recertification",
    "end_job_step",
    "load_import",
    "recertify",
    "record_audit_export",
    "record_report_export",
    "record_job_waits",
    "record_report_build",
    "start_assignment",
}

_TEXT_TYPES = "('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)"

#: Each text argument of each function, found in the catalogue.
ARGUMENTS = (
    "select p.proname as function, substr(a.name, 3) as name, a.type::regtype::text as type"
    " from pg_proc as p cross join lateral unnest(p.proargnames[1:p.pronargs],"
    " p.proargtypes::oid[]) as a (name, type)"
    f" where p.pronamespace = 'api'::regnamespace and a.type in {_TEXT_TYPES}"
    " order by p.proname, a.name"
)


def test_every_text_argument_is_among_the_calls(shared: Database) -> None:
    known = {(function, name) for function, (_, arguments) in CALLS.items() for name in arguments}
    found = {(row["function"], row["name"]) for row in shared.rows(ARGUMENTS)}
    assert found <= known


def filled(type_: str, text: str) -> list[Any]:
    """Values of a type with the text in them."""
    match type_:
        case "text[]":
            return [[text], ["SOP-1", text]]
        case "jsonb":
            return [Jsonb({"name": text}), Jsonb({text: [text]})]
    return [text]


@contextmanager
def tried() -> Iterator[list[RecertError]]:
    """What a call is refused with, which must be a code of ours that tells what to do next."""
    refused: list[RecertError] = []
    try:
        with translated():
            yield refused
    except RecertError as error:
        refused.append(error)


def call(company: Database, function: str, arguments: dict[str, Any]) -> list[RecertError]:
    """Call a function, undo what it did; the refusal, if it is refused."""
    names = ", ".join(f"p_{name} => %s" for name in arguments)
    with tried() as refused, company.undone():
        company.rows(f"select * from api.{function}({names})", *arguments.values())
        reason = arguments.get("change_reason")
        if reason is not None:
            told = company.rows(
                "select change_reason, payload::jsonb ->> 'change_reason' as hashed"
                " from audit.log where change_reason is not null order by seq desc limit 1"
            )
            if not function.startswith(("preview", "compare")):
                assert told == [{"change_reason": reason, "hashed": reason}]
    return refused


def wrong(refusals: list[RecertError]) -> list[str]:
    """What is not told as it should be: with a code of ours and what to do next."""
    return [
        f"{error.sqlstate} {error.message}"
        for error in refusals
        if isinstance(error, Defect) or not error.sqlstate or not error.hint
    ]


def arguments_of(company: Database, function: str) -> list[tuple[str, str]]:
    return [
        (row["name"], row["type"]) for row in company.rows(ARGUMENTS) if row["function"] == function
    ]


@pytest.mark.parametrize("function", CALLS)
def test_a_call_without_malice_goes_well(company: Database, function: str) -> None:
    actor, arguments = CALLS[function]
    company.act_as(actor)
    refusals = call(company, function, arguments)
    assert not wrong(refusals)
    assert not refusals or function in IN_NO_STATE, refusals


@pytest.mark.cases(50)
@pytest.mark.parametrize("function", CALLS)
def test_texts_that_mean_something(company: Database, cases: Cases, function: str) -> None:
    actor, arguments = CALLS[function]
    company.act_as(actor)
    bad: list[tuple[str, str, str]] = []
    for name, type_ in arguments_of(company, function):
        for text in [*TEXTS.values(), *NO_TEXTS.values()]:
            for value in filled(type_, text)[-1:]:
                bad += [
                    (name, text[:40], each)
                    for each in wrong(call(company, function, arguments | {name: value}))
                ]
                cases.one()
    assert not bad


@pytest.mark.cases(2)
@pytest.mark.parametrize("function", CALLS)
def test_a_megabyte(company: Database, cases: Cases, function: str) -> None:
    actor, arguments = CALLS[function]
    company.act_as(actor)
    bad: list[tuple[str, str, str]] = []
    for name, type_ in arguments_of(company, function):
        for text in long_texts():
            refusals = call(company, function, arguments | {name: filled(type_, text)[0]})
            bad += [(name, text[:3], each[:300]) for each in wrong(refusals)]
            cases.one()
    assert not bad
