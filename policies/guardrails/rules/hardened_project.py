"""A project is private, and its pipelines get no more than they are for."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, maester, owasp
from guardrails.data.tokens import spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

PROJECT = "azuredevops:index/project:Project"
PIPELINES = "azuredevops:index/projectPipelineSettings:ProjectPipelineSettings"

LIMITS = (
    "enforceJobScope",
    "enforceJobScopeForRelease",
    "enforceReferencedRepoScopedToken",
    "enforceSettableVar",
)
_PROJECT = spellings([PROJECT])


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _PROJECT.fullmatch(resource.type):
        visibility = resource.props.get("visibility")
        if not isinstance(visibility, Absent) and text(visibility) != "private":
            yield f'The project "{resource.name}" is not private (input visibility).'
        return
    for limit in LIMITS:
        if may_be(resource.props.get(limit), False, absent=False):
            yield f'"{resource.name}" does not limit what pipelines get (input {limit}).'


RULE = ResourceRule(
    id="hardened-project",
    title="Projects of the stack are private, and their pipelines get no more than they are for.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "A job's token reads other repositories and projects, and whoever queues it can change its variables."
    ),
    fix=(
        "Set every enforce… input of ProjectPipelineSettings to true, and the project's visibility to "
        "private."
    ),
    references=(
        owasp(5),
        ado_scanner("ADO_Project_AuthZ_Limit_Job_Scope_To_Current_Project"),
        maester("AZDO.1016"),
    ),
    types=spellings((PROJECT, PIPELINES)),
    check=_check,
    bad=(
        Example("A public project.", {"support": fixture(PROJECT, name="Support", visibility="public")}),
        Example(
            "Pipelines that reach every repository.",
            {
                "pipelines": fixture(
                    PIPELINES, projectId="6f3c1e52-6f0a-4c64-9c15-2b8f51d7a8f0", enforceJobScope=True
                )
            },
        ),
    ),
    good=(
        Example(
            "A private project with all limits.",
            {
                "support": fixture(PROJECT, name="Support", visibility="private"),
                "pipelines": fixture(PIPELINES, projectId="${support.id}", **dict.fromkeys(LIMITS, True)),
            },
        ),
    ),
)
