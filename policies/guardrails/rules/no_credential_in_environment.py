"""No credential lies in the environment from which the providers are started."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

# What the providers, the Azure libraries and the Azure DevOps command line sign in with when they find it.
CREDENTIALS = re.compile(
    r"AZDO_\w*(PAT|PERSONAL_ACCESS_TOKEN|PASSWORD|TOKEN|SECRET|KEY|KEY_ID|KUBECONFIG|ACCOUNT_CERT)"
    r"|AZURE_DEVOPS_EXT_PAT"
    r"|(ARM|AZURE)_(CLIENT_SECRET|CLIENT_CERTIFICATE|PASSWORD)\w*"
)

PROVIDER = "pulumi:providers:azuredevops"


def _check(resource: Resource, _: Config) -> Iterator[str]:
    names = sorted(name for name in resource.environment if CREDENTIALS.fullmatch(name))
    if names:
        yield (
            f'The provider "{resource.name}" can sign in with a credential from the environment '
            f"({', '.join(names)})."
        )


RULE = ResourceRule(
    id="no-credential-in-environment",
    title="No variable of the environment holds a credential for Azure DevOps, Entra or Azure.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "A token in AZDO_PERSONAL_ACCESS_TOKEN silently wins over every other way to sign in, so that a run "
        "acts as the person who made the token; and whatever the run starts can read it."
    ),
    fix=(
        "Unset the variable. Sign in by OIDC or a managed identity in a pipeline, and by the Azure command "
        "line at a desk."
    ),
    references=(
        owasp(6),
        benchmark("IM-8"),
        ado_scanner("ADO_User_AuthZ_Dont_Grant_Critical_Permissions_To_PAT"),
    ),
    types=re.compile(r"pulumi:providers:(azuredevops|azuread|azure(-native(_\w+)?)?)"),
    check=_check,
    bad=(
        Example(
            "A token that a shell exports.",
            {"contoso": fixture(PROVIDER, orgServiceUrl="https://dev.azure.com/contoso")},
            environment=frozenset({"AZDO_PERSONAL_ACCESS_TOKEN"}),
        ),
    ),
    good=(
        Example(
            "A pipeline that signs in by OIDC.",
            {"contoso": fixture(PROVIDER, orgServiceUrl="https://dev.azure.com/contoso")},
            environment=frozenset({"ARM_USE_OIDC", "ARM_CLIENT_ID", "ARM_TENANT_ID", "SYSTEM_ACCESSTOKEN"}),
        ),
    ),
)
