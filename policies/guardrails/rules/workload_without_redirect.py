"""An application that a workload signs in as takes no sign-in of people."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import application, github_trust
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import APPLICATIONS, ENTITLEMENT, FEDERATED_CONNECTIONS, TRUSTS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config

REDIRECTS = "azuread:index/applicationRedirectUris:ApplicationRedirectUris"

_INPUTS = ("web.redirectUris", "singlePageApplication.redirectUris", "publicClient.redirectUris")
_APPLICATION = spellings(APPLICATIONS)
_WORKLOADS = spellings((*TRUSTS, *FEDERATED_CONNECTIONS))
_ENTITLEMENT = spellings([ENTITLEMENT])
_REDIRECTS = spellings([REDIRECTS])


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    workloads = {urn for one in graph.of(_WORKLOADS) for urn in graph.identity_of(one)}
    workloads |= {urn for one in graph.of(_ENTITLEMENT) for urn in graph.identities(one, "originId")}
    for one in graph.of(_APPLICATION):
        if one.urn in workloads:
            for path in _INPUTS:
                if one.props.has(path):
                    yield (
                        one,
                        f'A workload signs in as the application "{one.name}"; so may people (input {path}).',
                    )
    for one in graph.of(_REDIRECTS):
        if graph.identities(one, "applicationId") & workloads:
            yield one, f'"{one.name}" lets people sign in to an application that a workload signs in as.'


RULE = StackRule(
    id="workload-without-redirect",
    title="No application that a workload signs in as has addresses for the sign-in of people.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat="Whoever holds one of the addresses receives codes and tokens of people who trust the workload.",
    fix="Take the redirect URIs out, or give people an application of their own.",
    references=(benchmark("IM-3"),),
    check=_check,
    bad=(
        Example(
            "A bot's application that people sign in to.",
            {
                "bot": application(web={"redirectUris": ["https://bot.contoso.com/callback"]}),
                "production": github_trust(),
            },
        ),
    ),
    good=(
        Example(
            "A web site's application, which no workload signs in as.",
            {"site": application(web={"redirectUris": ["https://www.contoso.com/callback"]})},
        ),
    ),
)
