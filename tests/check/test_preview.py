"""A preview runs the engine with the pack, whatever the shell exports, and takes all that it tells."""

import json
import sys
from dataclasses import replace

import pytest

from patless.check.preview import Engine, preview
from patless.errors import CouldNotRun
from tests.check.stack import bot, change, digest, entry, events, named

DEFAULT = entry("pulumi:providers:azuredevops", "default_3_16_2")

# Stands for the engine: notes how it was started, and tells what the test wants told.
FAKE = """#!{python}
import json, os, pathlib, sys
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
given = words[words.index("--policy-pack-config") + 1] if "--policy-pack-config" in words else os.devnull
config = pathlib.Path(given).read_text()
started = {{"words": words, "environment": dict(os.environ), "config": config}}
(here / "started.json").write_text(json.dumps(started))
if (here / "events").exists():
    pathlib.Path(words[words.index("--event-log") + 1]).write_text((here / "events").read_text())
print((here / "digest").read_text() if (here / "digest").exists() else "")
print("error: no stack selected", file=sys.stderr)
sys.exit(int((here / "code").read_text()))
"""


@pytest.fixture
def engine(tmp_path):
    cli = tmp_path / "pulumi"
    cli.write_text(FAKE.format(python=sys.executable))
    cli.chmod(0o755)
    (tmp_path / "code").write_text("0")
    return Engine(cli, {"PATH": "/bin"}, tmp_path)


def tell(engine, log=None, told=None, code=0):
    for name, text in (("events", log), ("digest", told), ("code", str(code))):
        if text is not None:
            (engine.folder / name).write_text(text)


def started(engine):
    return json.loads((engine.folder / "started.json").read_text())


def test_the_engine_is_given_the_pack_the_configuration_and_the_stack(engine, tmp_path):
    tell(engine, events([], bot()), digest([], bot()))

    preview(engine, tmp_path / "policies", {"one": {"enforcementLevel": "disabled"}}, "contoso")

    words = started(engine)["words"]
    assert words[0] == "preview"
    assert words[words.index("--policy-pack") + 1] == str(tmp_path / "policies")
    assert words[words.index("--stack") + 1] == "contoso"
    assert {"--json", "--show-sames", "--non-interactive"} < set(words)
    assert json.loads(started(engine)["config"]) == {"one": {"enforcementLevel": "disabled"}}


def test_no_variable_of_the_shell_chooses_another_pack_or_only_some_resources(engine, tmp_path):
    tell(engine, events([], bot()), digest([], bot()))
    options = ("POLICY_PACK", "TARGET", "EXCLUDE", "CWD", "SHOW_SECRETS", "CONFIG_FILE", "PARALLEL")
    shell = {f"PULUMI_OPTION_{name}": "x" for name in options} | {"KEPT": "yes"}

    preview(replace(engine, environment=engine.environment | shell), tmp_path, {}, None)

    environment = started(engine)["environment"]
    assert {name for name in environment if "PULUMI_OPTION" in name} == {
        "PULUMI_OPTION_CONFIG_FILE",
        "PULUMI_OPTION_PARALLEL",
    }
    assert environment["KEPT"] == "yes"


def test_the_log_and_the_digest_complete_each_other(engine, tmp_path):
    tell(engine, events([], [*bot(), DEFAULT]), digest([], bot()))

    subject = preview(engine, tmp_path, {}, None)

    assert subject.title == "preview of contoso"
    assert {one["urn"] for one in subject.after} == {one["urn"] for one in [*bot(), DEFAULT]}
    assert named(subject.after, "entitlement-member")["propertyDependencies"]["originId"]
    assert subject.traced
    assert subject.ours


def test_a_digest_that_cannot_be_read_is_done_without(engine, tmp_path):
    tell(engine, events([], bot()), "no json")

    subject = preview(engine, tmp_path, {}, None)

    assert len(subject.after) == len(change([], bot()).changes)
    assert not subject.traced


def test_an_engine_that_fails_is_a_failed_run(engine, tmp_path):
    tell(engine, events([], bot()), digest([], bot()), code=1)

    assert preview(engine, tmp_path, {}, None).log.failed


def test_an_engine_that_does_not_begin_is_told_in_its_own_words(engine, tmp_path):
    tell(engine, code=255)

    with pytest.raises(CouldNotRun, match="no stack selected") as refused:
        preview(engine, tmp_path, {}, None)

    assert "--stack" in refused.value.todo
