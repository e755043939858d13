"""What is written: the marts' numbers, the same bytes each time, and what pages say."""

from __future__ import annotations

import json
import re
from datetime import UTC, date
from decimal import Decimal
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
import yaml

import pipeline.reports.site
from pipeline.reports.site import charts
from pipeline.reports.site.folder import MARKER
from pipeline.reports.site.tables import Column, Table, encoded
from pipeline.reports.site.words import percent, share
from pipeline.sources import dbt_project_folder
from tests.cli.calling import Result, call
from tests.company import Database
from tests.site.company import COMPANY
from tests.site.conftest import scalar
from tests.site.written import contents, table, written

SITE = Path(pipeline.reports.site.__file__).parent


def test_the_command_tells_what_it_wrote(published: tuple[Path, Result], company: str) -> None:
    folder, result = published
    row = result.document
    files = contents(folder)
    assert row["folder"] == str(folder)
    assert row["pages"] == sum(1 for name in files if name.endswith(".html"))
    assert row["bytes"] == sum(len(data) for data in files.values())
    assert row["people"] == scalar(company, "select count(*) from core.users")
    standing = scalar(company, "select to_jsonb(s) from api.marts_standing as s")
    assert (row["head_seq"], row["head_hash"]) == (standing["head_seq"], standing["head_hash"])
    assert row["as_of"] == "2026-06-01T06:00:00Z"
    with Database.connect(company) as database:
        logged = database.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["entity_type"], logged["entity_id"]) == (
        "export",
        "site",
        folder.name,
    )
    payload = json.loads(logged["payload"])
    assert payload["head_seq"] == standing["head_seq"]
    assert payload["head_hash"] == standing["head_hash"]
    marker = json.loads(files[MARKER])["standing"]
    assert (marker["head_seq"], marker["head_hash"]) == (row["head_seq"], row["head_hash"])
    assert payload["scope"] == {"people": "everyone", "asked_for": []}
    digest = sha256()
    for name in sorted(files, key=str.encode):
        digest.update(f"{sha256(files[name]).hexdigest()}  {name}\n".encode())
    assert payload["sha256"] == row["sha256"] == digest.hexdigest()


def test_the_log_says_whom_a_site_was_asked_for(company: str, tmp_path: Path) -> None:
    people = ("--person", "X-0", "--person", "E-0007", "--person", "X-0")
    result = call("report", "site", str(tmp_path / "s"), "--dsn", company, *people,
                  "--format", "json")  # fmt: skip
    assert result.code == 0, result.err
    payload = json.loads(
        scalar(
            company, "select payload from audit.log where seq = %s", result.document["audit_seq"]
        )
    )
    assert payload["scope"] == {"people": "everyone", "asked_for": ["E-0007", "X-0"]}


def test_registers_have_every_row_of_their_marts(site: Path, company: str) -> None:
    for name, mart in (
        ("status", "mart_compliance.user_training_status"),
        ("evidence", "mart_audit.evidence_register"),
        ("assignments", "mart_compliance.fct_assignment"),
        ("signatures", "mart_audit.signature_register"),
        ("approvals", "mart_audit.approval_register"),
        ("audit", "mart_audit.audit_trail"),
        ("controls", "mart_audit.control_checks"),
        ("people", "mart_compliance.dim_user"),
        ("imports", "mart_audit.import_register"),
        ("exemptions", "mart_audit.exemption_register"),
    ):
        assert table(site, name)["rows"] == scalar(company, f"select count(*) from {mart}"), name


def test_the_overview_has_the_numbers_of_the_marts(site: Path, company: str) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    tiles = dict(
        re.findall(
            r'<span class="name"><span class="s (\w+)">.*?<strong>(?:<a [^>]*>)?([\d,]+)', page
        )
    )
    with Database.connect(company) as database:
        statuses = database.rows(
            "select compliance_status as name, count(*) as number"
            " from mart_compliance.user_training_status where is_active"
            " and compliance_status not in ('compliant', 'not_required') group by 1"
        )
        controls = database.rows(
            "select result as name, count(*) as number from mart_audit.control_checks group by 1"
        )
    assert statuses
    assert controls
    found = {row["name"]: row["number"] for row in statuses + controls}
    assert {name: int(text) for name, text in tiles.items() if int(text)} == found


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 0, "none"),
        (0, 7, "0"),
        (7, 7, "100"),
        (1, 2, "50"),
        (1, 8, "12.5"),
        (2, 3, "66.67"),
        (29_999, 30_000, "99.99"),
        (1, 30_000, "0.01"),
    ],
)
def test_a_percentage_is_100_only_of_all_and_0_only_of_none(
    part: int, whole: int, told: str
) -> None:
    assert share(percent(part, whole)) == told


def test_percentages_follow_one_rule_on_every_page(site: Path, company: str) -> None:
    """That of the marts."""
    with Database.connect(company) as database:
        counts = "compliant, required, percent_compliant"
        matrix = database.rows(f"select {counts} from mart_compliance.compliance_matrix")
        trainings = database.rows(f"select {counts} from mart_compliance.compliance_by_training")
        campaigns = database.rows(
            "select percent_completed from mart_compliance.recertification_campaigns"
        )
        total = database.row(
            "select sum(compliant)::int as compliant, sum(required)::int as required"
            " from mart_compliance.compliance_by_department"
        )
    for row in matrix + trainings:
        assert percent(row["compliant"], row["required"]) == row["percent_compliant"]
    assert any(row["percent_compliant"] % 1 for row in matrix if row["percent_compliant"])

    def told(name: str, column: str) -> list[Decimal | None]:
        found = table(site, name)[column]
        return sorted((None if one is None else Decimal(str(one)) for one in found), key=str)

    for name, rows in (("cells", matrix), ("trainings", trainings)):
        marts = [row["percent_compliant"] for row in rows]
        assert sorted(map(float, filter(None, told(name, "percent_compliant")))) == sorted(
            map(float, filter(None, marts))
        )
    shown = [one for one in table(site, "recertifications")["percent_completed"] if one is not None]
    assert sorted(shown) == sorted(
        float(row["percent_completed"]) for row in campaigns if row["percent_completed"] is not None
    )
    everybody = share(percent(total["compliant"], total["required"]))
    assert f"<strong>{everybody} %</strong>" in (site / "index.html").read_text(encoding="utf-8")
    page = (site / "matrix.html").read_text(encoding="utf-8")
    assert f"<b>{everybody}</b>" in page
    numbers = re.findall(r"<b>([\d.]+|none)</b> <small>([\d,]+)/([\d,]+)</small>", page)
    assert len(numbers) > len(matrix)
    for text, compliant, required in numbers:
        counts_told = (int(number.replace(",", "")) for number in (compliant, required))
        assert text == share(percent(*counts_told))


def main_of(site: Path, file: str) -> str:
    """What a page says, without tags, as one line."""
    text = (site / file).read_text(encoding="utf-8").partition("<main")[2]
    return " ".join(unescape(re.sub(r"<(?:[^>\"]|\"[^\"]*\")*>", " ", text)).split())


def test_a_rejected_version_names_who_rejected_it(site: Path, company: str) -> None:
    with Database.connect(company) as database:
        rejected = database.rows(
            "select * from mart_audit.approval_register where decision = 'rejected'"
        )
    assert rejected
    for row in rejected:
        told = main_of(site, f"trainings/{row['training_id']}.html")
        assert f"by {row['decided_by']} ( {row['decided_by_name']} ): {row['reason']}" in told


def test_a_page_of_a_person_says_what_superseded_evidence_and_that_it_was_imported(
    site: Path, company: str
) -> None:
    with Database.connect(company) as database:
        row = database.row(
            "select c.*, r.recorded_at from mart_audit.supersession_chain as c"
            " join mart_audit.evidence_register as r using (user_id, evidence_id)"
            " where c.superseded_at is not null and r.is_imported and not r.is_signed"
            " order by c.user_id, c.evidence_id limit 1"
        )
    told = main_of(site, f"people/{row['user_id']}.html")
    recorded = f"{row['recorded_at'].astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    superseded = f"{row['superseded_at'].astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    assert f"superseded {recorded}, imported superseded at {superseded} by the campaign" in told
    assert f"“ {row['superseded_by_campaign']} ”" in told


def test_ages_are_those_of_the_mart(site: Path, company: str) -> None:
    buckets = table(site, "status")["bucket"]
    with Database.connect(company) as database:
        aging = database.rows(
            "select bucket, sum(people)::int as people"
            " from mart_compliance.overdue_aging group by bucket"
        )
    assert aging
    for row in aging:
        assert buckets.count(row["bucket"]) == row["people"]


@pytest.mark.rule(10)
def test_outcomes_are_those_of_the_mart(site: Path, company: str) -> None:
    with Database.connect(company) as database:
        campaigns = database.rows("select * from mart_compliance.recertification_campaigns")
    assert campaigns
    for campaign in campaigns:
        found = table(site, f"recertifications/{campaign['campaign_id']}")
        told = found["outcome"]
        for outcome in ("created", "already_enrolled", "already_current", "inactive", "exempt"):
            assert told.count(outcome) == campaign[outcome]
        assert len([one for one in told if one is not None]) == campaign["population"]
        assert found["standing"].count("completed") == campaign["completed"]


def test_the_same_marts_give_the_same_bytes(site: Path, company: str, tmp_path: Path) -> None:
    written(company, tmp_path / "again", company=COMPANY)
    assert contents(tmp_path / "again") == contents(site)


def test_evidence_tells_when_it_expired(site: Path, company: str) -> None:
    with Database.connect(company) as database:
        expired = database.rows(
            "select * from mart_audit.evidence_register where expired_at is not null"
        )
    assert expired
    told = [at for at in table(site, "evidence")["expired_at"] if at is not None]
    assert sorted(told) == sorted(int(row["expired_at"].timestamp()) for row in expired)
    for row in expired:
        at = f"{row['expired_at'].astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        assert f"expired at {at}" in main_of(site, f"people/{row['user_id']}.html")


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("inspectors_site", SITE / "queries"),
        ("inspectors_pack", SITE.parent / "pack" / "registers"),
    ],
)
def test_the_exposures_of_dbt_name_what_is_read(name: str, queries: Path) -> None:
    models = dbt_project_folder() / "models" / "exposures.yml"
    (exposure,) = (
        found for found in yaml.safe_load(models.read_text())["exposures"] if found["name"] == name
    )
    texts = [path.read_text("utf-8") for path in queries.glob("*.sql")]
    read = {mart for text in texts for mart in re.findall(r"(?:from|join) mart_\w+\.(\w+)", text)}
    assert set(exposure["depends_on"]) == {f"ref('{name}')" for name in read}


def test_a_company_without_anything_has_a_site_that_says_so(bare: str, tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    result = call("report", "site", str(folder), "--dsn", bare, "--format", "json")
    assert result.code == 0, result.err
    for file in ("index.html", "matrix.html", "recertifications.html", "signatures.html"):
        assert 'class="empty"' in (folder / file).read_text(encoding="utf-8"), file


def test_two_campaigns_of_one_name_lead_to_their_own_pages() -> None:
    table = Table(
        "t", "", "", "", (Column("campaign", link="recertifications", key="id"),), "campaign"
    )
    rows = [("same", 7), ("same", 9), ("other", None)]
    text = encoded(table, ["campaign", "id"], rows, 10).script({}, leads=True)
    (column,) = json.loads(text.removeprefix("recertTable(").removesuffix(");\n"))["columns"]
    told = [(column["values"][code], column["links"][code]) for code in column["codes"]]
    assert told == [("same", 7), ("same", 9), ("other", 0)]


def test_the_trend_is_drawn_day_by_day_also_where_nothing_was_required() -> None:
    shares = [Decimal("91.50"), None, Decimal("97.25")]
    days = [
        {"day": date(2026, 5, day), "percent_compliant": share}
        for day, share in enumerate(shares, start=1)
    ]
    drawn = charts.trend(days, 'Share "by" <day>')
    assert drawn.count("<svg") == 1
    assert 'aria-label="Share &#34;by&#34; &lt;day&gt;"' in drawn
    assert "var(--blue)" in drawn
    assert drawn == charts.trend(days, 'Share "by" <day>')
    assert charts.trend([days[1]], "nothing").startswith("<svg")
