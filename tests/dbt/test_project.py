"""The dbt project keeps its own order: layers, names, keys, descriptions and unit tests everywhere.

These are the rules of dbt-project-evaluator and a few of our own, asked of what dbt itself reads.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
import yaml

from pipeline.reports.runner import close_log
from pipeline.sources import dbt_project_folder

MODELS = dbt_project_folder() / "models"
LAYERS = {"staging": "stg_", "intermediate": "int_", "marts": ""}

#: The moment of a build, which a unit test has not, and checks that the database itself makes.
WITHOUT_UNIT_TESTS = {
    "int_as_of",
    "int_control_records_as_logged",
    "int_control_changes_logged",
    "int_control_recertification_counts",
}


class Project:
    """What dbt makes of the project: nodes by their unique_id, and who reads whom."""

    def __init__(self, manifest: Any) -> None:
        nodes = [*manifest.nodes.values(), *manifest.unit_tests.values()]
        self.models = self._of(nodes, "model")
        self.seeds = self._of(nodes, "seed")
        self.tests = self._of(nodes, "test")
        self.unit_tests = self._of(nodes, "unit_test")
        self.sources = dict(manifest.sources)
        self.exposures = dict(manifest.exposures)
        self.groups = {group.name: group for group in manifest.groups.values()}

    @staticmethod
    def _of(nodes: list[Any], kind: str) -> dict[str, Any]:
        return {node.unique_id: node for node in nodes if node.resource_type.value == kind}

    def layer(self, unique_id: str) -> str:
        """staging, intermediate or marts of a model; source or seed."""
        if unique_id in self.models:
            return str(self.models[unique_id].original_file_path.split("/")[1])
        return unique_id.partition(".")[0]

    def readers(self, unique_id: str) -> set[str]:
        """The models that read a model, seed or source."""
        return {model.name for model in self.models.values() if unique_id in model.depends_on.nodes}

    def in_layer(self, layer: str) -> list[Any]:
        return [model for key, model in self.models.items() if self.layer(key) == layer]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("parse")
    project = str(dbt_project_folder())
    result = dbtRunner().invoke(
        [
            "parse",
            *("--project-dir", project, "--profiles-dir", project, "--quiet"),
            *("--target-path", str(folder / "target"), "--log-path", str(folder)),
            *("--no-partial-parse", "--no-send-anonymous-usage-stats", "--no-version-check"),
        ]
    )
    close_log()
    assert result.exception is None
    return Project(result.result)


def test_models_lie_in_their_layer_and_are_called_after_it(project: Project) -> None:
    for key, model in project.models.items():
        layer = project.layer(key)
        assert layer in LAYERS, model.original_file_path
        if LAYERS[layer]:
            assert model.name.startswith(LAYERS[layer]), model.name
        else:
            assert not model.name.startswith(tuple(filter(None, LAYERS.values()))), model.name
        assert model.config.schema == {
            "staging": "staging",
            "intermediate": "intermediate",
        }.get(layer, f"mart_{model.original_file_path.split('/')[2]}")


def test_staging_reads_one_table_and_each_table_is_read_once(project: Project) -> None:
    for model in project.in_layer("staging"):
        assert [project.layer(key) for key in model.depends_on.nodes] == ["source"], model.name
    for key in project.sources:
        (reader,) = project.readers(key)
        assert reader.startswith("stg_"), key


def test_no_layer_is_skipped_and_no_mart_reads_a_mart(project: Project) -> None:
    below = {
        "intermediate": {"staging", "intermediate", "seed"},
        "marts": {"staging", "intermediate", "seed"},
    }
    for layer, allowed in below.items():
        for model in project.in_layer(layer):
            assert {project.layer(key) for key in model.depends_on.nodes} <= allowed, model.name
            assert model.depends_on.nodes, model.name


def test_everything_is_read_by_something(project: Project) -> None:
    """Staging, intermediate models and seeds by a model, marts by somebody outside."""
    unread = {
        node.name
        for key, node in {**project.seeds, **project.models}.items()
        if project.layer(key) != "marts" and not project.readers(key)
    }
    assert not unread
    outside = {key for exposure in project.exposures.values() for key in exposure.depends_on.nodes}
    assert {key for key in project.models if project.layer(key) == "marts"} <= outside


def test_exposures_read_marts_and_belong_to_somebody(project: Project) -> None:
    for exposure in project.exposures.values():
        assert exposure.description
        assert exposure.owner.name
        assert {project.layer(key) for key in exposure.depends_on.nodes} == {"marts"}, exposure.name


def test_every_mart_has_a_group_with_an_owner(project: Project) -> None:
    for model in project.in_layer("marts"):
        group = project.groups[model.config.group]
        assert model.original_file_path.split("/")[2] == group.name
        assert group.owner.name


def test_everything_is_described(project: Project) -> None:
    nodes = [*project.models.values(), *project.seeds.values(), *project.sources.values()]
    for node in nodes:
        assert node.description, node.name
        if node.resource_type.value != "source":
            assert node.columns, node.name
        for column in node.columns.values():
            assert column.description, (node.name, column.name)
    for test in [*project.tests.values(), *project.unit_tests.values()]:
        assert test.description, test.name


def test_every_model_has_its_file_of_yaml(project: Project) -> None:
    for key, model in project.models.items():
        file = str(model.patch_path).split("://")[1].removeprefix("models/")
        named = f"{model.name}.yml" if project.layer(key) == "marts" else r"_\w+\.yml"
        assert re.search(rf"/{named}$", f"/{file}"), file
        assert (MODELS / file).parent == (MODELS.parent / model.original_file_path).parent


def test_what_is_kept_has_a_key(project: Project) -> None:
    for model in project.models.values():
        if model.config.materialized == "kept":
            assert model.config.get("key") is not None, model.name
        elif model.config.materialized == "mart":
            assert any(rule.type.value == "primary_key" for rule in model.constraints), model.name
            assert model.config.contract.enforced
        elif project.layer(model.unique_id) == "marts":
            assert model.config.materialized == "standing_view", model.name


def test_every_model_with_logic_has_a_unit_test(project: Project) -> None:
    tested = {test.model for test in project.unit_tests.values()}
    logic = [*project.in_layer("intermediate"), *project.in_layer("marts")]
    assert tested == {model.name for model in logic} - WITHOUT_UNIT_TESTS


def test_files_of_yaml_can_be_read_in_one_go() -> None:
    for file in MODELS.rglob("*.yml"):
        assert yaml.safe_load(file.read_text())["version"] == 2
        if file.name.startswith("_unit_tests"):
            assert len(file.read_text().splitlines()) <= 400, file


def test_marts_of_other_macros_are_built_anew() -> None:
    """A build goes on from the last one only where nothing of the models is different."""
    folder = dbt_project_folder()
    digest = hashlib.sha256()
    for file in sorted((folder / "macros").rglob("*.sql")):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file.read_text()}\0".encode())
    settings = yaml.safe_load((folder / "dbt_project.yml").read_text())
    told = settings["vars"]["macros_sha256"]
    assert told == digest.hexdigest(), "renew macros_sha256 in dbt_project.yml"
