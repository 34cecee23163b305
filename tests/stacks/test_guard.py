"""The guardrails inside the program."""

import asyncio
import importlib
import os
import signal
from datetime import UTC, datetime, timedelta

import pulumi
import pytest
from guardrails import Absent, Known, Level, Redacted, Unknown, evaluate
from guardrails.rules import no_secret_only_connection
from pulumi import Output, ResourceOptions, ResourceTransformArgs
from pulumi.resource import DependencyResource
from pulumi.runtime.config import CONFIG

# `stacks.guard` is the function, as the package exports it.
guard = importlib.import_module("stacks.guard")

CANARY = "canary-1234"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"


class Left(BaseException):
    """The program would have ended here."""


@pytest.fixture
def program(monkeypatch):
    """A program's process in which nothing was refused yet; what it says, and no way out of the test run."""
    said = []

    def leave(code):
        raise Left(code)

    monkeypatch.setattr(guard, "_refused", [])
    monkeypatch.setattr(os, "environ", {})
    guard._enforcement.cache_clear()
    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(pulumi.log, "error", said.append)
    yield said
    guard._enforcement.cache_clear()


@pytest.fixture
def previewing(monkeypatch):
    monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: True)


def declared(inputs, type_=GIT_HUB):
    return ResourceTransformArgs(True, type_, "ci", inputs, ResourceOptions())


def finish(coroutine):
    # With a factory the runner leaves the thread's own loop alone, which tests of programs need.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(coroutine)


def watch(inputs, type_=GIT_HUB):
    return finish(guard._watch(declared(inputs, type_)))


PAT = {"authPersonal": {"personalAccessToken": CANARY}}


def test_an_update_says_what_is_wrong_what_was_expected_and_what_to_do_and_ends(program):
    with pytest.raises(Left, match="32"):
        watch(PAT)

    (text,) = program
    what, rule, expected, todo = text.splitlines()
    assert what == 'The service connection "ci" signs in with a personal access token (input authPersonal).'
    assert rule == f'  rule:     no-pat-connection (critical), on {GIT_HUB} "ci"'
    assert expected.startswith("  expected: No service connection")
    assert todo.startswith("  next:     Take the token out.")
    assert CANARY not in text


def test_a_preview_tells_every_refusal_before_it_ends(program, previewing):
    watch(PAT)
    watch({}, "azuredevops:index/serviceendpointNew:ServiceendpointNew")

    assert [text.splitlines()[1].split()[1] for text in program] == [
        "no-pat-connection",
        "known-connection-type",
    ]
    with pytest.raises(Left, match="32"):
        guard._leave()
    assert len(program) == 2


def test_a_pack_that_a_variable_names_does_not_silence_the_program(program, previewing, monkeypatch):
    monkeypatch.setenv("PULUMI_OPTION_POLICY_PACK", "somebody/elses/pack")

    watch(PAT)

    assert len(program) == 1
    with pytest.raises(Left, match="32"):
        guard._leave()


def test_what_is_not_refused_is_left_as_it_is(program):
    assert watch({"description": ""}) is None

    guard._leave()
    assert program == []


def test_only_rules_about_secrets_run_in_the_program():
    assert {"known-connection-type", "no-pat-connection"} < {rule.id for rule in guard.IN_PROGRAM}
    assert all(rule.level is Level.MANDATORY for rule in guard.IN_PROGRAM)
    assert all(rule.secretless for rule in guard.IN_PROGRAM)


SSH = "azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh"
EXEMPTION = """
- rule: no-secret-only-connection
  resource: urn:pulumi:{stack}::{project}::{kinds}::ci
  reason: The backup host gets managed keys in spring.
  owner: sg-support
  ticket: SUP-12
  expires: {day:%Y-%m-%d}
  fingerprint: "{fingerprint}"
"""


@pytest.fixture
def warned(monkeypatch):
    """What the program warns of."""
    said = []
    monkeypatch.setattr(pulumi.log, "warn", said.append)
    return said


@pytest.fixture
def exempt(tmp_path, monkeypatch, program, warned):
    """Grants an exemption from the rule about types that need a secret; what the program warns of."""

    def grant(kinds=SSH):
        inputs = finish(guard.as_resource(declared({"host": "backup"}, SSH)))
        (finding,) = evaluate(inputs, [no_secret_only_connection.RULE])
        path = tmp_path / "exemptions.yaml"
        path.write_text(
            EXEMPTION.format(
                stack=pulumi.get_stack(),
                project=pulumi.get_project(),
                kinds=kinds,
                day=datetime.now(UTC) + timedelta(days=3),
                fingerprint=finding.fingerprint,
            )
        )
        os.environ["PATLESS_EXEMPTIONS"] = str(path)
        guard._enforcement.cache_clear()
        return warned

    return grant


def test_what_is_exempt_is_let_pass_and_told(program, exempt):
    warned = exempt()

    watch({"host": "backup", "password": CANARY}, SSH)

    assert program == []
    ((text),) = warned
    assert text.startswith("Exempt until ")
    assert '(SUP-12, sg-support): The service connection "ci" signs in with a password' in text
    assert CANARY not in text


def test_an_exemption_ends_with_a_change_of_the_inputs(program, exempt):
    exempt()

    with pytest.raises(Left):
        watch({"host": "evil.example.com", "password": CANARY}, SSH)

    assert "\n  exempt:   The exemption from this rule counts no more, because inputs" in program[0]


def test_an_exemption_is_for_one_place_in_the_program(program, exempt):
    exempt(kinds=f"x:y:Team${SSH}")

    with pytest.raises(Left):
        watch({"host": "backup", "password": CANARY}, SSH)


PARENTS = {
    "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s": SSH,
    "urn:pulumi:s::p::x:y:Team::team": f"x:y:Team${SSH}",
    "urn:pulumi:s::p::x:y:Org$x:y:Team::team": f"x:y:Org$x:y:Team${SSH}",
}


@pytest.mark.parametrize("parent", PARENTS)
def test_a_resource_is_known_by_its_urn_under_a_parent(parent, program):
    async def arrive():
        args = declared({}, SSH)
        # It takes the thread's event loop when it is made, so it is made inside of one.
        args.opts.parent = DependencyResource(parent)
        return await guard.as_resource(args)

    resource = finish(arrive())

    expected = f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{PARENTS[parent]}::ci"
    assert resource.urn == expected


def test_in_audit_everything_is_told_and_nothing_is_refused(program, warned, deploy):
    os.environ["PATLESS_PROFILE"] = "audit"

    watch(PAT)
    deploy(guard.guard)

    assert program == []
    assert "signs in with a personal access token" in warned[0]
    assert warned[1] == "The profile is audit: the guardrails tell what they find and refuse nothing."


def test_what_is_wrong_with_the_files_is_told(program, warned, deploy, tmp_path):
    for name, text in {"PATLESS_GUARDRAILS": "profile: lax\n", "PATLESS_EXEMPTIONS": "- rule\n"}.items():
        (tmp_path / name).write_text(text)
        os.environ[name] = str(tmp_path / name)

    deploy(guard.guard)

    assert program == []
    assert [text.split(":")[0] for text in warned] == [
        os.environ[name] for name in ("PATLESS_GUARDRAILS", "PATLESS_EXEMPTIONS")
    ]
    assert all(text.endswith(" Ignored.") for text in warned)


def opened(inputs):
    async def arrive():
        return await guard.as_resource(declared(inputs()))

    return finish(arrive()).props


def unknown():
    return Output.from_input(pulumi.UNKNOWN)


INPUTS = {
    "plain": (lambda: {"a": {"b": "x"}}, "a.b", Known("x")),
    "secret": (lambda: {"a": {"b": Output.secret("x")}}, "a.b", Known("x")),
    "secret block": (lambda: {"a": Output.secret({"b": "x"})}, "a.b", Known("x")),
    "secret without a value": (lambda: {"a": Output.secret(None)}, "a", Absent()),
    "unknown": (lambda: {"a": unknown()}, "a", Unknown()),
    "unknown block": (lambda: {"a": unknown()}, "a.b", Unknown()),
    "unknown leaf": (lambda: {"a": {"b": unknown(), "c": "x"}}, "a.b", Unknown()),
    "beside an unknown leaf": (lambda: {"a": {"b": unknown(), "c": "x"}}, "a.c", Known("x")),
    "unknown element": (lambda: {"a": [unknown()]}, "a[]", Unknown()),
    "redacted": (lambda: {"a": "[secret]"}, "a", Redacted()),
    "missing": (lambda: {"a": {}}, "a.b", Absent()),
    "nothing at all": (lambda: None, "a", Absent()),
}


@pytest.mark.parametrize("case", INPUTS)
def test_the_inputs_of_a_declared_resource_are_told_apart(case):
    inputs, path, expected = INPUTS[case]

    assert opened(inputs).get(path) == expected


def test_inputs_that_cannot_be_opened_are_unknown():
    def broken():
        async def fail():
            raise RuntimeError(CANARY)

        return {"a": Output.from_input(fail())}

    assert opened(broken).get("a") == Unknown()


@pytest.fixture
def configuration():
    """The stack's configuration, empty."""
    token = CONFIG.set({})
    yield CONFIG.get()
    CONFIG.reset(token)


def test_a_token_in_the_stacks_configuration_is_refused(program, configuration, deploy):
    configuration["azuredevops:personalAccessToken"] = CANARY

    with pytest.raises(Left):
        deploy(guard.guard)

    (text,) = program
    assert "the stack's configuration" in text
    assert CANARY not in text


def test_a_credential_in_the_environment_is_refused_where_a_default_provider_would_use_it(
    program, configuration, deploy
):
    os.environ["ARM_CLIENT_SECRET"] = CANARY

    with pytest.raises(Left):
        deploy(guard.guard)

    assert "(ARM_CLIENT_SECRET)" in program[0]
    assert CANARY not in program[0]


@pytest.mark.parametrize("disabled", ['["*"]', '["azuredevops", "azuread", "azure-native"]'])
def test_a_credential_in_the_environment_is_left_to_explicit_providers_where_there_are_no_others(
    disabled, program, configuration, deploy
):
    os.environ["ARM_CLIENT_SECRET"] = CANARY
    configuration["pulumi:disable-default-providers"] = disabled

    deploy(guard.guard)

    assert program == []
    with pytest.raises(Left):
        watch({}, "pulumi:providers:azuread")


def test_other_configuration_is_not_refused(program, configuration, deploy):
    configuration["azuredevops:orgServiceUrl"] = "https://dev.azure.com/contoso"
    configuration["patless:personalAccessToken"] = CANARY

    deploy(guard.guard)

    assert program == []


def test_under_mocks_the_process_is_left_to_the_test_runner(program, deploy):
    before = signal.getsignal(signal.SIGINT)

    deploy(guard.guard)

    assert signal.getsignal(signal.SIGINT) is before
