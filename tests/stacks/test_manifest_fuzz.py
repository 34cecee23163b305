"""Broken manifests without number: a refusal in our words, or a stack; never anything else."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from stacks.manifest import ManifestError, load

EXAMPLE = Path(__file__).parents[2] / "stacks" / "contoso"
FILES = {path.relative_to(EXAMPLE).as_posix(): path.read_text() for path in sorted(EXAMPLE.rglob("*.yaml"))}
PARSED = {name: YAML(typ="safe", pure=True).load(content) for name, content in FILES.items()}

# Words of the libraries underneath: a message that holds one was not written for the user.
FOREIGN = ("Input should", "Extra inputs", "pydantic", "ruamel", "Traceback", "not accepted here", "Errno")

FRAGMENTS = [*"&*!|>%@`'\"?:,[]{}#~-\\\n\t ", "- ", ": ", "---\n", "...\n", "<<: ", "!!int ", "null", "1e999"]
FRAGMENTS += ["  ", "\n  ", "true", "\r\n", "\x00", "\u2028", "\ufeff", "é", "\\ud800", "\\Uffffffff"]

WORDS = ["name", "formerly", "owners", "project", "access_level", "", "[key]", "*"]
keys = st.sampled_from(WORDS) | st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("ticket-triage"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project") / "stacks" / "contoso"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return folder


def check(folder, changed, content):
    """Load the example with one file changed."""
    files = {**FILES, changed: content}
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        load(folder)
    except ManifestError as error:
        text = str(error)
        assert not [word for word in FOREIGN if word in text], text
        assert all(character.isprintable() or character == "\n" for character in text)
        for problem in error.problems:
            name = problem.file.removeprefix("stacks/contoso/")
            assert 1 <= problem.line <= files[name].count("\n") + 1
            assert all((problem.what, problem.expected, problem.todo))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_broken_text_gets_past_the_reader(folder, data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 6))
        content = content[:start] + data.draw(st.sampled_from(FRAGMENTS)) + content[end:]

    check(folder, name, content)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_wrong_value_gets_past_the_models(folder, data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    holder = document = copy.deepcopy(PARSED[name])
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        holder = inner
    match data.draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            holder[key] = data.draw(values)
        case "remove":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[data.draw(keys)] = data.draw(values)
        case _:
            holder.append(data.draw(values))

    check(folder, name, json.dumps(document, ensure_ascii=False))
