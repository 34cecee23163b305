"""Role assignments and roles, through azure-mgmt-authorization."""

import pytest

from azdo_emulator.model.azure.role_assignments import role_assignments_create
from azdo_emulator.model.entra.directory import create_application, create_service_principal
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER, ENTRA_GROUPS, SUBSCRIPTION, TENANT

from .azure import authorization, make, refusal

__all__ = ["authorization", "make"]

OF_ALL = f"/subscriptions/{SUBSCRIPTION}"
SUPPORT = f"{OF_ALL}/resourceGroups/rg-support"
REGISTRY = f"{OF_ALL}/resourceGroups/rg-shared/providers/Microsoft.ContainerRegistry/registries/contosoimages"
READER = f"{OF_ALL}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
FACTORY = {"roleDefinitionId": READER, "principalId": DATA_FACTORY[1], "principalType": "ServicePrincipal"}
ONE, TWO = guid("test", "one"), guid("test", "two")
SEEDED = 3


@pytest.fixture
def roles(authorization):
    return authorization.role_assignments


def wanted(**more):
    return {"properties": FACTORY | more}


def test_a_role_is_given_read_and_taken_back(roles):
    made = roles.create(SUPPORT, ONE, wanted(description="for reports"))

    assert made.id == f"{SUPPORT}/providers/Microsoft.Authorization/roleAssignments/{ONE}"
    assert (made.scope, made.principal_id, made.principal_type) == (
        SUPPORT,
        DATA_FACTORY[1],
        "ServicePrincipal",
    )
    assert (made.role_definition_id, made.description) == (READER, "for reports")
    assert roles.get(SUPPORT, ONE) == roles.get_by_id(made.id) == made

    assert roles.delete(SUPPORT, ONE).id == made.id
    assert roles.delete(SUPPORT, ONE) is None
    assert refusal(roles.get, SUPPORT, ONE)[:2] == (404, "RoleAssignmentNotFound")


def test_a_role_is_given_on_one_resource(roles):
    made = roles.create(REGISTRY, ONE, wanted())

    assert [found.id for found in roles.list_for_scope(REGISTRY, filter="atScope()")][-1] == made.id


def test_a_new_assignment_is_created_and_an_old_one_is_not(resource_manager):
    path = f"{SUPPORT}/providers/Microsoft.Authorization/roleAssignments/{ONE}"

    def put():
        return resource_manager.put(path, params={"api-version": "2022-04-01"}, json=wanted()).status_code

    assert [put(), put()] == [201, 200]


REFUSED = {
    "a principal that is nobody": ({"principalId": TENANT}, (400, "PrincipalNotFound")),
    "a client id": ({"principalId": DATA_FACTORY[2]}, (400, "PrincipalNotFound")),
    "another kind of principal": ({"principalType": "User"}, (400, "UnmatchedPrincipalType")),
    "no role": ({"roleDefinitionId": f"{READER[:-1]}8"}, (404, "RoleDefinitionDoesNotExist")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_assignment_is_refused_in_azures_words(roles, what):
    change, expected = REFUSED[what]

    assert refusal(roles.create, SUPPORT, ONE, wanted(**change))[:2] == expected


def test_an_assignment_has_its_place_and_its_name(roles):
    roles.create(SUPPORT, ONE, wanted())

    assert refusal(roles.create, SUPPORT, TWO, wanted())[:2] == (409, "RoleAssignmentExists")
    assert refusal(roles.create, SUPPORT, ONE, wanted(principalId=DEPLOYER[1]))[:2] == (
        400,
        "RoleAssignmentUpdateNotPermitted",
    )
    assert refusal(roles.create, SUPPORT, "one", wanted())[:2] == (400, "InvalidRoleAssignmentId")
    assert refusal(roles.create, f"{OF_ALL}/resourceGroups/rg-none", ONE, wanted())[:2] == (
        404,
        "ResourceGroupNotFound",
    )
    assert refusal(roles.create, f"{REGISTRY}x", ONE, wanted())[:2] == (404, "ResourceNotFound")


def test_a_list_shows_what_holds_in_a_scope_and_what_is_below_it(roles):
    below = roles.create(SUPPORT, ONE, wanted())
    elsewhere = roles.create(REGISTRY, TWO, wanted())

    def names(scope, filter=None):
        return {found.name for found in roles.list_for_scope(scope, filter=filter)}

    everything, inherited = names(OF_ALL), names(OF_ALL, "atScope()")
    assert everything == inherited | {below.name, elsewhere.name}
    assert len(inherited) == SEEDED
    assert names(SUPPORT) == names(SUPPORT, "atScope()") == inherited | {below.name}
    assert names(REGISTRY) == inherited | {elsewhere.name}
    assert {found.name for found in roles.list_for_subscription()} == everything
    assert {found.name for found in roles.list_for_resource_group("rg-support")} == inherited | {below.name}


def test_a_list_can_be_of_one_principal(roles):
    made = [roles.create(SUPPORT, ONE, wanted()), roles.create(REGISTRY, TWO, wanted())]
    of_group = roles.create(
        SUPPORT,
        guid("test", "group"),
        wanted(principalId=ENTRA_GROUPS["sg-support"][0], principalType="Group"),
    )

    def ids(filter):
        return {found.id for found in roles.list_for_scope(OF_ALL, filter=filter)}

    developer = guid("seed", "dev.one@contoso.com")
    assert ids(f"principalId eq '{DATA_FACTORY[1]}'") == {one.id for one in made}
    assert ids(f"atScope() and principalId eq '{DATA_FACTORY[1]}'") == set()
    assert ids(f"principalId eq '{developer}'") == set()
    assert ids(f"assignedTo('{developer}')") == {of_group.id}
    assert refusal(roles.list_for_scope, OF_ALL, filter="roleName eq 'x'")[:2] == (400, "InvalidFilter")


def test_assignments_are_listed_page_by_page_with_the_same_filter(server, roles):
    with server.cloud.write() as session:
        for number in range(120):
            made = create_service_principal(session, create_application(session, TENANT, f"a{number}").app_id)
            role_assignments_create(
                session,
                SUPPORT if number % 2 else OF_ALL,
                guid("test", str(number)),
                role_definition_id=READER,
                principal_id=made.object_id,
            )

    pages = [[found.name for found in page] for page in roles.list_for_scope(SUPPORT).by_page()]
    names = [name for page in pages for name in page]

    assert [len(page) for page in pages] == [100, 20 + SEEDED]
    assert len(set(names)) == len(names)
    assert [len(list(page)) for page in roles.list_for_scope(OF_ALL, filter="atScope()").by_page()] == [63]


def test_a_role_is_found_by_its_name_and_by_its_id(authorization):
    definitions = authorization.role_definitions
    [reader] = definitions.list(OF_ALL, filter="roleName eq 'Reader'")

    assert (reader.id, reader.role_name, reader.role_type) == (READER, "Reader", "BuiltInRole")
    assert reader.permissions[0].actions == ["*/read"]
    assert definitions.get(SUPPORT, reader.name).role_name == "Reader"
    assert definitions.get_by_id(READER).role_name == "Reader"
    everywhere = definitions.get_by_id(f"/providers/{READER.partition('/providers/')[2]}")
    assert everywhere.role_name == "Reader"
    assert list(definitions.list(OF_ALL, filter="roleName eq 'No such role'")) == []
    assert len(list(definitions.list(OF_ALL))) > 20
    assert refusal(definitions.get, OF_ALL, ONE)[:2] == (404, "RoleDefinitionDoesNotExist")


def test_contributor_gives_no_roles(authorization):
    [contributor] = authorization.role_definitions.list(OF_ALL, filter="roleName eq 'Contributor'")

    assert "Microsoft.Authorization/*/Write" in contributor.permissions[0].not_actions
