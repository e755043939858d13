"""The built wheel does the whole job in an empty environment, far from its sources.

Guards against files that only a source tree has (the SQL, the dbt project), against dependencies
that nobody declared, and against a command that writes where it is installed or run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
NOT_SOURCES = {"__pycache__", "dbt_packages", "logs", "target", ".user.yml"}


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """Standard output of a command that has to succeed, without the caller's Python settings."""
    foreign = ("RECERT_", "PYTHON", "PYTEST_", "VIRTUAL_ENV")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(foreign)}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=inherited | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files_below(folder: Path) -> set[Path]:
    """The files of a folder, but for what tools leave in it."""
    return {
        path
        for path in folder.rglob("*")
        if path.is_file() and NOT_SOURCES.isdisjoint(path.relative_to(folder).parts)
    }


def constraints() -> str:
    """The lock file as constraints: pip takes no hashes and no extras in those."""
    lock = (ROOT / "requirements.lock").read_text()
    return re.sub(
        r"^([\w.-]+)(?:\[.*?\])?(==[^\\\n]+?) \\\n(?: +--hash=\S+(?: \\)?\n)+",
        r"\1\2\n",
        lock,
        flags=re.MULTILINE,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive as for a release."""
    built = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", built, ROOT, cwd=built)
    (wheel,) = built.glob("*.whl")
    return wheel


def test_wheel_holds_the_package_the_sql_and_the_dbt_project(wheel: Path) -> None:
    expected = {
        str(path.relative_to(ROOT) if folder == "pipeline" else "pipeline" / path.relative_to(ROOT))
        for folder in ("pipeline", "sql", "dbt_project")
        for path in files_below(ROOT / folder)
    }
    expected |= {
        f"pipeline/docs/queries/{path.name}" for path in files_below(ROOT / "docs" / "queries")
    }
    expected |= {"pipeline/docs/verify.py", "pipeline/docs/verify_pack.py"}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert any(name.startswith("pipeline/sql/migrations/") for name in held)
    assert "pipeline/dbt_project/dbt_project.yml" in held
    assert held == expected


def test_installed_wheel_runs_the_demo_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    elsewhere.mkdir()
    venv.create(environment, symlinks=True)
    pins = tmp_path / "constraints.txt"
    pins.write_text(constraints())
    python, recert = environment / "bin" / "python", environment / "bin" / "recert"
    pip = (sys.executable, "-m", "pip", "--python", python, "--quiet")
    options = ("--only-binary", ":all:", "--no-compile", "--constraint", pins)
    run(*pip, "install", *options, wheel, cwd=elsewhere)
    run(*pip, "check", cwd=elsewhere)
    where = "import pathlib, pipeline; print(pathlib.Path(pipeline.__file__).parent)"
    package = Path(run(python, "-c", where, cwd=elsewhere).strip())
    assert package.is_relative_to(environment)
    installed = files_below(package)

    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in run(recert, "--version", cwd=elsewhere)

    home = tmp_path / "home"
    home.mkdir()
    account = {"HOME": str(home), "XDG_DATA_HOME": "", "XDG_CACHE_HOME": ""}
    try:
        told = run(recert, "demo", cwd=elsewhere, **account)
        run(recert, "report", "site", home / "site", "--as", "Q-001", cwd=elsewhere, **account)
    finally:
        run(recert, "db", "stop", cwd=elsewhere, **account)
    assert files_below(package) == installed
    assert not list(elsewhere.iterdir())
    # that of 2,000 people
    assert sum(path.stat().st_size for path in files_below(home / "site")) < 15_000_000

    transcript = (ROOT / "README.md").read_text().split("```\n")[1]
    assert comparable(told) == comparable(transcript)


def comparable(story: str) -> str:
    """What the demo tells, without what differs from run to run: the README has a real one."""
    for pattern, name in (
        (r"\d{4}-\d\d-\d\d", "DATE"),
        (r"\b[0-9a-f]{64}\b", "DIGEST"),
        (r"in \d+\.\d seconds", "in SECONDS"),
        # how much expires within 90 days depends on the hour, and in which months on the day
        (r"((?:expiring_evidence|recertification_forecast) +)[\d,]+", r"\1COUNT"),
        (r"PostgreSQL \d+\.\d+", "PostgreSQL VERSION"),
        (r"(?m)^      \S*recert ", "      recert "),
    ):
        story = re.sub(pattern, name, story)
    return story.strip()
