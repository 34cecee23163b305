"""The calls of Azure DevOps that Patless makes to look at an organisation; none of them changes anything.

Each answers the service's own JSON. docs/guides/1-december.md has the rights that they need.
"""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from patless.clients.client import Client, Params
from patless.clients.hosts import AZURE_DEVOPS, AZURE_DEVOPS_IDENTITIES

Json = dict[str, Any]

ADMINISTRATORS = "Project Collection Administrators"


class AzureDevOps:
    """One organisation, by its name."""

    def __init__(self, organization: str, client: Client) -> None:
        self.organization = organization
        self._root = f"/{quote(organization, safe='')}"
        self._client = client

    async def caller(self) -> Json:
        """Who is signed in: GET _apis/connectionData."""
        answer = await self._client.get(
            AZURE_DEVOPS, f"{self._root}/_apis/connectionData", {"api-version": "7.1-preview.1"}
        )
        found: Json = answer.body["authenticatedUser"]
        return found

    def people(self) -> AsyncIterator[Json]:
        """Everybody whom the organisation knows: GET _apis/graph/users."""
        return self._identities("graph/users")

    def access_tokens(self, descriptor: str) -> AsyncIterator[Json]:
        """The tokens of one person: GET _apis/tokenadmin/personalaccesstokens/{descriptor}."""
        path = f"tokenadmin/personalaccesstokens/{quote(descriptor, safe='')}"
        return self._identities(path, {"pageSize": 100})

    def projects(self) -> AsyncIterator[Json]:
        """The projects that the caller may see: GET _apis/projects."""
        return self._organization("projects", {"$top": 500, "api-version": "7.1"})

    def connections(self, project: str) -> AsyncIterator[Json]:
        """The service connections of a project, by its id: GET {project}/_apis/serviceendpoint/endpoints.

        Without the right to view one it is left out, or comes without `authorization`.
        """
        path = f"/{project}/_apis/serviceendpoint/endpoints"
        params = {"includeFailed": "true", "includeDetails": "true", "api-version": "7.1"}
        return self._list(AZURE_DEVOPS, path, params)

    async def last_run(self, project: str, connection: str) -> Json | None:
        """The last run that used a connection: GET {project}/_apis/serviceendpoint/{id}/executionhistory."""
        path = f"{self._root}/{project}/_apis/serviceendpoint/{connection}/executionhistory"
        answer = await self._client.get(AZURE_DEVOPS, path, {"top": 1, "api-version": "7.1"})
        values: list[Json] = answer.body.get("value") or []
        return values[0] if values else None

    def hooks(self) -> AsyncIterator[Json]:
        """The service hooks: GET _apis/hooks/subscriptions."""
        return self._organization("hooks/subscriptions", {"api-version": "7.1"})

    def pools(self) -> AsyncIterator[Json]:
        """The agent pools: GET _apis/distributedtask/pools."""
        return self._organization("distributedtask/pools", {"api-version": "7.1"})

    def agents(self, pool: int) -> AsyncIterator[Json]:
        """The agents of a pool: GET _apis/distributedtask/pools/{id}/agents."""
        return self._organization(f"distributedtask/pools/{pool}/agents", {"api-version": "7.1"})

    async def policy(self, name: str) -> Json:
        """A policy of the organisation: GET _apis/OrganizationPolicy/Policies/{name}."""
        path = f"{self._root}/_apis/OrganizationPolicy/Policies/{name}"
        params = {"defaultValue": "false", "api-version": "5.0-preview.1"}
        found: Json = (await self._client.get(AZURE_DEVOPS, path, params)).body
        return found

    async def administrators(self) -> set[str]:
        """The descriptors of the direct members of Project Collection Administrators."""
        async for group in self._identities("graph/groups"):
            domain, name = str(group.get("domain")), str(group.get("principalName"))
            if name.endswith(f"\\{ADMINISTRATORS}") and "IdentityDomain" in domain:
                found = set[str]()
                path = f"graph/memberships/{quote(str(group['descriptor']), safe='')}"
                async for membership in self._identities(path, {"direction": "down"}):
                    found.add(str(membership["memberDescriptor"]))
                return found
        return set()

    def _organization(self, path: str, params: Params) -> AsyncIterator[Json]:
        return self._list(AZURE_DEVOPS, f"/_apis/{path}", params)

    def _identities(self, path: str, params: Params | None = None) -> AsyncIterator[Json]:
        wanted = {**(params or {}), "api-version": "7.1-preview.1"}
        return self._list(AZURE_DEVOPS_IDENTITIES, f"/_apis/{path}", wanted)

    async def _list(self, host: str, path: str, params: Params) -> AsyncIterator[Json]:
        async for page in self._client.pages(host, self._root + path, params):
            for each in page.get("value") or []:
                yield each
