"""An organisation of any size: who is in it, and that a look at one thing or one page costs the same."""

from contextlib import contextmanager

import pytest

from patless.sandbox.model import ids, open_seeded
from patless.sandbox.model.devops import entitlements, graph, identities, subjects
from patless.sandbox.model.devops.entitlements import Place
from patless.sandbox.model.devops.projects import get_organization
from patless.sandbox.model.entra import applications, directory
from patless.sandbox.model.past_connections import LEFT
from patless.sandbox.model.seed import DEPLOYER

pytestmark = pytest.mark.sandbox
SMALL, LARGE = 100, 2000


@pytest.fixture(scope="module")
def clouds(tmp_path_factory):
    folders = {size: tmp_path_factory.mktemp(str(size)) for size in (0, SMALL, LARGE)}
    opened = {size: open_seeded(folder, size) for size, folder in folders.items()}
    yield opened
    for cloud in opened.values():
        cloud.close()


@contextmanager
def steps(session):
    """Counts the steps of SQLite's machine, which no other program on this computer slows down."""
    counted = [0]

    def count():
        counted[0] += 1

    session._connection.set_progress_handler(count, 10)
    yield counted
    session._connection.set_progress_handler(None, 0)


def test_everybody_is_a_member_with_an_identity(clouds):
    def members(size):
        with clouds[size].read() as session:
            found = entitlements.search_member_entitlements(session, get_organization(session, "contoso"))
            gone = [one.subject.principal_name for one in found if one.is_deleted_in_origin]
            assert gone == [LEFT]
            return len(found)

    assert members(LARGE) - members(0) == LARGE


def test_of_ten_seven_are_people(clouds):
    def people(size):
        with clouds[size].read() as session:
            return len(subjects.list_users(session, get_organization(session, "contoso")))

    assert people(SMALL) - people(0) == 70


LOOKS = {
    "a page of people": lambda session, organization: graph.page(session, organization, "user", limit=50),
    "a page of service principals": lambda session, organization: graph.page(
        session, organization, "servicePrincipal", limit=20
    ),
    "one service principal": lambda session, organization: graph.get(
        session,
        organization,
        ids.service_principal_descriptor(organization.organization_id, DEPLOYER[1]),
    ),
    "a search by name": lambda session, organization: graph.query_subjects(
        session, organization, "person-0000", ["user"]
    ),
    "a page of members": lambda session, organization: entitlements.page_of_entitlements(
        session, organization, limit=50
    ),
    "a later page of members": lambda session, organization: entitlements.page_of_entitlements(
        session, organization, after=Place("person-00050", ""), limit=20
    ),
    "a page of those who joined last": lambda session, organization: entitlements.page_of_entitlements(
        session, organization, order="dateCreated", descending=True, limit=50
    ),
    "an identity by either of its names": lambda session, organization: identities.search_identities(
        session, organization, "General", "person-00050"
    ),
    "an identity by its descriptor": lambda session, organization: identities.read_identities_by_descriptor(
        session, organization, [f"{identities.USER};x\\person-00050@contoso.com"]
    ),
    "an application": lambda session, _: applications.get_application(session, ids.guid("seed", DEPLOYER[0])),
    "a person": lambda session, _: directory.get_user(session, "dev.one@contoso.com"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_costs_the_same_in_a_large_organisation(look, clouds):
    def cost(size):
        with clouds[size].read() as session:
            organization = get_organization(session, "contoso")
            with steps(session) as counted:
                assert LOOKS[look](session, organization)
        return counted[0]

    assert cost(LARGE) <= cost(SMALL) * 1.2 + 5
