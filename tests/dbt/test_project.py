"""The dbt project keeps its own order: layers, keys, descriptions and unit tests everywhere."""

from __future__ import annotations

import re
from typing import Any

import yaml

from pipeline.sources import dbt_project_folder

MODELS = dbt_project_folder() / "models"


def properties(kind: str) -> list[dict[str, Any]]:
    """What the YAML files beside the models say of models, sources or unit tests."""
    return [
        entry
        for file in sorted(MODELS.rglob("*.yml"))
        for entry in yaml.safe_load(file.read_text()).get(kind, [])
    ]


def files(folder: str) -> dict[str, str]:
    """The models below a folder: name and text."""
    return {file.stem: file.read_text() for file in sorted((MODELS / folder).rglob("*.sql"))}


DESCRIBED = {model["name"]: model for model in properties("models")}


def test_every_model_and_column_is_described() -> None:
    assert set(DESCRIBED) == set(files("."))
    for name, model in DESCRIBED.items():
        assert model["description"], name
        assert model["columns"], name
        for column in model["columns"]:
            assert column["description"], (name, column["name"])


def test_every_source_and_data_test_is_described() -> None:
    for source in properties("sources"):
        assert source["description"]
        assert all(table["description"] for table in source["tables"])
    for model in DESCRIBED.values():
        tests = [*model.get("data_tests", [])]
        for column in model["columns"]:
            tests += column.get("data_tests", [])
        for test in tests:
            (settings,) = test.values()
            assert settings["description"], (model["name"], test)


def test_layers_are_not_skipped() -> None:
    layers = dict.fromkeys(files("staging"), "staging")
    layers |= dict.fromkeys(files("intermediate"), "intermediate")
    layers |= dict.fromkeys(files("marts"), "marts")
    for name, text in files(".").items():
        refers_to = {layers[ref] for ref in re.findall(r"ref\('(\w+)'\)", text)}
        if layers[name] == "staging":
            assert text.count("source(") == 1, name
            assert not refers_to, name
        else:
            assert "source(" not in text, name
            assert refers_to <= {"staging", "intermediate"}, name
    tables = [table["name"] for source in properties("sources") for table in source["tables"]]
    assert len(tables) == len(files("staging"))


def test_every_model_with_logic_has_a_unit_test() -> None:
    tested = {test["model"] for test in properties("unit_tests")}
    assert tested == (set(files("intermediate")) | set(files("marts"))) - {"int_as_of"}


def test_every_mart_has_a_key() -> None:
    for name in files("marts"):
        assert any(rule["type"] == "primary_key" for rule in DESCRIBED[name]["constraints"]), name


def test_nothing_but_the_project_lies_in_its_folder() -> None:
    left = {"target", "logs", "dbt_packages", ".user.yml"}
    assert left.isdisjoint(path.name for path in dbt_project_folder().iterdir())
