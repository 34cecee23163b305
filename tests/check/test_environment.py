"""The variables of a preview: what a change's code gets of the job that checks it."""

import pytest

from patless.check.environment import environment, kept_back
from patless.errors import PatlessError

SECRETS = dict.fromkeys(
    (
        "GH_TOKEN",
        "GITHUB_TOKEN",
        "SYSTEM_ACCESSTOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "ACTIONS_RUNTIME_TOKEN",
        "ARM_CLIENT_SECRET",
        "ARM_OIDC_TOKEN",
        "AZURE_CLIENT_SECRET",
        "AZURE_DEVOPS_EXT_PAT",
        "AZDO_PERSONAL_ACCESS_TOKEN",
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
        "PULUMI_ACCESS_TOKEN",
        "PULUMI_CONFIG_PASSPHRASE",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
        "AWS_SECRET_ACCESS_KEY",
        "IDENTITY_HEADER",
        "NPM_TOKEN",
        "SSH_AUTH_SOCK",
        "ANYTHING_ELSE",
    ),
    "canary",
)
HARMLESS = {
    "PATH": "/bin",
    "HOME": "/home/x",
    "PULUMI_BACKEND_URL": "azblob://x",
    "https_proxy": "http://proxy:3128",
}


def test_only_what_is_allowed_is_passed_on():
    assert environment(HARMLESS | SECRETS, ()) == HARMLESS


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "PULUMI_BACKEND_URL"])
def test_an_address_with_a_login_in_it_is_kept_back(name):
    assert environment({name: "https://user:canary@example.org"}, ()) == {}


def test_a_user_passes_a_variable_by_its_name():
    assert environment(SECRETS, ["ARM_OIDC_TOKEN"]) == {"ARM_OIDC_TOKEN": "canary"}


def test_a_variable_that_is_not_set_cannot_be_passed():
    with pytest.raises(PatlessError, match="--pass-env NOWHERE: there is no such variable"):
        environment(HARMLESS, ["NOWHERE"])


def test_the_passphrase_of_the_sandbox_that_the_shell_is_in_is_passed_and_no_other():
    inside = {"PATLESS_SANDBOX": "/x/sandbox", "PULUMI_CONFIG_PASSPHRASE_FILE": "/x/sandbox/passphrase"}
    outside = inside | {"PULUMI_CONFIG_PASSPHRASE_FILE": "/x/sandbox-of-another/passphrase"}

    assert environment(inside, ()) == inside
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" not in environment(outside, ())


def test_what_somebody_may_miss_is_named_and_its_value_is_not():
    names = kept_back(HARMLESS | SECRETS, HARMLESS)

    assert {"ARM_OIDC_TOKEN", "GH_TOKEN", "SYSTEM_ACCESSTOKEN", "PULUMI_CONFIG_PASSPHRASE"} <= set(names)
    assert "ANYTHING_ELSE" not in names
    assert "canary" not in str(names)
