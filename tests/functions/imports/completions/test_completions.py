"""Files of completions: done now, on the versions in force, each once, whole or in part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.errors import BadInput, DatabaseUnavailable, NotAllowed
from pipeline.importing import ImportResult
from tests.company import Database
from tests.functions.completing import broken, complete, given, last_audit, statuses
from tests.functions.imports.loading import counts, faults, load, refused_whole, rejected

HEADER = "employee_number,training,score,signature_method"


def loaded(company: Database, *rows: str, partial: bool = False) -> ImportResult:
    company.act_as("H-1")
    return load(company, "completions", HEADER, *rows, partial=partial)


@pytest.mark.rule(13, 22)
def test_each_row_is_evidence_on_the_version_in_force_by_the_servers_clock(
    company: Database,
) -> None:
    before = company.value("select clock_timestamp()")
    result = loaded(company, "E-1,Lockout,87.456,", "E-2,Lockout,,", " E-3 ,Gowning,100,Drawn")
    assert counts(result) == (3, 3, 0, 0, 0)
    rows = company.rows(
        "select e.*, u.employee_number, t.name, v.label, v.content_sha256 as learnt"
        " from core.evidence as e join core.users as u using (user_id)"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id) order by u.employee_number"
    )
    assert [(row["employee_number"], row["name"], row["label"], row["score"]) for row in rows] == [
        ("E-1", "Lockout", "2", Decimal("87.46")),
        ("E-2", "Lockout", "2", None),
        ("E-3", "Gowning", "1", Decimal(100)),
    ]
    now = company.value("select clock_timestamp()")
    for row in rows:
        assert before < row["completed_at"] < now
        assert row["recorded_at"] == row["completed_at"]
        assert row["content_sha256"] == row["learnt"]
        assert not row["is_imported"]
        assert row["recertification_status"] == "current"


@pytest.mark.rule(13)
def test_every_open_assignment_of_the_training_closes_and_no_other(company: Database) -> None:
    for number in ("E-1", "E-2", "E-3"):
        for kind in ("manual", "rule", "recertification", "periodic"):
            given(company, number, "1", kind=kind)
        given(company, number, "2", name="Started", status="in_progress")
        given(company, number, "2", name="Off", status="cancelled")
        given(company, number, "1", training="Gowning")
    company.execute("select api.scan_overdue()")
    done = "select completed_at from core.assignments where status = 'completed'"
    loaded(company, "E-1,Lockout,80,", "E-2,Gowning,80,drawn")
    assert statuses(company, "E-1") == [*["completed"] * 5, "cancelled"]
    assert statuses(company, "E-1", "Gowning") == ["not_started"]
    assert statuses(company, "E-2") == [*["not_started"] * 4, "in_progress", "cancelled"]
    assert statuses(company, "E-2", "Gowning") == ["completed"]
    assert "completed" not in statuses(company, "E-3") + statuses(company, "E-3", "Gowning")
    moments = {row["completed_at"] for row in company.rows(done)}
    assert moments == {company.value("select max(completed_at) from core.evidence")}
    assert last_audit(company)[0]["payload"]["assignments_closed"] == 6
    assert (
        company.value(
            "select count(*) from core.assignments"
            " where status = 'completed' and overdue_since is not null"
        )
        == 0
    )


@pytest.mark.rule(22)
def test_a_completion_has_no_date_of_its_own(company: Database) -> None:
    company.act_as("H-1")
    before = company.snapshot()
    with pytest.raises(BadInput) as caught:
        load(company, "completions", "employee_number,training,completed_at", "E-1,Lockout,2024")
    assert caught.value.sqlstate == "ZR103"
    assert company.snapshot() == before


def test_the_same_file_twice_adds_nothing(company: Database) -> None:
    rows = ("E-1,Lockout,80,", "E-2,Lockout,,", "E-3,Gowning,70.5,drawn")
    assert counts(loaded(company, *rows)) == (3, 3, 0, 0, 0)
    tables = ("core.evidence", "core.signatures", "core.assignments")
    before = company.snapshot(*tables)
    seq = company.value("select max(seq) from audit.log")
    assert counts(loaded(company, *rows)) == (3, 0, 0, 3, 0)
    assert company.snapshot(*tables) == before
    (logged,) = last_audit(company)
    assert (logged["seq"], logged["action"]) == (seq + 1, "import")


def test_what_was_completed_by_hand_is_nothing_new(company: Database) -> None:
    complete(company, "E-1", score=60)
    assert counts(loaded(company, "E-1,Lockout,90,", "E-2,Lockout,90,")) == (2, 1, 0, 1, 0)
    assert company.statuses() == {"E-1": [("2", "current")], "E-2": [("2", "current")]}


def test_evidence_on_an_older_version_or_one_that_expired_does_not_count(
    company: Database,
) -> None:
    company.evidence("E-1", "1")
    company.evidence("E-2", "2")
    company.execute("update core.evidence set recertification_status = 'expired' where score = 80")
    company.evidence("E-3", "2")
    result = loaded(company, "E-1,Lockout,90,", "E-2,Lockout,90,", "E-3,Lockout,90,")
    assert counts(result) == (3, 2, 0, 1, 0)


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("interval", "days", "is_new"),
    [
        pytest.param(None, 9000, False, id="never expires"),
        pytest.param(365, 274, False, id="91 days left of a year"),
        pytest.param(365, 275, True, id="90 days left of a year"),
        pytest.param(365, 400, True, id="past, before the scan"),
        pytest.param(100, 49, False, id="51 days left of 100"),
        pytest.param(100, 50, True, id="half of 100 days left"),
        pytest.param(1, 0, False, id="done just now, for a day"),
        pytest.param(1, 1, True, id="a day, which is over"),
    ],
)
def test_a_renewal_close_to_the_expiry_counts(
    company: Database, interval: int | None, days: int, is_new: bool
) -> None:
    company.execute(
        "update core.trainings set recertification_interval_days = %s where name = 'Lockout'",
        interval,
    )
    company.evidence(
        "E-1",
        "2",
        completed_at=company.value("select now() - %s * interval '24 h'", days),
    )
    new = (1, 1, 0, 0, 0)
    known = (1, 0, 0, 1, 0)
    assert counts(loaded(company, "E-1,Lockout,90,")) == (new if is_new else known)
    assert counts(loaded(company, "E-1,Lockout,90,")) == known


@pytest.mark.rule(17)
def test_the_latest_evidence_tells_whether_it_is_a_renewal(company: Database) -> None:
    company.execute("update core.trainings set recertification_interval_days = 365")
    for days in (300, 10, 350):
        company.evidence(
            "E-1", "2", completed_at=company.value("select now() - %s * interval '24 h'", days)
        )
    assert counts(loaded(company, "E-1,Lockout,90,")) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E-9,Lockout,,", "employee_number"),
        ("e-1,Lockout,,", "employee_number"),
        (",Lockout,,", "employee_number"),
        ("X-1,Lockout,,", "employee_number"),
        ("E-1,Running,,", "training"),
        ("E-1,lockout,,", "training"),
        ("E-1,,,", "training"),
        ("E-1,Fire,,", "training"),
        ("E-1,Lockout,101,", "score"),
        ("E-1,Lockout,-1,", "score"),
        ("E-1,Lockout,good,", "score"),
        ("E-1,Lockout,NaN,", "score"),
        ('E-1,Lockout,"87,5",', "score"),
        ("E-1,Gowning,80,", "signature_method"),
        ("E-1,Gowning,80,fax", "signature_method"),
        ("E-1,Lockout,80,yes", "signature_method"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    company: Database, row: str, column: str
) -> None:
    company.act_as("H-1")
    good = "E-2,Lockout,80,"
    assert rejected(company, "completions", HEADER, good, row) == [(3, column)]
    result = loaded(company, good, row, partial=True)
    assert counts(result) == (2, 1, 0, 0, 1)
    assert faults(result) == [(3, column)]
    assert company.statuses() == {"E-2": [("2", "current")]}


def test_every_reason_of_every_row_is_told(company: Database) -> None:
    company.act_as("H-1")
    found = rejected(company, "completions", HEADER, "X-1,Fire,101,fax", ",,,", "E-1,Lockout,,")
    assert found == [
        (2, "employee_number"),
        (2, "score"),
        (2, "signature_method"),
        (2, "training"),
        (3, "employee_number"),
        (3, "training"),
    ]


def test_equal_rows_are_one_completion(company: Database) -> None:
    rows = ("E-1,Lockout,80,", "E-1,Lockout,80.00,", " E-1,Lockout ,080,", "E-1,Gowning,80,drawn")
    assert counts(loaded(company, *rows)) == (4, 2, 0, 2, 0)
    assert company.statuses() == {"E-1": [("2", "current")]}


@pytest.mark.parametrize(
    ("row", "other"),
    [
        ("E-1,Lockout,80,", "E-1,Lockout,90,"),
        ("E-1,Lockout,80,", "E-1,Lockout,,"),
        ("E-1,Lockout,80,", "E-1,Lockout,80,drawn"),
        ("E-1,Gowning,80,drawn", "E-1,Gowning,80,click_to_confirm"),
    ],
)
def test_rows_that_contradict_each_other_are_rejected_all(
    company: Database, row: str, other: str
) -> None:
    company.act_as("H-1")
    fourth = "E-2,Lockout,80,"
    for rows in ((row, other, row, fourth), (other, row, row, fourth)):
        assert {line for line, _ in rejected(company, "completions", HEADER, *rows)} == {2, 3, 4}
    result = loaded(company, row, other, row, fourth, partial=True)
    assert counts(result) == (4, 1, 0, 0, 3)


@pytest.mark.parametrize("score", ["good", "101"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_nobody_is_passed_over_for_a_row_that_was_rejected(
    company: Database, score: str, first: bool
) -> None:
    """Each row of a person is recorded, known before, or rejected with a reason."""
    rows = [f"E-1,Lockout,{score},", "E-1,Lockout,,"]
    result = loaded(company, *(rows if first else rows[::-1]), partial=True)
    assert result.skipped == 0
    assert result.inserted + result.rejected == 2
    assert len(company.statuses().get("E-1", [])) == result.inserted


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("event", "table"),
    [
        ("insert", "audit.log"),
        ("update", "audit.head"),
        ("update", "core.assignments"),
        ("insert", "core.signatures"),
    ],
)
def test_all_of_a_file_or_nothing(company: Database, event: str, table: str) -> None:
    given(company, "E-1", "1", training="Gowning")
    rows = ("E-1,Gowning,80,drawn", "E-2,Lockout,80,")
    before = company.snapshot()
    with broken(company, event, table):
        with pytest.raises(DatabaseUnavailable) as caught:
            loaded(company, *rows)
        assert caught.value.sqlstate == "53100"
        assert company.snapshot() == before
    assert counts(loaded(company, *rows)) == (2, 2, 0, 0, 0)
    assert statuses(company, "E-1", "Gowning") == ["completed"]


@pytest.mark.rule(20)
def test_bad_rows_beside_good_ones_load_nothing(company: Database) -> None:
    given(company, "E-1", "2")
    company.act_as("H-1")
    with refused_whole(company) as found:
        loaded(company, "E-1,Lockout,80,", "E-2,Lockout,80,", "E-9,Lockout,80,")
    assert faults(found[0]) == [(4, "employee_number")]
    assert statuses(company, "E-1") == ["not_started"]


@pytest.mark.parametrize("actor", ["E-1", "M-1", "L-1", "U-1"])
def test_who_may_not_load(company: Database, actor: str) -> None:
    before = company.snapshot()
    company.act_as(actor)
    with pytest.raises(NotAllowed) as caught:
        load(company, "completions", HEADER, f"{actor},Lockout,80,")
    assert caught.value.sqlstate == "ZR304"
    assert company.snapshot() == before


@pytest.mark.rule(20, 21)
def test_the_audit_log_has_a_row_a_person_and_one_for_the_file(company: Database) -> None:
    company.act_as(None)  # scheduled work
    load(company, "completions", HEADER, "E-2,Lockout,80,", "E-1,Gowning,90,drawn")
    rows = last_audit(company, 4)
    told = [(row["action"], row["payload"].get("employee_number")) for row in rows]
    assert told == [
        ("complete_training", "E-1"),
        ("sign_evidence", "E-1"),
        ("complete_training", "E-2"),
        ("import", None),
    ]
    assert {row["actor"] for row in rows} == {"system"}
    first, signed, second, file = rows
    assert first["entity_id"] == signed["entity_id"]
    assert (first["payload"]["training"], first["payload"]["version"]) == ("Gowning", "1")
    assert (first["payload"]["score"], second["payload"]["score"]) == (90, 80)
    assert signed["payload"]["manifestation"] == company.value(
        "select manifestation from core.signatures"
    )
    assert (file["payload"]["inserted"], file["payload"]["signed"]) == (2, 1)
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(13, 20)
def test_thousands_are_recorded_closed_and_told_one_by_one(company: Database) -> None:
    company.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'P-' || i, 'Person ' || i from generate_series(1, 2500) as i"
    )
    company.execute(
        "insert into core.campaigns (name, kind, version_id) values ('Big', 'manual', %s)",
        company.version_id("1"),
    )
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select user_id, campaign_id, now(), now() from core.users, core.campaigns"
        " where employee_number like 'P-%%' order by user_id"
    )
    seq = company.value("select max(seq) from audit.log")
    people = [f"P-{number}" for number in range(1, 2501)]
    signed = set(people[::5])
    rows = [f"{number},Lockout,,{'drawn' if number in signed else ''}" for number in people]
    assert counts(loaded(company, *rows)) == (2500, 2500, 0, 0, 0)
    told = company.rows(
        "select action, payload::jsonb ->> 'employee_number' as number from audit.log"
        " where seq > %s order by seq",
        seq,
    )
    assert [row["action"] for row in told].count("import") == 1
    assert sorted(row["number"] for row in told if row["action"] == "complete_training") == sorted(
        people
    )
    assert {row["number"] for row in told if row["action"] == "sign_evidence"} == signed
    assert len(told) == 2500 + 500 + 1
    assert company.value("select count(*) from core.assignments where status = 'completed'") == 2500
    assert company.value("select is_intact from api.verify_audit_chain()")
