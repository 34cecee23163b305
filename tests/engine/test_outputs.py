"""`docs/reference/outputs.md` promises what the stack exports."""

import json
import re

import pytest

from patless.project import ROOT
from patless.sandbox.folder import Sandbox

PAGE = (ROOT / "docs/reference/outputs.md").read_text()
PROMISED = dict(re.findall(r"^\| `(\S+)` \| ([a-z ]+) \|", PAGE, re.MULTILINE))
TYPES = {str: "text", bool: "yes or no", int: "number", float: "number", type(None): "null"}


@pytest.fixture(scope="module")
def outputs(deployed, engine):
    return Sandbox(deployed, engine).outputs()


def leaves(value, path=""):
    """Every value with its path, as the page writes paths."""
    if isinstance(value, list):
        if not value:
            yield f"{path}[]", ""
        for item in value:
            yield from leaves(item, f"{path}[]")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, TYPES[type(value)]


def promise(path):
    """The row of the page that a path falls under; the path itself where there is none."""
    # A key of one's own may hold full stops, so that a shorter row may fit too.
    rows = [row for row in PROMISED if re.fullmatch(re.escape(row).replace(re.escape("{…}"), ".+"), path)]
    return max(rows, key=len, default=path)


def test_the_example_exports_every_key_of_the_page_and_no_other(outputs):
    # An empty list shows nothing of what would be in it.
    found = {promise(path) for path, type in leaves(outputs) if type or promise(path) in PROMISED}
    assert found == set(PROMISED)


def test_every_value_has_the_type_that_the_page_gives(outputs):
    wrong = [
        (path, type)
        for path, type in leaves(outputs)
        if type and type not in re.split(r"(?<!yes) or ", PROMISED[promise(path)])
    ]

    assert wrong == []


def test_every_workload_has_every_part_even_when_it_is_empty(outputs):
    parts = {re.match(r"workloads\.\{…\}\.(\w+)", row)[1] for row in PROMISED if row.startswith("workloads")}

    assert {name: set(found) for name, found in outputs["workloads"].items()} == dict.fromkeys(
        outputs["workloads"], parts
    )


def test_no_output_is_secret(outputs):
    # Not asked to show secrets, the engine prints the word [secret] instead.
    assert "[secret]" not in json.dumps(outputs)
