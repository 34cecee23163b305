"""A principal has a role of a service once, and its tokens for that service say so."""

import pytest

from azdo_emulator.model import Refused
from azdo_emulator.model.entra import app_roles, directory, groups
from azdo_emulator.model.entra.app_roles import DEFAULT, MICROSOFT_GRAPH, ROLES
from azdo_emulator.model.entra.permissions import OF_THE_DEPLOYER
from azdo_emulator.model.seed import DEPLOYER, TENANT

from .conftest import refusal

READ_ALL = ROLES[MICROSOFT_GRAPH]["Application.Read.All"]
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def principal(session):
    made = directory.create_application(session, TENANT, "reporter")
    return directory.create_service_principal(session, made.app_id).object_id


@pytest.fixture
def graph(session):
    [row] = session.rows("SELECT object_id FROM service_principals WHERE app_id = ?", MICROSOFT_GRAPH)
    return row["object_id"]


def test_the_deployer_has_what_it_needs_in_microsoft_graph_and_no_more(session):
    assert set(app_roles.roles_of(session, DEPLOYER[1], MICROSOFT_GRAPH)) == set(OF_THE_DEPLOYER)


def test_a_role_that_is_assigned_is_listed_on_both_sides_and_ends_with_the_assignment(
    session, principal, graph
):
    made = app_roles.create_app_role_assignment(session, principal, graph, READ_ALL.upper())

    assert app_roles.list_app_role_assignments(session, principal) == [made]
    assert made in app_roles.list_app_role_assigned_to(session, graph)
    assert app_roles.roles_of(session, principal, MICROSOFT_GRAPH) == ("Application.Read.All",)

    app_roles.delete_app_role_assignment(session, made.assignment_id)

    assert app_roles.roles_of(session, principal, MICROSOFT_GRAPH) == ()
    assert refusal(app_roles.get_app_role_assignment, session, made.assignment_id)[0] == 404
    assert refusal(app_roles.delete_app_role_assignment, session, made.assignment_id)[0] == 404


def test_a_role_is_assigned_once(session, principal, graph):
    app_roles.create_app_role_assignment(session, principal, graph, READ_ALL)

    with pytest.raises(Refused, match="Permission being assigned already exists on the object"):
        app_roles.create_app_role_assignment(session, principal, graph, READ_ALL)


def test_a_service_gives_only_the_roles_that_it_has(session, principal, graph):
    with pytest.raises(Refused, match=f"was not found on application '{MICROSOFT_GRAPH}'"):
        app_roles.create_app_role_assignment(session, principal, graph, DEFAULT)


def test_a_service_without_roles_of_its_own_has_the_default_one(session, principal):
    made = app_roles.create_app_role_assignment(session, DEPLOYER[1], principal, DEFAULT)

    assert app_roles.list_app_role_assigned_to(session, principal) == [made]


def test_an_application_has_no_roles_its_service_principal_has(session, graph):
    application = directory.create_application(session, TENANT, "reporter").object_id

    for principal in (application, NOBODY):
        with pytest.raises(Refused, match="Not a valid reference update"):
            app_roles.create_app_role_assignment(session, principal, graph, READ_ALL)


def test_an_assignment_goes_with_its_principal(session, graph):
    group = groups.create_group(session, TENANT, "sg-reporters", "sg-reporters").object_id
    made = app_roles.create_app_role_assignment(session, group, graph, READ_ALL)
    groups.delete_group(session, group)

    assert made not in app_roles.list_app_role_assigned_to(session, graph)
