"""The requests of the load: what Patless and the official plug-ins ask most, of each service."""

from pathlib import Path

from azdo_emulator.http.tokens import Claims, Tokens, key_in
from azdo_emulator.model import Cloud, ids
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.devops.groups import list_groups
from azdo_emulator.model.devops.projects import Organization, get_organization, get_project
from azdo_emulator.model.seed import DEPLOYER, ORGANIZATION, SUBSCRIPTION, TENANT
from bench.server.load import Request

AZURE_DEVOPS_GRAPH = f"/vssps.dev.azure.com/{ORGANIZATION}/_apis/graph"
GRAPH = "/graph.microsoft.com/v1.0"
AUDIENCES = {GRAPH: "https://graph.microsoft.com", "/management.azure.com": "https://management.azure.com"}


def page(folder: Path) -> Request:
    """One page of the organisation's people: the same time however many there are."""
    return _request(folder, "GET", f"{AZURE_DEVOPS_GRAPH}/users")


def reads(folder: Path) -> list[Request]:
    """A look at one thing, of each service."""
    organization = _organization(folder)
    deployer = ids.service_principal_descriptor(organization.organization_id, DEPLOYER[1])
    application = ids.guid("seed", DEPLOYER[0])
    paths = (
        f"/{ORGANIZATION}/_apis/projects/Support",
        f"{AZURE_DEVOPS_GRAPH}/serviceprincipals/{deployer}",
        f"{GRAPH}/applications/{application}",
        f"/management.azure.com/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support?api-version=2024-11-01",
    )
    return [_request(folder, "GET", path) for path in paths]


def writes(folder: Path) -> list[Request]:
    """A new application, and a member put into a group."""
    organization = _organization(folder)
    deployer = ids.service_principal_descriptor(organization.organization_id, DEPLOYER[1])
    with Cloud(folder) as cloud, cloud.read() as session:
        support = get_project(session, organization, "Support")
        [readers] = [one for one in list_groups(session, organization, support) if one.name == "Readers"]
    return [
        _request(folder, "POST", f"{GRAPH}/applications", '{"displayName": "bench-{n}"}'),
        _request(folder, "PUT", f"{AZURE_DEVOPS_GRAPH}/memberships/{deployer}/{readers.descriptor}"),
    ]


def _organization(folder: Path) -> Organization:
    with Cloud(folder) as cloud, cloud.read() as session:
        return get_organization(session, ORGANIZATION)


def _request(folder: Path, method: str, path: str, body: str = "") -> Request:
    [audience] = [name for start, name in AUDIENCES.items() if path.startswith(start)] or [AZURE_DEVOPS]
    token = Tokens(key_in(folder)).issue(Claims(DEPLOYER[1], TENANT, audience, DEPLOYER[2]))
    return Request(method, path, token, body)
