"""What editors are told."""

import json
import re
from pathlib import Path
from typing import get_args

import check_jsonschema
import pytest
from click.testing import CliRunner
from pydantic_core.core_schema import ErrorType

from stacks.manifest import Workload, schema
from stacks.manifest.json_schema import at
from stacks.manifest.part import NO_VALUE
from stacks.manifest.planned import PLANNED
from stacks.manifest.refusal import KIND
from stacks.manifest.wording import WORDS

STACKS = Path(__file__).parents[2] / "stacks"


def fragments(fragment):
    """Every part of a schema, from the outside in."""
    if isinstance(fragment, dict):
        yield fragment
        for inner in fragment.values():
            yield from fragments(inner)
    elif isinstance(fragment, list):
        for inner in fragment:
            yield from fragments(inner)


KEYS = {
    (kind, key): inner
    for kind, whole in schema().items()
    for fragment in fragments(whole)
    for key, inner in fragment.get("properties", {}).items()
}


def test_there_is_a_schema_for_each_kind_of_file():
    assert {kind: set(whole["properties"]) for kind, whole in schema().items()} == {
        "organization": {
            "organization",
            "tenant",
            "subscriptions",
            "management_groups",
            "location",
            "resource_group",
            "names",
            "protect",
            "access_levels",
            "tags",
            "deployers",
        },
        "members": {"entra_groups", "people"},
        "workload": {
            "name",
            "formerly",
            "purpose",
            "owners",
            "review_by",
            "lifecycle",
            "identity",
            "signs_in_from",
            "azure_devops",
            "azure",
            "connections",
            "agent_pools",
            "tags",
        },
    }


def test_what_has_no_sensible_default_is_required():
    required = {kind: set(whole.get("required", ())) for kind, whole in schema().items()}

    assert required["organization"] == {
        "organization",
        "tenant",
        "subscriptions",
        "location",
        "resource_group",
    }
    assert required["members"] == set()
    assert required["workload"] == {"name", "purpose", "owners", "identity"}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_is_described_in_sentences(key):
    description = KEYS[key].get("description", "")

    assert description.endswith(".")


@pytest.mark.parametrize("kind", sorted(schema()))
def test_every_pattern_comes_with_words_and_an_example_that_fits(kind):
    for fragment in fragments(schema()[kind]):
        if "pattern" in fragment:
            assert fragment["patternErrorMessage"]
            # Python's expressions know no \p: it stands for letters and digits here.
            pattern = fragment["pattern"].replace(r"\p{L}\p{N}", r"\w")
            assert all(re.search(pattern, example) for example in fragment["examples"]), fragment


@pytest.mark.parametrize("kind", sorted(schema()))
def test_no_key_takes_null_and_no_mapping_takes_more_than_it_declares(kind):
    for fragment in fragments(schema()[kind]):
        assert fragment.get("type") != "null"
        if fragment.get("type") == "object":
            assert fragment["additionalProperties"] is False


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("Trust", ["github", "kubernetes", "oidc"]),
        ("GitHub", ["environment", "branch", "tag"]),
        ("Connection", ["azure", "container_registry"]),
    ],
)
def test_editors_know_where_one_of_several_keys_is_needed(part, keys):
    assert schema()["workload"]["$defs"][part]["oneOf"] == [{"required": [key]} for key in keys]


def test_editors_complete_the_names_of_roles():
    role = schema()["workload"]["$defs"]["RoleAssignment"]["properties"]["role"]

    assert "Reader" in role["anyOf"][0]["enum"]


def test_no_default_is_null():
    assert ": null" not in json.dumps(schema())


@pytest.mark.parametrize("path", list(PLANNED))
def test_what_comes_later_is_not_in_the_schema(path):
    assert not at(Workload, tuple("x" if step == "*" else step for step in path))


def test_every_kind_of_mistake_with_words_is_one_that_exists():
    assert set(WORDS) <= {*get_args(ErrorType), KIND, NO_VALUE}


@pytest.mark.parametrize("kind", schema())
def test_a_schema_is_one_and_its_patterns_are_of_ecmascript(kind, tmp_path):
    """As editors take it: check-jsonschema knows the metaschema, and tries patterns as ECMAScript does."""
    path = tmp_path / f"{kind}.json"
    path.write_text(json.dumps(schema()[kind]))

    done = CliRunner().invoke(check_jsonschema.main, ["--check-metaschema", str(path)])

    assert done.exit_code == 0, done.output


FILES = [
    *(("organization", path) for path in STACKS.glob("*/organization.yaml")),
    *(("members", path) for path in STACKS.glob("*/members.yaml")),
    *(("workload", path) for path in STACKS.glob("*/workloads/*/*.yaml")),
]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=[path.stem for _, path in FILES])
def test_the_example_files_fit_their_schemas(kind, path, tmp_path):
    schema_file = tmp_path / f"{kind}.json"
    schema_file.write_text(json.dumps(schema()[kind]))

    done = CliRunner().invoke(check_jsonschema.main, ["--schemafile", str(schema_file), str(path)])

    assert done.exit_code == 0, done.output
