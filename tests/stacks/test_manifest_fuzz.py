"""Broken manifests without number: a refusal in our words, or a stack; never anything else."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacks.manifest import ManifestError, Source, folder, load, reading, stack

EXAMPLE = Path(__file__).parents[2] / "stacks" / "contoso"
FILES = {path.relative_to(EXAMPLE).as_posix(): path.read_text() for path in sorted(EXAMPLE.rglob("*.yaml"))}
LINES = {name: content.count("\n") + 1 for name, content in FILES.items()}
PARSED = {name: reading.parse(content.encode(), name).values for name, content in FILES.items()}

# Words of the libraries underneath: a message that holds one was not written for the user.
FOREIGN = ("Input should", "Extra inputs", "pydantic", "ruamel", "Traceback", "not accepted here", "Errno")

FRAGMENTS = [*"&*!|>%@`'\"?:,[]{}#~-\\\n\t ", "- ", ": ", "---\n", "...\n", "<<: ", "!!int ", "null", "1e999"]
FRAGMENTS += ["  ", "\n  ", "true", "\r\n", "\x00", "\u2028", "\ufeff", "é", "\\ud800", "\\Uffffffff"]

WORDS = ["name", "formerly", "owners", "project", "access_level", "", "[key]", "*", "existing", "github"]
WORDS += ["branch", "oidc", "azure", "aws", "can", "pull_request", "subscription"]
# The reader lets nothing through that cannot be seen.
visible = st.characters(exclude_categories=["C", "Z"])
keys = st.sampled_from(WORDS) | st.text(visible, max_size=8)
VALUES = ["ticket-triage", "basic", "stakeholder", "none", "retired", "suspended", "prod", "Reader"]
VALUES += ["9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10", "2027-02-30", "refs/heads/*", "https://x.example"]
numbers = st.integers() | st.floats(allow_nan=False)
leaves = st.none() | st.booleans() | numbers | st.text(visible, max_size=12) | st.sampled_from(VALUES)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


class Example:
    """The example in memory: some files are changed for each load, the others are read once for all."""

    def __init__(self):
        self.found = folder.look(EXAMPLE)
        self.unchanged = {}
        self.changed = {}

    def look(self, path):
        return self.found

    def read(self, path, file, team):
        name = file.removeprefix("stacks/contoso/")
        if name in self.changed:
            return self.changed[name](file, team)
        if name not in self.unchanged:
            self.unchanged[name] = reading.read(path, file, team)
        return self.unchanged[name]

    def check(self, changed, last_lines):
        """Load the example with some files changed: how each is read, and how many lines it has."""
        self.changed = changed
        try:
            found = load(EXAMPLE)
        except ManifestError as error:
            judge(error.problems, str(error), last_lines)
        else:
            judge(found.warnings, "\n".join([*map(str, found.warnings), str(found.estimate)]), last_lines)


def judge(problems, text, last_lines):
    assert not [word for word in FOREIGN if word in text], text
    assert all(character.isprintable() or character == "\n" for character in text)
    for problem in problems:
        name = problem.file.removeprefix("stacks/contoso/")
        assert 1 <= problem.line <= last_lines[name]
        assert all((problem.what, problem.expected, problem.todo))


@pytest.fixture(scope="module")
def example():
    example = Example()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stack, "look", example.look)
        patched.setattr(stack, "read", example.read)
        yield example


# Two tests break a thousand files each: several in one stack, because drawing and reading one takes its time.
AT_ONCE = 4
broken = settings(
    max_examples=1000 // AT_ONCE, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
names = st.lists(st.sampled_from(sorted(FILES)), min_size=AT_ONCE, max_size=AT_ONCE, unique=True)


@st.composite
def broken_texts(draw):
    return {name: draw(broken_text(FILES[name])) for name in draw(names)}


@st.composite
def broken_text(draw, content):
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 6))
        content = content[:start] + draw(st.sampled_from(FRAGMENTS)) + content[end:]
    return content


@broken
@given(broken_texts())
def test_no_broken_text_gets_past_the_reader(example, changed):
    raw = {name: content.encode("utf-8", "surrogatepass") for name, content in changed.items()}

    example.check(
        {name: partial(reading.parse, content) for name, content in raw.items()},
        LINES | {name: content.count("\n") + 1 for name, content in changed.items()},
    )


@st.composite
def wrong_values(draw):
    return {name: draw(wrong_value(PARSED[name])) for name in draw(names)}


def thawed(values):
    if isinstance(values, dict):
        return {key: thawed(inner) for key, inner in values.items()}
    return [thawed(inner) for inner in values] if isinstance(values, tuple) else values


@st.composite
def wrong_value(draw, document):
    holder = document = thawed(document)
    while True:
        key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
            break
        holder = inner
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            holder[key] = draw(values)
        case "remove":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[draw(keys)] = draw(values)
        case _:
            holder.append(draw(values))
    return document


@broken
@given(wrong_values())
def test_no_wrong_value_gets_past_the_models(example, changed):
    example.check({name: partial(as_read, content) for name, content in changed.items()}, LINES)


def as_read(values, file, team):
    """What the reader makes of values, as if they all stood in one line."""
    return reading.Reading(Source(file, team, dict.fromkeys(paths(values), 1)), frozen(values), whole=True)


def frozen(values):
    if isinstance(values, dict):
        return {key: frozen(inner) for key, inner in values.items()}
    return tuple(map(frozen, values)) if isinstance(values, list) else values


def paths(values, path=()):
    yield path
    if isinstance(values, dict | list):
        for key, inner in values.items() if isinstance(values, dict) else enumerate(values):
            yield from paths(inner, (*path, key))
