"""What already exists in Azure DevOps, Entra and Azure, looked up once however many files name it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Concatenate, ParamSpec, TypeVar

from pulumi import InvokeOptions, ProviderResource
from pulumi.runtime import invoke_async

from stacks.providers import Providers

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 8
"""Look-ups at one time: services slow down whoever asks for more."""

LISTED = re.compile(r"^(?s:.*?)\d+ errors? occurred:\s*\*\s*")
"""What the official plug-in writes before the first error of its list."""

DENIED = re.compile(r"AuthorizationFailed|Authorization_RequestDenied|Insufficient privileges|\b403\b")
"""What Azure and Entra say to one who may not look."""


class NotThere(Exception):
    """There is no such thing, or it is hidden; the text is the service's own."""


class Denied(Exception):
    """Whoever runs this may not look, so that nobody knows; the text is the service's own."""


@dataclass(frozen=True)
class Project:
    """A project. name: as Azure DevOps spells it."""

    id: str
    name: str


@dataclass(frozen=True)
class Group:
    """A group of Azure DevOps. id: what approvals ask for; descriptor: what memberships ask for."""

    id: str
    descriptor: str


@dataclass(frozen=True)
class Pool:
    """An agent pool of the organisation."""

    number: str
    name: str


@dataclass(frozen=True)
class Pipeline:
    """A pipeline. path: with its folder, as Azure DevOps spells it; of one named by number, the number."""

    number: int
    path: str


@dataclass(frozen=True)
class Connection:
    """A service connection that is there; issuer and subject are those of its tokens."""

    id: str
    client_id: str
    issuer: str
    subject: str


@dataclass(frozen=True)
class Principal:
    """A service principal of the tenant."""

    client_id: str


async def answers(looks: Iterable[Awaitable[T]]) -> list[T | BaseException]:
    """What look-ups found that are made at the same time; of each that failed, why."""
    return await asyncio.gather(*looks, return_exceptions=True)


def once(
    look: Callable[Concatenate["Directory", P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate["Directory", P], Awaitable[T]]:
    """A look-up that is made once for the same arguments."""

    def asked(self: "Directory", /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        key = (look.__name__, *args)
        if key not in self._asked:
            self._asked[key] = asyncio.ensure_future(look(self, *args, **kwargs))
        return self._asked[key]

    asked.__doc__ = look.__doc__
    asked.__name__ = look.__name__
    return asked


class Directory:
    """Look-ups by name. All raise `NotThere`, and those of Azure and Entra `Denied` too.

    They run before the first resource is declared: a name that does not exist is told with the manifest's
    line, and nothing has been created by then.
    """

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        self._asked: dict[tuple[object, ...], asyncio.Future[Any]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    def known(self, look: Callable[..., Awaitable[T]], *args: object) -> T:
        """What a look-up found that was made before."""
        found: T = self._asked[look.__name__, *args].result()
        return found

    def known_or(self, default: T, look: Callable[..., Awaitable[T]], *args: object) -> T:
        """What a look-up found that was made before; the default where it was denied."""
        try:
            return self.known(look, *args)
        except Denied:
            return default

    @once
    async def project(self, name: str) -> Project:
        """Source: GET _apis/projects/{name}."""
        found = await self._devops("getProject", name=name)
        return Project(found["projectId"], found["name"])

    @once
    async def group(self, project: str | None, name: str) -> Group:
        """A project's group, or the organisation's without a project. Source: GET _apis/graph/groups."""
        scope = {"projectId": (await self.project(project)).id} if project is not None else {}
        found = await self._devops("getGroup", name=name, **scope)
        return Group(found["originId"], found["descriptor"])

    @once
    async def pool(self, name: str) -> Pool:
        """Source: GET _apis/distributedtask/pools?poolName={name}."""
        found = await self._devops("getPool", name=name)
        return Pool(str(found["id"]), found["name"])

    @once
    async def pipeline(self, project: str, wanted: str | int) -> Pipeline:
        r"""By number or by path, such as `\deploy\support`. Source: GET {project}/_apis/build/definitions."""
        if isinstance(wanted, int):
            return Pipeline(wanted, str(wanted))
        place = PureWindowsPath(wanted)
        found = await self._devops(
            "getBuildDefinition",
            projectId=(await self.project(project)).id,
            name=place.name,
            path=str(place.parent),
        )
        path = str(PureWindowsPath(found["path"], found["name"]))
        # Asked for the root, the service looks into every folder.
        if path.casefold() != wanted.casefold():
            raise NotThere(f"the pipeline of this name is {path}")
        return Pipeline(int(found["id"]), path)

    @once
    async def person(self, user: str) -> str:
        """Descriptor of a person who is a member. Source: GET _apis/graph/users."""
        found = (await self._devops("getUsers", principalName=user))["users"]
        if not found:
            raise NotThere("the organisation has no such member")
        return str(found[0]["descriptor"])

    @once
    async def member_group(self, object_id: str) -> str:
        """Descriptor of an Entra group that is a member: the first of its name, to be compared by its id.

        Source: GET _apis/identities?searchFilter=DisplayName; no other look-up of the plug-in finds them.
        """
        name = await self.entra_group(object_id)
        found = await self._devops("getIdentityUsers", name=name, searchFilter="DisplayName")
        if not str(found["subjectDescriptor"]).startswith("aadgp."):
            raise NotThere("what has this name in the organisation is no Entra group")
        return str(found["subjectDescriptor"])

    @once
    async def member_principal(self, principal_id: str) -> str:
        """Descriptor of a service principal that is a member. Source: GET _apis/graph/serviceprincipals."""
        return str((await self._devops("getServicePrincipal", originId=principal_id))["descriptor"])

    @once
    async def storage_key(self, descriptor: str) -> str:
        """Azure DevOps' own id of a member. Source: GET _apis/graph/storagekeys/{descriptor}."""
        return str((await self._devops("getStorageKey", descriptor=descriptor))["storageKey"])

    @once
    async def approver(self, user: str) -> str:
        """Azure DevOps' own id of a person who is a member: approvals take no other."""
        return await self.storage_key(await self.person(user))

    @once
    async def members_of(self, group: str) -> frozenset[str]:
        """Descriptors of who is in a group. Source: GET _apis/graph/memberships/{group}?direction=down."""
        found = await self._devops("getGroupMembership", groupDescriptor=group)
        return frozenset(found["members"])

    @once
    async def connection(self, project: str, name: str, to_registry: bool) -> Connection:
        """Source: GET {project}/_apis/serviceendpoint/endpoints?endpointNames={name}."""
        found = await self._devops(
            "getServiceendpointAzurecr" if to_registry else "getServiceEndpointAzureRM",
            projectId=(await self.project(project)).id,
            serviceEndpointName=name,
        )
        return Connection(
            found["id"],
            found.get("servicePrincipalId") or "",
            found.get("workloadIdentityFederationIssuer") or "",
            found.get("workloadIdentityFederationSubject") or "",
        )

    @once
    async def management_group(self, subscription: str, id: str) -> str:
        """Its id, as Azure spells it; any subscription's provider asks.

        Source: GET /providers/Microsoft.Management/managementGroups/{id}.
        """
        found = await self._azure(subscription, "azure-native:management:getManagementGroup", groupId=id)
        return str(found["name"])

    @once
    async def resource_group(self, subscription: str, name: str) -> str:
        """Its name, as Azure spells it. Source: GET /subscriptions/{id}/resourceGroups/{name}."""
        found = await self._azure(
            subscription, "azure-native:resources:getResourceGroup", resourceGroupName=name
        )
        return str(found["name"])

    @once
    async def registry(self, subscription: str, resource_group: str, name: str) -> str:
        """Its name, as Azure spells it. Source: GET …/Microsoft.ContainerRegistry/registries/{name}."""
        found = await self._azure(
            subscription,
            "azure-native:containerregistry:getRegistry",
            resourceGroupName=resource_group,
            registryName=name,
        )
        return str(found["name"])

    @once
    async def principal(self, principal_id: str) -> Principal:
        """By its object id. Source: GET graph.microsoft.com/v1.0/servicePrincipals/{id}."""
        found = await self._entra("getServicePrincipal", objectId=principal_id)
        return Principal(found["clientId"])

    @once
    async def entra_group(self, object_id: str) -> str:
        """Name of a group of Entra by its object id. Source: GET graph.microsoft.com/v1.0/groups/{id}."""
        return str((await self._entra("getGroup", objectId=object_id))["displayName"])

    @once
    async def entra_group_of_name(self, name: str) -> None:
        """Whether Entra has a group of this name, or several."""
        try:
            await self._entra("getGroup", displayName=name)
        except NotThere as reason:
            if "more than one" not in str(reason).lower():
                raise

    @once
    async def caller(self) -> str:
        """Object id of whoever runs this. Source: the `oid` claim of the token for Microsoft Graph."""
        return str((await self._entra("getClientConfig"))["objectId"])

    async def _devops(self, look_up: str, **args: Any) -> dict[str, Any]:
        token = f"azuredevops:index/{look_up}:{look_up}"
        return await self._ask(self._providers.azure_devops, token, args)

    async def _entra(self, look_up: str, **args: Any) -> dict[str, Any]:
        return await self._ask(self._providers.entra, f"azuread:index/{look_up}:{look_up}", args)

    async def _azure(self, subscription: str, token: str, **args: Any) -> dict[str, Any]:
        return await self._ask(self._providers.of_subscription(subscription), token, args)

    async def _ask(self, provider: ProviderResource, token: str, args: dict[str, Any]) -> dict[str, Any]:
        async with self._turns:
            try:
                found: dict[str, Any] = await invoke_async(token, args, InvokeOptions(provider=provider))
            # The SDK has no class of its own for a look-up that failed.
            except Exception as error:
                raise _told(str(error)) from error
        return found


def _told(error: str) -> NotThere | Denied:
    """The service's own words, without those of the engine around them."""
    text = error.rsplit("returned an error: ", 1)[-1].rsplit("failed: ", 1)[-1].strip()
    text = LISTED.sub("", text).partition("\n")[0]
    return Denied(text) if DENIED.search(error) else NotThere(text)
