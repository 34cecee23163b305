"""The guardrails inside the program, because a bare `pulumi up` loads no policy pack."""

import atexit
import functools
import os
import signal
import sys
from typing import Any

import pulumi
from guardrails import (
    RULES,
    Enforcement,
    Finding,
    Level,
    Profile,
    Props,
    Resource,
    ResourceRule,
    Unknown,
    in_force,
)
from guardrails.engine.credentials import PROVIDERS
from guardrails.engine.resource import environment
from pulumi.runtime.config import get_config
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_monitor

from stacks import transforms

# The exit code by which the language host knows that the user has been told why the program ends.
TOLD = 32

# The type of the resource that stands above all others; it is no part of their URNs.
ROOT = "pulumi:pulumi:Stack"

IN_PROGRAM = tuple(rule for rule in RULES if isinstance(rule, ResourceRule) and rule.in_program)

_refused: list[Finding] = []


def guard() -> None:
    """Refuse every resource that brings a credential; to be called once, before any resource is declared.

    It sees what the program registers from then on: components, their children (of remote ones too), explicit
    providers, and what other people's code declares. A preview tells everything and fails; an update stops at
    the first refusal. What a stack transform adds that is registered later, only the pack sees. It ends the
    process, so it is for programs that a language host runs, not for inline ones. Profile, settings and
    exemptions are those of the policy pack.
    """
    monitor = get_monitor()
    # Under mocks the process belongs to the test runner.
    if not isinstance(monitor, MockMonitor):
        _end_cleanly(monitor)
    if _enforcement().profile is Profile.AUDIT:
        pulumi.log.warn("The profile is audit: the guardrails tell what they find and refuse nothing.")
    for problem in [*_enforcement().mistakes, *_enforcement().problems]:
        pulumi.log.warn(f"{problem.source}: {problem.what} Ignored.")
    _refuse(_default_providers())
    transforms.register(_watch, _is_watched)


@functools.cache
def _enforcement() -> Enforcement:
    return in_force(os.environ, RULES)


@functools.cache
def _is_watched(type_: str) -> bool:
    return any(rule.applies(type_) for rule in IN_PROGRAM)


async def _watch(args: pulumi.ResourceTransformArgs) -> None:
    if _is_watched(args.type_):
        _refuse(_enforcement().evaluate(await as_resource(args), IN_PROGRAM))


async def as_resource(args: pulumi.ResourceTransformArgs) -> Resource:
    """The resource that a transform is given."""
    inputs: object
    try:
        # The engine has sent the inputs already: this opens secrets, and waits for nothing.
        inputs = _plain(await pulumi.Output.from_input(args.props).future(with_unknowns=True))
    except Exception:
        # Inputs that cannot be opened are unknown ones, and the rules refuse those.
        inputs = Unknown()
    return Resource(
        type=args.type_,
        name=args.name,
        props=Props(inputs),
        urn=await _urn(args),
        environment=environment(os.environ),
    )


async def _urn(args: pulumi.ResourceTransformArgs) -> str:
    """The URN that the engine will give the resource, by which exemptions name it."""
    above = ""
    if args.opts.parent is not None:
        parts = str(await args.opts.parent.urn.future()).split("::")
        above = parts[2] if len(parts) > 3 else ""
    kinds = args.type_ if above in ("", ROOT) else f"{above}${args.type_}"
    return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{kinds}::{args.name}"


def _plain(value: object) -> object:
    match value:
        case pulumi.output.Unknown():
            return Unknown()
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
    return value


def _default_providers() -> list[Finding]:
    """What is wrong with default providers, which no transform sees."""
    found: list[Finding] = []
    disabled = get_config("pulumi:disable-default-providers") or ""
    for type_, credentials in PROVIDERS.items():
        package = type_.rpartition(":")[2]
        inputs = {one.input: get_config(f"{package}:{one.input}") for one in credentials}
        none_made = f'"{package}"' in disabled or '"*"' in disabled
        default = Resource(
            type=type_,
            name="default (from the stack's configuration)",
            props=Props(inputs),
            # A credential in the environment is told of the explicit providers that would use it.
            environment=frozenset() if none_made else environment(os.environ),
        )
        found += _enforcement().evaluate(default, IN_PROGRAM)
    return found


def _refuse(findings: list[Finding]) -> None:
    for finding in findings:
        if finding.level is Level.MANDATORY:
            _refused.append(finding)
            pulumi.log.error(_text(finding))
        else:
            pulumi.log.warn(_text(finding))
    # A preview goes on, to tell every refusal and to let a policy pack see the resources too.
    if not pulumi.runtime.is_dry_run():
        _leave()


def _leave() -> None:
    """End the program if anything was refused."""
    if _refused:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(TOLD)


def _text(finding: Finding) -> str:
    exempt = f"Exempt {finding.exemption.terms}: " if finding.exemption else ""
    return (
        f"{exempt}{finding.what}\n"
        f'  rule:     {finding.rule} ({finding.severity}), on {finding.type} "{finding.name}"\n'
        f"  expected: {finding.expected}\n"
        f"  next:     {finding.fix}"
    ) + (f"\n  exempt:   {finding.note}" if finding.note else "")


def _end_cleanly(monitor: Any) -> None:
    """Keep tracebacks and repetitions out of the way of what the user has to read."""
    # On a violation of the pack the engine interrupts the program, and Python would answer with a traceback.
    signal.signal(signal.SIGINT, lambda *_: os._exit(TOLD))
    # For a program that fails before it comes to its end.
    atexit.register(_leave)
    wait_for_shutdown = monitor.SignalAndWaitForShutdown

    def end(request: Any) -> Any:
        # All resources are registered. Leaving after the engine has heard of it costs a "BAIL: run bailed".
        _leave()
        return wait_for_shutdown(request)

    monitor.SignalAndWaitForShutdown = end
