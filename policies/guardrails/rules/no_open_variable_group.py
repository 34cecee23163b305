"""No variable group can be used by every pipeline of its project."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.tokens import spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.open_to_pipelines import AUTHORIZATIONS, opens
from guardrails.engine.reading import may_be
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

VARIABLE_GROUP = "azuredevops:index/variableGroup:VariableGroup"
_GROUP = spellings([VARIABLE_GROUP])


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if opens(resource, "variablegroup"):
        yield f'The authorization "{resource.name}" lets every pipeline use the variable group.'
    elif _GROUP.fullmatch(resource.type) and may_be(resource.props.get("allowAccess"), True, absent=False):
        yield f'The variable group "{resource.name}" is open to every pipeline (input allowAccess).'


_VAULT = {
    "projectId": "${support.id}",
    "name": "mailroom",
    "keyVault": {"name": "kv-mailroom", "serviceEndpointId": "${azure.id}"},
    "variables": [{"name": "signing-name"}],
}

RULE = ResourceRule(
    id="no-open-variable-group",
    title="No variable group is open to all pipelines of its project.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever may push to any repository of the project adds a pipeline there that reads the variables."
    ),
    fix="Leave allowAccess out, and authorize the pipelines that need the group one by one.",
    references=(
        owasp(5),
        ado_scanner("ADO_VariableGroup_AuthZ_Dont_Grant_All_Pipelines_Access_On_VG_With_Secrets"),
    ),
    types=re.compile(f"{AUTHORIZATIONS.pattern}|{_GROUP.pattern}"),
    check=_check,
    bad=(
        Example(
            "A variable group that every pipeline may read.",
            {"mailroom": fixture(VARIABLE_GROUP, **_VAULT, allowAccess=True)},
        ),
    ),
    good=(
        Example(
            "A variable group for the pipelines that are authorized.",
            {"mailroom": fixture(VARIABLE_GROUP, **_VAULT)},
        ),
    ),
)
