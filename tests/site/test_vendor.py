"""What the site brings of others is what VENDOR.json says, with its licence."""

from __future__ import annotations

from tests.site.vendor import FOLDER, LIST, digest, listed


def test_the_files_are_those_of_the_list() -> None:
    listed_files = {file: told for package in listed() for file, told in package["files"].items()}
    assert {path.name for path in FOLDER.iterdir()} == set(listed_files) | {LIST.name}
    for file, told in listed_files.items():
        assert digest(FOLDER / file) == told["sha256"], file


def test_each_package_tells_its_version_and_has_its_licence() -> None:
    for package in listed():
        assert package["source"].endswith(f"/{package['name']}")
        assert package["licence"] == "MIT"
        text = "".join((FOLDER / file).read_text("utf-8") for file in package["files"])
        assert package["version"] in text
        assert "The MIT License" in text
