"""A new sandbox is the organisation that the example and the docs speak of."""

import json

import pytest

from azdo_emulator.model import Refused, fingerprint, inventory, open_seeded
from azdo_emulator.model.azure.resource_groups import resource_groups_get
from azdo_emulator.model.devops.entitlements import search_member_entitlements
from azdo_emulator.model.devops.groups import OF_A_PROJECT, OF_THE_ORGANIZATION, list_groups
from azdo_emulator.model.devops.memberships import list_memberships
from azdo_emulator.model.devops.project_changes import queue_create_project
from azdo_emulator.model.devops.projects import get_project, list_projects
from azdo_emulator.model.entra.directory import (
    get_deployer,
    get_directory_object,
    get_service_principal,
)
from azdo_emulator.model.seed import (
    DEPLOYER,
    ENTRA_GROUPS,
    PROJECTS,
    RESOURCE_GROUPS,
    SUBSCRIPTION,
    TENANT,
    USERS,
)

from .conftest import group_of


def test_it_is_contoso(session, contoso):
    assert (contoso.url, contoso.tenant_id) == (
        "https://dev.azure.com/contoso",
        "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
    )
    assert [project.name for project in list_projects(session, contoso)] == sorted(PROJECTS)


def test_two_new_sandboxes_are_equal(cloud, tmp_path):
    with open_seeded(tmp_path / "other") as other, other.read() as theirs, cloud.read() as ours:
        assert inventory(theirs) == inventory(ours)
        assert fingerprint(theirs) == fingerprint(ours)


@pytest.mark.parametrize("name", PROJECTS)
def test_every_project_has_its_default_groups(session, contoso, name):
    project = get_project(session, contoso, name)
    found = {group.name for group in list_groups(session, contoso, project)}

    assert set(OF_A_PROJECT) | {f"{name} Team"} <= found
    assert ("Release Approvers" in found) == (name == "Support")


def test_the_organisation_has_its_default_groups(session, contoso):
    found = {group.name for group in list_groups(session, contoso) if group.project_id is None}

    assert found == set(OF_THE_ORGANIZATION)


def test_a_project_is_found_by_its_name_in_any_case_and_by_its_id(session, contoso):
    project = get_project(session, contoso, "support")

    assert get_project(session, contoso, project.project_id) == project


def test_a_project_that_is_not_there_is_refused_in_the_services_words(session, contoso):
    with pytest.raises(Refused, match="VS800075: The project with id 'Sales' does not exist"):
        get_project(session, contoso, "Sales")


def test_two_projects_cannot_share_a_name(session, contoso):
    with pytest.raises(Refused, match="TF200019"):
        queue_create_project(session, contoso, "SUPPORT")


def test_the_owner_is_an_administrator_with_a_basic_seat(session, contoso):
    [owner] = [
        member
        for member in search_member_entitlements(session, contoso)
        if member.subject.storage_key == contoso.owner
    ]
    administrators = group_of(session, contoso, None, "Project Collection Administrators")

    assert (owner.subject.principal_name, owner.account_license_type) == ("admin@contoso.com", "express")
    assert list_memberships(session, contoso, owner.subject.descriptor) == [administrators]


def test_the_deployer_is_an_administrator_too(session, contoso):
    deployer = get_deployer(session, TENANT)
    [member] = [
        member
        for member in search_member_entitlements(session, contoso)
        if member.subject.origin_id == deployer.object_id
    ]

    assert (deployer.object_id, deployer.app_id) == DEPLOYER[1:]
    assert group_of(session, contoso, None, "Project Collection Administrators") in list_memberships(
        session, contoso, member.subject.descriptor
    )


def test_azure_has_the_groups_and_the_registry_of_the_example(session):
    for name in RESOURCE_GROUPS:
        assert resource_groups_get(session, SUBSCRIPTION, name).location == "westeurope"
    found = {row["name"]: row for row in session.rows("SELECT * FROM resources")}
    assert found["contosoimages"]["id"].endswith(
        "/rg-shared/providers/Microsoft.ContainerRegistry/registries/contosoimages"
    )
    assert found["contoso-ingest"]["principal_id"] == "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10"


def test_the_data_factory_has_an_identity_of_its_own(session):
    principal = get_service_principal(session, "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10")

    assert principal.app_id == "4e0b8c52-7a35-4d0c-9b2f-1f8e6d5c3a91"
    assert principal.service_principal_type == "ManagedIdentity"


def test_every_group_is_below_valid_users(session, contoso):
    everybody = group_of(session, contoso, None, "Project Collection Valid Users")
    support = group_of(session, contoso, "Support", "Project Valid Users")

    assert support in list_memberships(session, contoso, everybody, "down")
    assert group_of(session, contoso, "Support", "Readers") in list_memberships(
        session, contoso, support, "down"
    )


def test_entra_has_the_groups_of_the_example(session):
    object_id, _ = ENTRA_GROUPS["sg-support"]

    found = get_directory_object(session, object_id)

    assert object_id == "5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21"
    assert (found.kind, found.display_name, found.tenant_id) == ("group", "sg-support", TENANT)


def test_no_two_ids_of_a_new_sandbox_are_equal(session, contoso):
    subjects = session.rows("SELECT storage_key, descriptor, origin_id, origin FROM subjects")
    people = [row for row in subjects if row["origin"] == "aad"]
    found = [TENANT, SUBSCRIPTION, contoso.organization_id]
    found += [project.project_id for project in list_projects(session, contoso)]
    found += [row["descriptor"] for row in subjects] + [row["storage_key"] for row in subjects]
    found += [row["origin_id"] for row in people]

    assert len(found) == len(set(found))
    # Two of the people of the example, the two of the past, and the deployer.
    assert len(people) == 5
    assert len(USERS) == 3


def test_the_inventory_has_no_times(session):
    text = json.dumps(inventory(session))

    assert "created_at" not in text
    assert "sequences" not in text
