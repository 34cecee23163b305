"""A service connection has the right id in each slot, and nobody may use it who was not named."""

import pytest

from components import AzureServiceConnection

ARGS = {
    "connection_name": "azure-support",
    "project_id": "project",
    "description": "Deploys the support site.",
    "identity": {
        "client_id": "client",
        "principal_id": "principal",
        "tenant_id": "tenant",
        "managed_identity": "id-deployer",
        "resource_group": "rg-identities",
    },
    "target": {
        "subscription": "sub",
        "subscription_name": "Contoso Production",
        "resource_group": "rg-support",
        "role": "role-guid",
    },
}


@pytest.fixture
def made(deploy):
    """What a connection registers, by the last part of the type."""

    def make(**more):
        found = deploy(lambda: AzureServiceConnection("c", {**ARGS, **more}))
        return {registration.type.rsplit(":", 1)[-1]: registration for registration in found}

    return make


def test_the_connection_signs_in_with_the_client_id_and_no_secret(made):
    connection = made()["ServiceEndpointAzureRM"]

    assert connection.inputs["serviceEndpointAuthenticationScheme"] == "WorkloadIdentityFederation"
    assert connection.inputs["credentials"] == {"serviceprincipalid": "client"}


def test_a_connection_is_deleted_before_it_is_replaced(made):
    assert made()["ServiceEndpointAzureRM"].delete_before_replace


def test_issuer_and_subject_of_the_trust_are_the_connections_own(made):
    trust = made()["FederatedIdentityCredential"]

    assert trust.inputs["issuer"] == "c-endpoint:workloadIdentityFederationIssuer"
    assert trust.inputs["subject"] == "c-endpoint:workloadIdentityFederationSubject"
    assert trust.inputs["audiences"] == ["api://AzureADTokenExchange"]
    assert (trust.inputs["resourceName"], trust.inputs["resourceGroupName"]) == (
        "id-deployer",
        "rg-identities",
    )


def test_the_role_is_given_to_the_principal_on_the_resource_group_and_no_wider(made):
    role = made()["RoleAssignment"]

    assert role.inputs["principalId"] == "principal"
    assert role.inputs["principalType"] == "ServicePrincipal"
    assert role.inputs["scope"] == "/subscriptions/sub/resourceGroups/rg-support"
    assert role.inputs["roleDefinitionId"].endswith("/roleDefinitions/role-guid")


def test_the_role_says_why_it_is_there(made):
    target = {"subscription": "sub", "role": "role-guid", "reason": "Makes every group."}

    role = made(target=target)["RoleAssignment"]

    assert (role.inputs["scope"], role.inputs["description"]) == ("/subscriptions/sub", "Makes every group.")


def test_no_pipeline_may_use_a_connection_that_names_none(made):
    assert "PipelineAuthorization" not in made()


def test_a_pipeline_gets_the_connection_only_after_its_checks_stand(made):
    found = made(
        pipelines={"12": 12},
        checks={
            "approvers": ["approvers"],
            "branches": ["refs/heads/main", "refs/heads/release"],
            "exclusive_lock": True,
        },
    )

    authorization = found["PipelineAuthorization"]
    assert authorization.inputs["pipelineId"] == 12
    assert authorization.waits_for >= {"c-use-approval", "c-use-branches", "c-use-lock", "c-trust-credential"}
    assert found["CheckBranchControl"].inputs["allowedBranches"] == "refs/heads/main, refs/heads/release"
    assert found["CheckBranchControl"].inputs["verifyBranchProtection"] is True


def test_whoever_starts_a_run_does_not_approve_it(made):
    approval = made(checks={"approvers": ["approvers"]})["CheckApproval"]

    assert approval.inputs["approvers"] == ["approvers"]
    assert approval.inputs["requesterCanApprove"] is False


def test_a_registry_makes_it_a_connection_for_images(made):
    found = made(target={**ARGS["target"], "registry": "contosoimages"})

    assert "ServiceEndpointAzureRM" not in found
    connection = found["ServiceEndpointAzureEcr"]
    assert connection.inputs["azurecrName"] == "contosoimages"
    assert found["RoleAssignment"].inputs["scope"].endswith("/registries/contosoimages")
    assert connection.inputs["serviceEndpointAuthenticationScheme"] == "WorkloadIdentityFederation"
    assert connection.inputs["credentials"] == {"serviceprincipalid": "client"}


def test_a_target_without_a_role_gives_the_identity_none(made):
    target = {key: value for key, value in ARGS["target"].items() if key != "role"}

    assert "RoleAssignment" not in made(target=target)


def test_an_identity_that_is_not_ours_is_not_changed_by_its_connection(made):
    identity = {"client_id": "client", "principal_id": "principal", "tenant_id": "tenant"}

    assert "FederatedIdentityCredential" not in made(identity=identity)
