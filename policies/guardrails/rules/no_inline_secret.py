"""No secret stands in the inputs of a variable group, a build definition, a service hook or a user."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.data.tokens import spellings
from guardrails.engine.credential import SECRETS
from guardrails.engine.credentials import RESOURCES, found, is_secret
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Value, parts
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config
from guardrails.engine.token_shape import has_shape_of_token

# Applications in Entra have rules of their own.
_TYPES = [type_ for type_ in RESOURCES if type_.startswith(("azuredevops:", "azuread:index/user:"))]


def _check(resource: Resource, _: Config) -> Iterator[str]:
    for one, kind in found(resource).items():
        if kind in SECRETS:
            yield f'"{resource.name}" is given a secret ({one.in_sight(resource)}).'
    for name, value in resource.props.items():
        if not is_secret(resource.type, name) and any(map(has_shape_of_token, _texts(value))):
            yield f'"{resource.name}" is given what looks like a token, in plain text (input {name}).'


def _texts(value: Value) -> Iterator[str]:
    """Every text that can be read in a value."""
    if (found := text(value)) is not None:
        yield found
    for _, part in parts(value):
        yield from _texts(part)


GROUP = "azuredevops:index/variableGroup:VariableGroup"

RULE = ResourceRule(
    id="no-inline-secret",
    title="No secret stands in the inputs of variable groups, build definitions, service hooks or users.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "The secret lies in the program's settings, in the state and in Azure DevOps, and every pipeline "
        "that gets the variables can print it."
    ),
    fix="Keep the value in a key vault, which the variable group names (keyVault); or do without the secret.",
    references=(
        owasp(6),
        benchmark("IM-8"),
        ado_scanner("ADO_VariableGroup_DP_Store_Secrets_In_KeyVault"),
        ado_scanner("ADO_Build_DP_No_PlainText_Secrets_In_Definition"),
    ),
    types=spellings(_TYPES),
    check=_check,
    bad=(
        Example(
            "A variable group that holds a secret.",
            {
                "mailroom": fixture(
                    GROUP,
                    projectId="${support.id}",
                    name="mailroom",
                    variables=[{"name": "password", "secretValue": "${password}", "isSecret": True}],
                )
            },
        ),
        Example(
            "A service hook that signs in with a password.",
            {
                "changes": fixture(
                    "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs",
                    projectId="${support.id}",
                    url="https://hooks.contoso.com/changes",
                    basicAuthUsername="ado",
                    basicAuthPassword="${password}",
                )
            },
        ),
    ),
    good=(
        Example(
            "A variable group whose values lie in a key vault.",
            {
                "mailroom": fixture(
                    GROUP,
                    projectId="${support.id}",
                    name="mailroom",
                    keyVault={"name": "kv-mailroom", "serviceEndpointId": "${azure.id}"},
                    variables=[{"name": "password"}],
                )
            },
        ),
    ),
)
