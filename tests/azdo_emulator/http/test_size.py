"""A page, a search and a look cost the same in a large organisation: counted in steps of the database."""

import shutil

import pytest

from azdo_emulator.http.serving import serving
from azdo_emulator.model import ids, open_seeded
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.seed import DEPLOYER, SUBSCRIPTION
from tests.azdo_emulator.http.conftest import client, token

SMALL, LARGE = 2000, 6000
GRAPH, ARM = "/graph.microsoft.com/v1.0", "/management.azure.com"
MEMBERS = "/vsaex.dev.azure.com/contoso/_apis"
PEOPLE = "/vssps.dev.azure.com/contoso/_apis"
LOOKS = {
    f"{PEOPLE}/graph/users": AZURE_DEVOPS,
    f"{PEOPLE}/graph/serviceprincipals": AZURE_DEVOPS,
    f"{PEOPLE}/graph/groups": AZURE_DEVOPS,
    f"{PEOPLE}/graph/serviceprincipals/{{descriptor}}": AZURE_DEVOPS,
    f"{PEOPLE}/graph/memberships/{{descriptor}}": AZURE_DEVOPS,
    f"{PEOPLE}/identities?subjectDescriptors={{descriptor}}": AZURE_DEVOPS,
    f"{MEMBERS}/serviceprincipalentitlements/{{key}}": AZURE_DEVOPS,
    f"{GRAPH}/applications?$top=50": "https://graph.microsoft.com",
    f"{GRAPH}/applications?$filter=displayName eq 'program-00007'": "https://graph.microsoft.com",
    f"{GRAPH}/servicePrincipals?$filter=appId eq '{DEPLOYER[2]}'": "https://graph.microsoft.com",
    f"{GRAPH}/users?$top=50": "https://graph.microsoft.com",
    f"{GRAPH}/users/dev.one@contoso.com": "https://graph.microsoft.com",
    f"{ARM}/subscriptions/{SUBSCRIPTION}/resourcegroups?api-version=2024-11-01": "https://management.azure.com",
}
COUNTED = {
    f"{MEMBERS}/userentitlements?$top=50": AZURE_DEVOPS,
    f"{MEMBERS}/memberentitlements": AZURE_DEVOPS,
}
"""By path, whom the token has to be for; beside those that are counted, the service tells their number."""


@pytest.fixture(scope="module")
def servers(new_sandbox, tmp_path_factory):
    folders = {size: tmp_path_factory.mktemp(str(size)) / "sandbox" for size in (SMALL, LARGE)}
    for size, folder in folders.items():
        shutil.copytree(new_sandbox, folder)
        (folder / "cloud.sqlite").unlink()
        open_seeded(folder, size).close()
    with serving(folders[SMALL]) as small, serving(folders[LARGE]) as large:
        yield small, large


def cost(server, path):
    """What a request takes of the database, which no other program on this computer slows down."""
    steps = 0

    def count():
        nonlocal steps
        steps += 1

    with server.cloud.read() as session:
        organization = get_organization(session, "contoso").organization_id
    descriptor = ids.service_principal_descriptor(organization, DEPLOYER[1])
    asked = path.format(descriptor=descriptor, key=ids.storage_key(organization, DEPLOYER[1]))
    with client(server.http, token(server, (LOOKS | COUNTED)[path])) as made:
        server.cloud._connection.set_progress_handler(count, 10)
        answer = made.get(asked)
        server.cloud._connection.set_progress_handler(None, 0)
    assert answer.status_code == 200, answer.text
    return steps


@pytest.mark.parametrize("path", LOOKS)
def test_a_request_costs_the_same_in_a_large_organisation(path, servers):
    small, large = servers

    assert cost(large, path) <= cost(small, path) * 1.2 + 10


@pytest.mark.parametrize("path", COUNTED)
def test_only_the_count_grows_with_the_organisation(path, servers):
    small, large = servers

    # Ten steps for each member more: a walk along an index, and nothing of it is read.
    assert cost(large, path) - cost(small, path) <= LARGE - SMALL
