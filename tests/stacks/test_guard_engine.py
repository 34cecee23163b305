"""The guardrails inside the program, under the real engine: no sandbox, no provider plug-in."""

import os
import subprocess
import sys

import pytest

from patless.engine import install
from patless.project import ROOT

CANARY = "canary-1234"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"
PACK = "PULUMI_OPTION_POLICY_PACK"

PROJECT = """
name: tiny
runtime: {{name: python, options: {{virtualenv: {}}}}}
"""

# A component may have any type, and needs no plug-in.
OPENING = f"""
import pulumi

from stacks.guard import guard

guard()


class Anything(pulumi.ComponentResource):
    pass


stash = pulumi.CustomResource("pulumi:index:Stash", "stash", {{"input": "x", "output": None}})
GIT_HUB = "{GIT_HUB}"
PAT = {{"authPersonal": {{"personalAccessToken": pulumi.Output.secret("{CANARY}")}}}}
"""


class Engine:
    """The pinned engine on a program of the test's own."""

    def __init__(self, folder):
        self.folder = folder
        self.cli = install(ROOT / ".patless/tests", print, pinned=True).cli
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": folder.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        (folder / "Pulumi.yaml").write_text(PROJECT.format(sys.prefix))

    def write(self, body):
        (self.folder / "__main__.py").write_text(OPENING + body)

    def pulumi(self, *words, **more):
        done = subprocess.run(
            [self.cli, *words, "--non-interactive"],
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # Whatever happens, the user sees no traceback, no noise of the engine and no value.
        assert "Traceback" not in done.stdout
        assert "BAIL" not in done.stdout
        assert "unhandled" not in done.stdout
        assert CANARY not in done.stdout
        return done.returncode, done.stdout


@pytest.fixture
def engine(tmp_path):
    engine = Engine(tmp_path)
    code, text = engine.pulumi("stack", "init", "dev")
    assert code == 0, text
    return engine


BY_TOKEN = "signs in with a personal access token"


@pytest.mark.engine
def test_a_bare_preview_tells_every_token_also_deep_in_a_component_and_not_known_yet(engine):
    engine.write("""
parent = Anything("x:y:Team", "team", {})
under = pulumi.ResourceOptions(parent=parent)
Anything(GIT_HUB, "secret", PAT, under)
Anything(GIT_HUB, "unknown", {"authPersonal": {"personalAccessToken": stash.id}}, under)
Anything(GIT_HUB, "app", {"description": stash.id}, under)
""")

    code, text = engine.pulumi("preview")

    assert code != 0
    assert f'"secret" {BY_TOKEN}' in diagnostics(text)
    assert f'"unknown" {BY_TOKEN}' in diagnostics(text)
    assert diagnostics(text).count("error:") == 2


def diagnostics(text):
    """The part of the engine's output that repeats every message once."""
    return text.partition("Diagnostics:")[2]


@pytest.mark.engine
def test_a_bare_up_creates_nothing(engine):
    engine.write('Anything(GIT_HUB, "ci", PAT)\n')

    code, text = engine.pulumi("up", "--yes")

    assert code != 0
    assert f'"ci" {BY_TOKEN}' in text
    assert "Stash" not in engine.pulumi("stack")[1]


@pytest.mark.engine
def test_an_up_that_skips_the_preview_stops_before_the_resource(engine):
    engine.write('Anything(GIT_HUB, "ci", PAT, pulumi.ResourceOptions(depends_on=stash))\n')

    code, text = engine.pulumi("up", "--yes", "--skip-preview")

    assert code != 0
    assert diagnostics(text).count("error:") == 1
    assert f'"ci" {BY_TOKEN}' in diagnostics(text)
    assert "ServiceEndpointGitHub" not in engine.pulumi("stack")[1]


@pytest.mark.engine
@pytest.mark.parametrize(
    "declaration",
    [
        'pulumi.CustomResource(GIT_HUB, "ci", PAT)',
        'pulumi.ProviderResource("azuredevops", "ci", {"personalAccessToken": stash.id})',
    ],
)
def test_a_token_is_told_before_a_plug_in_is_asked_for(engine, declaration):
    engine.write(declaration)

    code, text = engine.pulumi("preview")

    assert code != 0
    assert f'"ci" {BY_TOKEN}' in diagnostics(text)


@pytest.mark.engine
def test_a_token_in_the_stacks_configuration_is_refused_by_the_engines_run(engine):
    engine.write("")
    engine.pulumi("config", "set", "--secret", "azuredevops:personalAccessToken", CANARY)

    code, text = engine.pulumi("preview")

    assert code != 0
    assert f"(from the stack's configuration)\" {BY_TOKEN}" in diagnostics(text)


@pytest.mark.engine
def test_with_the_pack_the_refusal_is_told_by_both_lines_of_defence(engine):
    engine.write('Anything(GIT_HUB, "ci", PAT)\n')

    code, text = engine.pulumi("preview", **{PACK: str(ROOT / "policies")})

    assert code != 0
    policies, _, diagnostics = text.partition("Policies:")[2].partition("Diagnostics:")
    assert BY_TOKEN in policies
    assert BY_TOKEN in diagnostics


@pytest.mark.engine
def test_a_program_without_tokens_runs_as_if_nobody_watched(engine):
    engine.write('Anything(GIT_HUB, "app", {"description": stash.id})\n')

    code, text = engine.pulumi("up", "--yes", "--skip-preview")

    assert code == 0, text
    assert "Diagnostics" not in text
