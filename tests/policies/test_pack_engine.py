"""The policy pack under the real engine: no sandbox, no provider plug-in."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from guardrails import RULES, evaluate
from guardrails.engine.saved import resource

from patless import events
from patless.engine import install
from patless.events import Violation
from patless.project import ROOT
from tests.policies import canary

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
Analyze = Callable[..., Judged]
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
        chosen = {name: value for name, value in os.environ.items() if name.startswith("PATLESS_")}
        return subprocess.run(
            [cli, *words, "--non-interactive"],
            cwd=tmp_path,
            env=environment | chosen,
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def analyze(pulumi: Pulumi, tmp_path: Path) -> Analyze:
    """Puts the pack to saved resources."""

    def run(resources: list[dict[str, Any]], pack: Path = ROOT / "policies") -> Judged:
        state = tmp_path / "state.json"
        state.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": resources}}))
        done = pulumi("policy", "analyze", "--file", str(state), "--policy-pack", str(pack), "--json")
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
def test_no_event_of_the_engine_tells_a_secret_whatever_the_type_and_the_input(analyze):
    everything = enumerate(canary.EVERYTHING.items())

    judged = analyze(
        [saved(f"one-{index}", type_, canary.planted(row)) for index, (type_, row) in everything]
    )

    assert len(judged.violations) > len(canary.EVERYTHING)
    assert canary.quoted_in(judged.text) == []


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


# A pack of one rule that fails, as a rule of ours might.
FAILING = """
import re
import sys

sys.path.insert(0, {policies!r})
from guardrails import Enforcement, Level, Reference, ResourceRule, Severity, StackRule
from guardrails.engine.pack import policies
from pulumi_policy import EnforcementLevel, PolicyPack


def fail(*_):
    raise ValueError("cannot digest {canary}")


given = {{"types": re.compile(".*")}} if {kind} is ResourceRule else {{}}
rule = {kind}(
    id="no-bots",
    title="There are no bots.",
    severity=Severity.LOW,
    level=Level({level!r}),
    threat="Bots take over.",
    fix="Take it out.",
    references=(Reference("x", "https://example.org"),),
    check=fail,
    **given,
)
PolicyPack("failing", policies([rule], Enforcement()), EnforcementLevel.MANDATORY)
"""


@pytest.mark.engine
@pytest.mark.parametrize("kind", ["ResourceRule", "StackRule"])
@pytest.mark.parametrize("level", ["mandatory", "advisory"])
def test_a_rule_that_fails_stops_the_deployment_whatever_its_level_and_is_named(
    analyze, tmp_path, kind, level
):
    pack = tmp_path / "failing"
    pack.mkdir()
    settings = f"runtime: {{name: python, options: {{virtualenv: {sys.prefix}}}}}\nversion: 0.0.1\n"
    (pack / "PulumiPolicy.yaml").write_text(settings)
    (pack / "__main__.py").write_text(
        FAILING.format(policies=str(ROOT / "policies"), canary=CANARY, kind=kind, level=level)
    )

    judged = analyze([saved("app", GIT_HUB, {"description": ""})], pack)

    assert judged.code != 0
    assert 'The rule "no-bots" failed on ' in judged.text.replace('\\"', '"')
    assert CANARY not in judged.text


SSH = "azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh"
HOST = {"host": "backup.contoso.com", "password": CANARY}

EXEMPTION = """
- rule: no-secret-only-connection
  resource: urn:pulumi:dev::p::{type}::backup
  reason: The backup host gets managed keys in spring.
  owner: sg-support
  ticket: SUP-12
  expires: {day:%Y-%m-%d}
  fingerprint: "{fingerprint}"
"""


@pytest.mark.engine
def test_the_engine_lets_pass_what_is_exempt_and_tells_it_with_the_settings_and_the_profile(
    analyze, tmp_path, monkeypatch
):
    fingerprint = next(
        finding.fingerprint
        for finding in evaluate(resource({"type": SSH, "name": "backup", "inputs": HOST}), RULES)
    )
    for name, text in {
        "PATLESS_EXEMPTIONS": EXEMPTION.format(
            type=SSH, day=datetime.now(UTC) + timedelta(days=3), fingerprint=fingerprint
        ),
        "PATLESS_GUARDRAILS": "profile: strict\nrules:\n  known-package: {allowed: [command]}\n",
    }.items():
        (tmp_path / name).write_text(text)
        monkeypatch.setenv(name, str(tmp_path / name))

    judged = analyze(
        [
            saved("backup", SSH, HOST),
            saved("other", SSH, HOST),
            saved("shell", "pulumi:providers:command", {}),
            saved("cluster", "pulumi:providers:kubernetes", {}),
        ]
    )

    assert {(found.resource, found.rule, found.level) for found in judged.violations} == {
        ("backup", "exempt", "advisory"),
        ("other", "no-secret-only-connection", "mandatory"),
        ("cluster", "known-package", "mandatory"),
    }
    assert CANARY not in judged.text


@pytest.mark.engine
def test_in_audit_the_engine_stops_nothing_and_says_so(analyze, monkeypatch):
    monkeypatch.setenv("PATLESS_PROFILE", "audit")

    judged = analyze([saved("plain", GIT_HUB, {"authPersonal": {"personalAccessToken": CANARY}})])

    assert judged.code == 0
    assert {(found.rule, found.level) for found in judged.violations} == {
        ("no-pat-connection", "advisory"),
        ("enforcing-profile", "advisory"),
    }
    assert "NOTHING IS ENFORCED" in judged.text


IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CONNECTION = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"
TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
FEDERATED = {
    "serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation",
    "credentials": {"serviceprincipalid": "2b0f7c0e-7b61-4d43-8a0e-4f0c5c3f1b19"},
}
TRUSTED = {
    "resourceName": "id-bot",
    "audiences": ["api://AzureADTokenExchange"],
    "issuer": "https://login.microsoftonline.com/8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11/v2.0",
    "subject": "/eid1/c/pub/t/x/a/y/sc/1/2",
}


@pytest.mark.engine
def test_the_engine_tells_a_stack_rule_which_resource_each_property_comes_from(analyze):
    bot, azure, trust = (
        saved("bot", IDENTITY, {}),
        saved("azure", CONNECTION, FEDERATED),
        saved("ci", TRUST, TRUSTED),
    )
    by_bot, by_azure = [bot["urn"]], [azure["urn"]]
    azure["propertyDependencies"] = {"credentials": by_bot}
    trust["propertyDependencies"] = {"issuer": by_azure, "subject": by_azure, "resourceName": by_bot}
    stray, literal = saved("stray", CONNECTION, FEDERATED), saved("literal", TRUST, TRUSTED)

    together = analyze([bot, azure, trust])
    apart = analyze([bot, azure, trust, stray, literal])

    assert together.violations == []
    assert {(found.resource, found.rule, found.level) for found in apart.violations} == {
        ("stray", "connection-identity-declared", "mandatory"),
        ("literal", "connection-trust-agrees", "mandatory"),
        ("literal", "federation-limits", "mandatory"),
    }
    assert TRUSTED["subject"] not in apart.text


# A component may have any type, and needs no plug-in.
UNTRACED = f"""
import pulumi

later = pulumi.CustomResource("pulumi:index:Stash", "stash", {{"input": "{CANARY}", "output": None}})


class Trust(pulumi.ComponentResource):
    pass


known = {TRUSTED!r}
Trust("{TRUST}", "untraced", known | {{"issuer": later.id, "subject": later.id}})
Trust("{TRUST}", "bad", known | {{"issuer": "https://tokens.example.com", "subject": "x"}})
Trust("{TRUST}", "fine", known | {{"subject": "y"}})
"""


@pytest.mark.engine
def test_a_preview_refuses_an_issuer_that_is_not_known_yet_and_comes_from_nowhere(preview):
    judged = preview(UNTRACED)

    assert {(found.resource, found.rule, found.level) for found in judged.violations} == {
        ("untraced", "traced-unknowns", "mandatory"),
        ("bad", "trusted-issuer", "mandatory"),
    }
    assert judged.code != 0
    assert "can't run policy" not in judged.text
