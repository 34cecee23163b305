"""What a connection to Azure can be given: what goes together, what replaces, and what is secret."""

import pytest

from azdo_emulator.model.seed import DATA_FACTORY, TENANT
from azdo_emulator.providers.values import Secret, read

from .conftest import told
from .connections import FEDERATION, TO_REGISTRY, TO_SUBSCRIPTION, connections

pytestmark = pytest.mark.sandbox

CANARY = "canary-0c4e9d"


@pytest.fixture
def wanted(project_id):
    return connections(project_id, DATA_FACTORY[2])


@pytest.mark.parametrize(
    ("token", "changed"),
    [
        (TO_SUBSCRIPTION, {"serviceEndpointAuthenticationScheme": "ServicePrincipal"}),
        (TO_SUBSCRIPTION, {"projectId": TENANT}),
        (TO_REGISTRY, {"azurecrName": "other"}),
        (TO_REGISTRY, {"credentials": {"serviceprincipalid": TENANT}}),
    ],
)
def test_what_cannot_be_changed_replaces(devops, wanted, token, changed):
    diff = devops.diff(token, wanted[token], wanted[token] | changed)

    assert list(diff.replaces) == list(changed)
    assert not diff.deleteBeforeReplace


def test_a_subscription_connection_is_by_secret_unless_it_says_otherwise(devops, wanted):
    bare = {key: value for key, value in wanted[TO_SUBSCRIPTION].items() if key not in FEDERATION}

    assert devops.checked(TO_SUBSCRIPTION, bare)["serviceEndpointAuthenticationScheme"] == "ServicePrincipal"


@pytest.mark.parametrize("slot", ["serviceprincipalkey", "serviceprincipalcertificate"])
def test_a_secret_of_a_principal_is_secret_and_never_in_the_file(devops, cloud, wanted, slot):
    inputs = wanted[TO_SUBSCRIPTION] | {
        "serviceEndpointAuthenticationScheme": "ServicePrincipal",
        "credentials": {"serviceprincipalid": DATA_FACTORY[2], slot: CANARY},
    }
    assert devops.checked(TO_SUBSCRIPTION, inputs)["credentials"][slot] == Secret(CANARY)

    id, outputs = devops.create(TO_SUBSCRIPTION, inputs)
    answer = devops.read(TO_SUBSCRIPTION, id, outputs, inputs)

    written = b"".join(path.read_bytes() for path in cloud.path.parent.glob("cloud.sqlite*"))
    assert outputs["credentials"][slot] == Secret(CANARY)
    assert read(answer.properties)["credentials"][slot] == Secret(CANARY)
    assert b"azure-support" in written
    assert CANARY.encode() not in written


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"resourceGroup": "rg-support"}, "'resourceGroup' conflicts with 'credentials'"),
        (
            {"azurermManagementGroupId": "mg"},
            "'azurermManagementGroupId' conflicts with 'azurermSubscriptionId'",
        ),
        ({"environment": "Mars"}, "'environment' has a value that it cannot have"),
        ({"serviceEndpointAuthenticationScheme": "Token"}, "'serviceEndpointAuthenticationScheme' has a val"),
    ],
)
def test_inputs_that_do_not_go_together_are_refused(devops, wanted, changed, words):
    [reason] = devops.reasons(TO_SUBSCRIPTION, wanted[TO_SUBSCRIPTION] | changed)

    assert reason.startswith(words)


@pytest.mark.parametrize(
    ("token", "changed", "words"),
    [
        (TO_SUBSCRIPTION, {"environment": "AzureStack"}, "`server_url` is required when `environment` is"),
        (
            TO_REGISTRY,
            {"serviceEndpointAuthenticationScheme": "ManagedServiceIdentity"},
            "ManagedServiceIdentity AuthenticationScheme is not supported yet",
        ),
        (
            TO_REGISTRY,
            {"serviceEndpointAuthenticationScheme": "ServicePrincipal"},
            "ServicePrincipal Manual EndpointCreationMode is not supported yet",
        ),
    ],
)
def test_what_the_plug_in_does_not_do_is_told(devops, wanted, token, changed, words):
    assert told(devops.create, token, wanted[token] | changed).startswith(words)


def test_a_management_group_stands_for_a_subscription(devops, wanted):
    inputs = {key: value for key, value in wanted[TO_SUBSCRIPTION].items() if "Subscription" not in key}
    assert told(devops.create, TO_SUBSCRIPTION, inputs).startswith("One of either subscription scoped")
    group = {"azurermManagementGroupId": "mg-contoso"}
    assert "must be provided" in told(devops.create, TO_SUBSCRIPTION, inputs | group)

    _, outputs = devops.create(TO_SUBSCRIPTION, inputs | group | {"azurermManagementGroupName": "Contoso"})

    assert outputs["azurermManagementGroupName"] == "Contoso"
    assert "azurermSubscriptionId" not in outputs
