"""An agent pool is for the projects and pipelines that are named, and for no others."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.tokens import ELASTIC_POOL, MANAGED_POOL, PIPELINE_AUTHORIZATION, POOL, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.open_to_pipelines import AUTHORIZATIONS, opens
from guardrails.engine.reading import may_be
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

_POOL = spellings((POOL, ELASTIC_POOL))
_MANAGED = spellings([MANAGED_POOL])


def _check(resource: Resource, _: Config) -> Iterator[str]:
    props = resource.props
    if _POOL.fullmatch(resource.type):
        if may_be(props.get("autoProvision"), True, absent=False):
            yield f'Every project gets the pool "{resource.name}" (input autoProvision).'
    elif _MANAGED.fullmatch(resource.type):
        for value in props.values("organizationProfile.organizations[].openAccess"):
            if may_be(value, True, absent=False):
                yield f'Every pipeline may use the pool "{resource.name}" (input organizationProfile).'
    elif opens(resource, "queue"):
        yield f'The authorization "{resource.name}" lets every pipeline use the pool.'


RULE = ResourceRule(
    id="closed-pool",
    title="Agent pools are for the projects and pipelines that are named.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Any pipeline of any project runs its code on the pool's machines, and takes what the jobs of others "
        "leave there."
    ),
    fix="Leave autoProvision and openAccess off, and authorise each pipeline by its number.",
    references=(
        owasp(5),
        ado_scanner("ADO_AgentPool_AuthZ_Dont_Enable_Auto_Provisioning"),
        ado_scanner("ADO_AgentPool_AuthZ_Dont_Grant_All_Pipelines_Access"),
    ),
    types=re.compile(f"{spellings((POOL, ELASTIC_POOL, MANAGED_POOL)).pattern}|{AUTHORIZATIONS.pattern}"),
    check=_check,
    bad=(
        Example("A pool for every project.", {"linux": fixture(POOL, name="linux", autoProvision=True)}),
        Example(
            "A queue for every pipeline.",
            {
                "all": fixture(
                    PIPELINE_AUTHORIZATION,
                    projectId="6f3c1e52-6f0a-4c64-9c15-2b8f51d7a8f0",
                    resourceId="42",
                    type="queue",
                )
            },
        ),
    ),
    good=(
        Example(
            "A queue for one pipeline.",
            {
                "linux": fixture(POOL, name="linux"),
                "deploy": fixture(
                    PIPELINE_AUTHORIZATION,
                    projectId="6f3c1e52-6f0a-4c64-9c15-2b8f51d7a8f0",
                    resourceId="42",
                    type="queue",
                    pipelineId=16,
                ),
            },
        ),
    ),
)
