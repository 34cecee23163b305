"""Resources come from packages into which the rules can look."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts

# They run whatever code or command the program gives them.
RUN_ANYTHING = frozenset(
    {"command", "external", "local", "null", "pulumi-nodejs", "pulumi-python", "terraform"}
)


def _check(resource: Resource, config: Config) -> Iterator[str]:
    package = resource.type.rpartition(":")[2]
    # A module of azure-native that is used as a package of its own.
    known = package.partition("_")[0] if package.startswith("azure-native_") else package
    if known in texts(config, "allowed"):
        return
    if package in RUN_ANYTHING:
        yield f'The package {package} (provider "{resource.name}") does what it is told, unseen by any rule.'
    else:
        yield f'No rule knows the package {package} (provider "{resource.name}").'


RULE = ResourceRule(
    id="known-package",
    title="All resources come from packages that the rules know.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "A command, a dynamic resource or another provider can make the same connection, token or role in a "
        "form that no rule recognises."
    ),
    fix="Use the packages that are allowed, or add this one to the setting `allowed` after looking at it.",
    references=(owasp(7), owasp(8)),
    types=re.compile(r"pulumi:providers:.+"),
    settings={
        "allowed": Setting(
            (
                "azure-native",
                "azuread",
                "azuredevops",
                "patless",
                "patless-native",
                "pulumi",
                "random",
            ),
            "The packages that may be used.",
            Shape.TEXTS,
        )
    },
    check=_check,
    bad=(
        Example(
            "A command that makes a connection behind the rules' back.",
            {"shell": fixture("pulumi:providers:command")},
        ),
    ),
    good=(Example("A provider that the rules know.", {"entra": fixture("pulumi:providers:azuread")}),),
)
