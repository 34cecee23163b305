"""The policy pack under the real engine: no sandbox, no provider plug-in."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from patless import events
from patless.engine import install
from patless.events import Violation
from patless.project import ROOT

CANARY = "canary-1234"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"

PROJECT = """
name: tiny
runtime: {{name: python, options: {{virtualenv: {}}}}}
"""


@dataclass(frozen=True)
class Judged:
    """What the engine with the pack made of resources."""

    code: int
    text: str
    violations: list[Violation]


Pulumi = Callable[..., "subprocess.CompletedProcess[str]"]
Analyze = Callable[[list[dict[str, Any]]], Judged]
Preview = Callable[[str], Judged]


@pytest.fixture
def pulumi(tmp_path: Path) -> Pulumi:
    """Runs the pinned engine in the test's own folder, with the test's own state and home."""
    cli = install(ROOT / ".patless/tests", print, pinned=True).cli
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": tmp_path.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_DEBUG_COMMANDS": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [cli, *words, "--non-interactive"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )

    return run


@pytest.fixture
def analyze(pulumi: Pulumi, tmp_path: Path) -> Analyze:
    """Puts the pack to saved resources."""

    def run(resources: list[dict[str, Any]]) -> Judged:
        state = tmp_path / "state.json"
        state.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": resources}}))
        done = pulumi(
            "policy", "analyze", "--file", str(state), "--policy-pack", str(ROOT / "policies"), "--json"
        )
        assert "summaryEvent" in done.stdout, done.stdout + done.stderr
        log = tmp_path / "events.json"
        log.write_text(done.stdout)
        return Judged(done.returncode, done.stdout + done.stderr, events.read(log).violations)

    return run


@pytest.fixture
def preview(pulumi: Pulumi, tmp_path: Path) -> Preview:
    """Previews a program with the pack."""

    def run(program: str) -> Judged:
        (tmp_path / "__main__.py").write_text(program)
        (tmp_path / "Pulumi.yaml").write_text(PROJECT.format(sys.prefix))
        started = pulumi("stack", "init", "dev")
        assert started.returncode == 0, started.stderr
        log = tmp_path / "events.json"
        done = pulumi("preview", "--policy-pack", str(ROOT / "policies"), "--event-log", str(log))
        return Judged(done.returncode, done.stdout + done.stderr, events.read(log).violations)

    return run


def saved(name, type_, inputs):
    return {
        "urn": f"urn:pulumi:dev::p::{type_}::{name}",
        "type": type_,
        "custom": False,
        "inputs": inputs,
        "outputs": inputs,
    }


@pytest.mark.engine
def test_the_engine_finds_exactly_the_connections_that_sign_in_by_token(analyze):
    pipeline = "azuredevops:index/serviceEndpointPipeline:ServiceEndpointPipeline"

    judged = analyze(
        [
            saved("plain", GIT_HUB, {"authPersonal": {"personalAccessToken": CANARY}}),
            saved("hidden", GIT_HUB, {"authPersonal": "[secret]"}),
            saved("app", GIT_HUB, {"description": ""}),
            saved("from-environment", pipeline, {}),
            saved("unheard-of", "azuredevops:index/serviceendpointNew:ServiceendpointNew", {"key": CANARY}),
            saved("provider", "pulumi:providers:azuredevops", {"personalAccessToken": CANARY}),
            saved("project", "azuredevops:index/project:Project", {"name": "Support"}),
        ]
    )

    assert {(found.resource, found.rule, found.level) for found in judged.violations} == {
        ("plain", "no-pat-connection", "mandatory"),
        ("hidden", "no-pat-connection", "mandatory"),
        ("from-environment", "no-pat-connection", "mandatory"),
        ("unheard-of", "known-connection-type", "mandatory"),
        ("provider", "no-pat-connection", "mandatory"),
    }
    assert judged.code != 0
    assert CANARY not in judged.text


@pytest.mark.engine
def test_the_engine_finds_nothing_in_a_stack_that_signs_in_without_tokens(analyze):
    judged = analyze([saved("app", GIT_HUB, {"description": ""})])

    assert judged.violations == []
    assert judged.code == 0


# A component may have any type, and needs no plug-in.
UNKNOWN_TOKENS = f"""
import pulumi

token = pulumi.CustomResource("pulumi:index:Stash", "stash", {{"input": "{CANARY}", "output": None}})
secret = pulumi.Output.secret({{"personalAccessToken": "{CANARY}"}})


class Connection(pulumi.ComponentResource):
    pass


Connection("{GIT_HUB}", "leaf", {{"authPersonal": {{"personalAccessToken": token.id}}}})
Connection("{GIT_HUB}", "block", {{"authPersonal": token.id.apply(lambda id: {{"personalAccessToken": id}})}})
Connection("{GIT_HUB}", "secret", {{"authPersonal": secret}})
Connection("{GIT_HUB}", "app", {{"description": token.id}})
"""


@pytest.mark.engine
def test_a_preview_refuses_a_token_that_is_not_known_yet(preview):
    judged = preview(UNKNOWN_TOKENS)

    assert {(found.resource, found.rule, found.level) for found in judged.violations} == {
        ("leaf", "no-pat-connection", "mandatory"),
        ("block", "no-pat-connection", "mandatory"),
        ("secret", "no-pat-connection", "mandatory"),
    }
    assert judged.code != 0
    assert "can't run policy" not in judged.text
    assert CANARY not in judged.text
