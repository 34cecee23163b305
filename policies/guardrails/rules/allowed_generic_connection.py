"""A generic service connection, which can be made into any other, is one of those that are allowed."""

import re
from collections.abc import Iterator, Mapping

from guardrails.data.fixtures import fixture, managed_identity
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.tokens import GENERIC_CONNECTION
from guardrails.engine.credentials import SOUNDS_SECRET
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent, Known, parts
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts

# The parameters of an authorization have names without separators, "serviceprincipalkey".
_KEY = re.compile(r".*(key|pat)|.*cert.*", re.IGNORECASE)


def _check(resource: Resource, config: Config) -> Iterator[str]:
    kind = text(resource.props.get("type"))
    scheme = text(resource.props.get("authorizationScheme"))
    if kind is None or scheme is None:
        yield f'What the generic service connection "{resource.name}" is and how it signs in cannot be told.'
    elif not any(_matches(one, kind, scheme) for one in texts(config, "allowed")):
        yield f'The generic service connection "{resource.name}" is of a type and scheme that is not allowed.'
    parameters = resource.props.get("authorizationParameters")
    if isinstance(parameters, Known) and isinstance(parameters.value, Mapping):
        for name, value in parts(parameters):
            if not isinstance(value, Absent) and (SOUNDS_SECRET.search(name) or _KEY.fullmatch(name)):
                yield f'The generic service connection "{resource.name}" holds a secret (parameter {name}).'
    elif not isinstance(parameters, Absent):
        yield f'The parameters by which the generic service connection "{resource.name}" signs in are hidden.'


def _matches(allowed: str, kind: str, scheme: str) -> bool:
    wanted, _, by = allowed.lower().partition(":")
    return wanted in ("*", kind.lower()) and by in ("*", scheme.lower())


RULE = ResourceRule(
    id="allowed-generic-connection",
    title="A generic service connection is of a type and scheme that is allowed, and holds no secret.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat="It can be made into a connection of any type, with any token, past every rule about that type.",
    fix=(
        "Use the resource of the type itself, or workload identity federation; or add the type and scheme to "
        "the setting `allowed` after looking at what it signs in with."
    ),
    references=(owasp(6), owasp(8), benchmark("IM-8")),
    types=re.compile(r"azuredevops:\w+/serviceendpointGenericV2:ServiceendpointGenericV2", re.IGNORECASE),
    settings={
        "allowed": Setting(
            ("*:WorkloadIdentityFederation", "*:ManagedServiceIdentity", "*:None"),
            'The allowed types and schemes, "azurerm:WorkloadIdentityFederation"; "*" is any.',
            Shape.TEXTS,
        )
    },
    check=_check,
    bad=(
        Example(
            "A GitHub connection with a token, in disguise.",
            {
                "mailroom": fixture(
                    GENERIC_CONNECTION,
                    projectId="${support.id}",
                    name="mailroom",
                    type="github",
                    authorizationScheme="Token",
                    authorizationParameters={"apitoken": "${token}"},
                )
            },
        ),
    ),
    good=(
        Example(
            "A connection of a type from the marketplace, by workload identity federation.",
            {
                "bot": managed_identity(),
                "azure": fixture(
                    GENERIC_CONNECTION,
                    projectId="${support.id}",
                    name="azure",
                    type="azurerm",
                    authorizationScheme="WorkloadIdentityFederation",
                    authorizationParameters={
                        "tenantid": "${tenant}",
                        "serviceprincipalid": "${bot.clientId}",
                    },
                ),
            },
        ),
    ),
)
