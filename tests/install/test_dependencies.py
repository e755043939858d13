"""What is installed is what was tested: every dependency is bounded, locked, and locked by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

#: Name, version and hashes of each entry of the lock.
_ENTRY = re.compile(
    r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)[^\n]*\\\n"
    r"((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, Version]:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = {canonicalize_name(entry[0]): Version(entry[1]) for entry in _ENTRY.findall(text)}
    # nothing in the lock escapes the pattern: an entry without a hash, a URL, another index
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(lines) == len(found)
    return found


def requirements(*groups: str) -> list[Requirement]:
    asked = PROJECT["project"]["dependencies"] if "run" in groups else []
    asked = [*asked, *(PROJECT["dependency-groups"]["dev"] if "dev" in groups else [])]
    return [Requirement(text) for text in asked]


@pytest.mark.parametrize("requirement", requirements("run", "dev"), ids=str)
def test_a_dependency_is_locked_within_its_bounds(requirement: Requirement) -> None:
    version = locked("requirements.lock")[canonicalize_name(requirement.name)]
    assert version in requirement.specifier


@pytest.mark.parametrize("requirement", requirements("run"), ids=str)
def test_a_dependency_of_the_wheel_has_bounds_on_both_sides(requirement: Requirement) -> None:
    operators = {each.operator for each in requirement.specifier}
    assert "~=" in operators or "==" in operators or (operators & {">=", ">"} and "<" in operators)
    assert requirement.url is None


def test_locks_hold_nothing_without_a_hash() -> None:
    for name in ("requirements.lock", "tests/docs/airflow.lock"):
        assert locked(name)


def test_make_installs_from_the_lock_alone() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = [line for line in recipe.splitlines() if "pip install" in line]
    assert installs
    for line in installs:
        for call in line.split("pip install")[1:]:
            # hashes; or the project itself, from this folder; or the one pinned tool
            assert "--require-hashes" in call or "--no-index" in call or "uv==" in call
