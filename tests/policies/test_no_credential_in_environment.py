"""The rule no-credential-in-environment: names of variables, never their values."""

import pytest
from guardrails import Props, Resource, evaluate
from guardrails.engine.resource import environment
from guardrails.rules import no_credential_in_environment

RULE = no_credential_in_environment.RULE

# What the plug-ins, the Azure libraries and the command line of Azure DevOps read.
CREDENTIALS = """
AZDO_PERSONAL_ACCESS_TOKEN
AZDO_DEVOPS_PAT
AZDO_GITHUB_SERVICE_CONNECTION_PAT
AZDO_GITHUB_ENTERPRISE_SERVICE_CONNECTION_PAT
AZDO_AWS_SERVICE_CONNECTION_ACCESS_KEY_ID
AZDO_AWS_SERVICE_CONNECTION_SECRET_ACCESS_KEY
AZDO_AWS_SERVICE_CONNECTION_SESSION_TOKEN
AZDO_BITBUCKET_SERVICE_CONNECTION_PASSWORD
AZDO_BITBUCKET_SERVICE_CONNECTION_API_TOKEN
AZDO_DOCKERREGISTRY_SERVICE_CONNECTION_PASSWORD
AZDO_GENERIC_SERVICE_CONNECTION_PASSWORD
AZDO_GENERIC_GIT_SERVICE_CONNECTION_PASSWORD
AZDO_KUBERNETES_SERVICE_CONNECTION_KUBECONFIG
AZDO_KUBERNETES_SERVICE_CONNECTION_SERVICE_ACCOUNT_TOKEN
AZDO_KUBERNETES_SERVICE_CONNECTION_SERVICE_ACCOUNT_CERT
AZDO_GCP_SERVICE_CONNECTION_PRIVATE_KEY
AZDO_INCOMING_WEBHOOK_SERVICE_CONNECTION_SECRET
AZURE_DEVOPS_EXT_PAT
ARM_CLIENT_SECRET
ARM_CLIENT_SECRET_PATH
ARM_CLIENT_SECRET_FILE_PATH
ARM_CLIENT_CERTIFICATE
ARM_CLIENT_CERTIFICATE_PATH
ARM_CLIENT_CERTIFICATE_PASSWORD
AZURE_CLIENT_SECRET
AZURE_CLIENT_CERTIFICATE_PATH
AZURE_CLIENT_CERTIFICATE_PASSWORD
AZURE_PASSWORD
"""

OTHERS = """
AZDO_ORG_SERVICE_URL
AZDO_AWS_SERVICE_CONNECTION_RTA
AZDO_AWS_SERVICE_CONNECTION_USE_OIDC
AZDO_GENERIC_SERVICE_CONNECTION_USERNAME
AZDO_GCP_SERVICE_CONNECTION_CLIENT_EMAIL
ARM_CLIENT_ID
ARM_TENANT_ID
ARM_USE_OIDC
ARM_USE_MSI
ARM_OIDC_TOKEN_FILE_PATH
AZURE_CLIENT_ID
AZURE_FEDERATED_TOKEN_FILE
SYSTEM_ACCESSTOKEN
ACTIONS_ID_TOKEN_REQUEST_TOKEN
PULUMI_CONFIG_PASSPHRASE
GITHUB_TOKEN
PATH
"""


def found(type_, *names):
    provider = Resource(type_, "contoso", Props({}), environment=frozenset(names))
    return [finding.what for finding in evaluate(provider, [RULE])]


@pytest.mark.parametrize(
    "package", ["azuredevops", "azuread", "azure-native", "azure-native_managedidentity_v1"]
)
def test_a_credential_is_refused_and_named(package):
    names = CREDENTIALS.split()

    told = {name: found(f"pulumi:providers:{package}", "PATH", name) for name in names}

    assert told == {
        name: [f'The provider "contoso" can sign in with a credential from the environment ({name}).']
        for name in names
    }


def test_other_variables_are_left_alone():
    assert found("pulumi:providers:azuredevops", *OTHERS.split()) == []


def test_all_of_them_are_told_at_once():
    (what,) = found("pulumi:providers:azuread", "AZURE_PASSWORD", "ARM_CLIENT_SECRET")

    assert what.endswith("(ARM_CLIENT_SECRET, AZURE_PASSWORD).")


@pytest.mark.parametrize("type_", ["pulumi:providers:random", "azuredevops:index/project:Project"])
def test_only_providers_that_would_use_it_are_asked(type_):
    assert found(type_, "ARM_CLIENT_SECRET") == []


def test_a_variable_that_is_empty_is_not_set_and_no_value_is_kept():
    names = environment({"ARM_CLIENT_SECRET": "", "AZURE_PASSWORD": "canary-1234"})

    assert names == {"AZURE_PASSWORD"}
