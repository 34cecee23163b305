"""No service connection can be used by every pipeline of its project."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.tokens import PIPELINE_AUTHORIZATION
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.open_to_pipelines import AUTHORIZATIONS, opens
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if opens(resource, "endpoint"):
        yield f'The authorization "{resource.name}" lets every pipeline use the service connection.'


_AUTHORIZATION = {"projectId": "${support.id}", "resourceId": "${azure.id}", "type": "endpoint"}

RULE = ResourceRule(
    id="no-open-connection",
    title="No service connection is open to all pipelines of its project.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever may push to any repository of the project adds a pipeline there, and has everything that "
        "the connection may do."
    ),
    fix="Name the pipeline (pipelineId), one authorization for each pipeline that uses the connection.",
    references=(
        owasp(5),
        ado_scanner("ADO_ServiceConnection_AuthZ_Dont_Grant_All_Pipelines_Access"),
    ),
    types=AUTHORIZATIONS,
    check=_check,
    bad=(
        Example(
            "An authorization that names no pipeline.",
            {"everybody": fixture(PIPELINE_AUTHORIZATION, **_AUTHORIZATION)},
        ),
    ),
    good=(
        Example(
            "An authorization for one pipeline.",
            {"deploy": fixture(PIPELINE_AUTHORIZATION, **_AUTHORIZATION, pipelineId="${deploy.id}")},
        ),
    ),
)
