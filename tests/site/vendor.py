"""Renews what the site brings of others: ``make vendor``, after a change of a version.

VENDOR.json says what it is. ``npm pack`` fetches the package and checks it against the registry.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import pipeline.reports.site

FOLDER = Path(pipeline.reports.site.__file__).parent / "vendor"
LIST = FOLDER / "VENDOR.json"


def listed() -> list[dict[str, Any]]:
    """What VENDOR.json tells of each package."""
    found: list[dict[str, Any]] = json.loads(LIST.read_text(encoding="utf-8"))
    return found


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def renew(package: dict[str, Any]) -> None:
    """Fetch the version that is named, and take its files."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{package['name']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True)  # noqa: S607
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            for file, told in package["files"].items():
                member = packed.extractfile(f"package/{told['from']}")
                assert member is not None, told["from"]
                (FOLDER / file).write_bytes(member.read())
                told["sha256"] = digest(FOLDER / file)


def main() -> None:
    """Renew all of them, and the sums in the list."""
    packages = listed()
    for package in packages:
        renew(package)
    LIST.write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
