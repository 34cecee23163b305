"""Connections to Azure by workload identity federation: the service says whom an identity has to trust."""

import base64
import uuid

import pytest

from azdo_emulator.model import fingerprint, inventory
from azdo_emulator.model.entra import directory, federated_credentials
from azdo_emulator.model.seed import ORGANIZATION, TENANT
from azdo_emulator.providers.values import UNKNOWN, plain, read

from .conftest import told
from .connections import TO_REGISTRY, TO_SUBSCRIPTION, connections

pytestmark = pytest.mark.sandbox

OTHER = {TO_SUBSCRIPTION: TO_REGISTRY, TO_REGISTRY: TO_SUBSCRIPTION}
BOTH = pytest.mark.parametrize("token", [TO_SUBSCRIPTION, TO_REGISTRY])


@pytest.fixture
def application(cloud):
    with cloud.write() as session:
        return directory.create_application(session, TENANT, "deployer")


@pytest.fixture
def wanted(project_id, application):
    return connections(project_id, application.app_id)


def trust(cloud, application, outputs):
    with cloud.write() as session:
        return federated_credentials.create_federated_identity_credential(
            session,
            application.object_id,
            "connection",
            outputs["workloadIdentityFederationIssuer"],
            outputs["workloadIdentityFederationSubject"],
            ["api://AzureADTokenExchange"],
        )


def untrust(cloud, credential):
    with cloud.write() as session:
        federated_credentials.delete_federated_identity_credential(
            session, credential.holder_id, credential.credential_id
        )


@BOTH
def test_the_issuer_is_entra_and_the_subject_names_connection_and_organisation(devops, wanted, cloud, token):
    id, outputs = devops.create(token, wanted[token])

    with cloud.read() as session:
        [organization] = inventory(session)["organizations"]
    tenant, devops_itself = (
        base64.urlsafe_b64encode(uuid.UUID(guid).bytes_le).decode().rstrip("=")
        for guid in (TENANT, "499b84ac-1321-427f-aa17-267ca6975798")
    )
    assert devops_itself == "rISbSSETf0KqFyZ8ppdXmA"
    assert organization["name"] == ORGANIZATION
    assert outputs["workloadIdentityFederationIssuer"] == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert outputs["workloadIdentityFederationSubject"] == (
        f"/eid1/c/pub/t/{tenant}/a/{devops_itself}/sc/{organization['organization_id']}/{id}"
    )


@pytest.mark.parametrize("environment", ["AzureUSGovernment", "AzureChinaCloud"])
def test_to_a_governments_cloud_azure_devops_is_the_issuer(devops, wanted, cloud, environment):
    inputs = wanted[TO_SUBSCRIPTION] | {"environment": environment}
    id, outputs = devops.create(TO_SUBSCRIPTION, inputs)

    with cloud.read() as session:
        [organization] = inventory(session)["organizations"]
    issuer = f"https://vstoken.dev.azure.com/{organization['organization_id']}"
    assert outputs["workloadIdentityFederationIssuer"] == issuer
    assert outputs["workloadIdentityFederationSubject"] == f"sc://{ORGANIZATION}/Support/azure-support"
    old = devops.checked(TO_SUBSCRIPTION, inputs)
    new = devops.checked(TO_SUBSCRIPTION, old | {"description": "x"})
    assert devops.update(TO_SUBSCRIPTION, id, outputs, new)["workloadIdentityFederationIssuer"] == issuer


@BOTH
def test_the_identity_stands_in_the_outputs_and_nothing_is_secret(devops, wanted, application, token):
    _, outputs = devops.create(token, wanted[token])

    assert outputs["servicePrincipalId"] == application.app_id
    assert outputs["authorization"] == {"scheme": "WorkloadIdentityFederation"}
    assert plain(outputs) == outputs


@BOTH
def test_a_preview_waits_for_issuer_and_subject(devops, wanted, token):
    inputs = wanted[token] | {"credentials": {"serviceprincipalid": UNKNOWN}}

    _, outputs = devops.create(token, inputs, preview=True)

    assert outputs["workloadIdentityFederationIssuer"] is UNKNOWN
    assert outputs["workloadIdentityFederationSubject"] is UNKNOWN
    assert outputs["serviceEndpointName"] == "azure-support"


@BOTH
def test_a_new_name_keeps_the_subject(devops, wanted, token):
    id, outputs = devops.create(token, wanted[token])
    new = devops.checked(token, wanted[token] | {"serviceEndpointName": "azure-prod", "description": "x"})
    assert list(devops.diff(token, devops.checked(token, wanted[token]), new).replaces) == []

    changed = devops.update(token, id, outputs, new)

    assert changed["serviceEndpointName"] == "azure-prod"
    subject = "workloadIdentityFederationSubject"
    assert changed[subject] == outputs[subject]


@BOTH
def test_a_name_is_taken_once_in_a_project_by_any_type(devops, wanted, token):
    devops.create(TO_SUBSCRIPTION, wanted[TO_SUBSCRIPTION])

    message = told(devops.create, token, wanted[token] | {"serviceEndpointName": "Azure-Support"})

    assert message.startswith(
        "Error creating service endpoint in Azure DevOps: "
        "Service connection with name Azure-Support already exists."
    )


@BOTH
def test_a_connection_stays_while_its_identity_trusts_it(devops, cloud, wanted, application, token):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(token, wanted[token])
    credential = trust(cloud, application, made[1])

    message = told(devops.delete, token, *made)
    assert message == (
        "Delete service endpoint error Cannot delete this service connection while federated credentials "
        f"for app {application.app_id} exist in Entra tenant {TENANT}. Please make sure federated "
        "credentials have been removed prior to deleting the service connection."
    )

    untrust(cloud, credential)
    devops.delete(token, *made)
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_connection_that_tests_itself_is_not_made_before_it_is_trusted(devops, cloud, wanted):
    inputs = wanted[TO_SUBSCRIPTION] | {"features": {"validate": True}}
    with cloud.read() as session:
        before = inventory(session)["service_endpoints"]

    message = told(devops.create, TO_SUBSCRIPTION, inputs)

    assert message.startswith("Error validating connection: (type: azurerm, name: azure-support, code: ")
    assert "AADSTS70025" in message
    with cloud.read() as session:
        assert inventory(session)["service_endpoints"] == before


@BOTH
@pytest.mark.parametrize("scheme", ["WorkloadIdentityFederation", "ServicePrincipal"])
def test_without_an_identity_the_service_would_make_one_and_cannot(devops, wanted, token, scheme):
    inputs = {key: value for key, value in wanted[token].items() if key != "credentials"}
    inputs |= {"serviceEndpointAuthenticationScheme": scheme}

    assert "Insufficient privileges" in told(devops.create, token, inputs)


@BOTH
def test_a_connection_is_imported_by_project_and_id(devops, wanted, project_id, token):
    id, _ = devops.create(token, wanted[token])

    answer = devops.read(token, f"{project_id}/{id}")

    imported = read(answer.inputs)
    assert answer.id == id
    assert imported.items() >= wanted[token].items()


def test_a_refresh_sees_what_somebody_changed(devops, wanted):
    token, inputs = TO_SUBSCRIPTION, devops.checked(TO_SUBSCRIPTION, wanted[TO_SUBSCRIPTION])
    id, outputs = devops.create(token, inputs)
    devops.update(token, id, outputs, inputs | {"azurermSubscriptionName": "Other"})

    answer = devops.read(token, id, outputs, inputs)

    assert read(answer.inputs) == inputs | {"azurermSubscriptionName": "Other"}


def test_a_connection_that_is_gone_is_an_error_as_upstream(devops, wanted, project_id):
    id, outputs = devops.create(TO_SUBSCRIPTION, wanted[TO_SUBSCRIPTION])
    devops.delete(TO_SUBSCRIPTION, id, outputs)

    message = told(devops.read, TO_SUBSCRIPTION, id, outputs)

    assert message == f"unexpected nil service endpoint, ID: ({id}), project ID: ({project_id})"


@pytest.mark.parametrize(
    ("token", "name"),
    [(TO_SUBSCRIPTION, "getServiceEndpointAzureRM"), (TO_REGISTRY, "getServiceendpointAzurecr")],
)
def test_a_connection_is_looked_up_by_name_and_by_id(devops, wanted, project_id, token, name):
    id, outputs = devops.create(token, wanted[token])
    look_up = f"azuredevops:index/{name}:{name}"

    found = devops.invoke(look_up, projectId=project_id, serviceEndpointName="AZURE-support")

    assert found == devops.invoke(look_up, projectId=project_id, serviceEndpointId=id)
    subject = "workloadIdentityFederationSubject"
    assert (found["id"], found[subject]) == (id, outputs[subject])
    assert told(devops.invoke, look_up, projectId=project_id, serviceEndpointName="x") == (
        f"Looking up service endpoint with name (x) and projectID ({project_id}): x not found!"
    )
    message = told(devops.invoke, look_up, projectId=project_id, serviceEndpointId=TENANT)
    assert message == "Looking up service endpoint!"
    assert "and not both" in told(devops.invoke, look_up, projectId=project_id)
    other, _ = devops.create(OTHER[token], wanted[OTHER[token]] | {"serviceEndpointName": "other"})
    assert "is of the type" in told(devops.invoke, look_up, projectId=project_id, serviceEndpointId=other)
    assert "no UUID" in told(devops.invoke, look_up, projectId="Support", serviceEndpointName="x")
