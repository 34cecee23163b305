"""What a workload is made of: the arguments of `Workload`."""

from typing import NotRequired, TypedDict

from pulumi import Input

from components.agent_pool_role import PoolRole
from components.app_registration import AppRegistrationArgs
from components.connection_target import ConnectionTarget
from components.connection_use import ConnectionChecks
from components.entitlement import AccessLevel
from components.managed_identity import ManagedIdentityArgs


class ExistingIdentity(TypedDict):
    """An identity that somebody else manages: never created, never changed, never deleted."""

    client_id: NotRequired[str]
    """Its client id; service connections need it."""

    principal_id: str
    """Object id of its service principal."""

    tenant_id: str
    """Id of its Entra tenant, which has to be the organisation's."""


class ExistingMember(TypedDict):
    """A member of the organisation that somebody else looks after."""

    descriptor: Input[str]
    """Subject descriptor (`aadsp.…`): what memberships ask for."""

    storage_key: Input[str]
    """Azure DevOps' own id of the member (a GUID): what roles on pools ask for."""


class WorkloadTrust(TypedDict):
    """One token issuer's subject that may sign in as the workload."""

    issuer: str
    """The token issuer, an https URL."""

    subject: str
    """The subject, exactly as the issuer writes it."""


class WorkloadRole(TypedDict):
    """A role of the workload in Azure."""

    role: str
    """GUID of the role definition."""

    scope: str
    """Where the role counts, as Azure spells it: such as `/subscriptions/…/resourceGroups/…`."""

    reason: NotRequired[str]
    """Why it has to be there: the description of the role assignment. Empty when left out."""


class WorkloadConnection(TypedDict):
    """A service connection that signs in as the workload."""

    connection_name: NotRequired[Input[str]]
    """Its name in the project; its key when left out."""

    formerly: NotRequired[list[str]]
    """Its earlier keys: a rename that is listed here keeps the connection."""

    project_id: Input[str]
    """Id of the project (a GUID)."""

    target: ConnectionTarget
    """Where in Azure it leads."""

    checks: NotRequired[ConnectionChecks]
    """What has to hold before a run may use it; nothing when left out."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by keys that stay, such as the numbers themselves; none may
    when left out."""


class WorkloadPool(TypedDict):
    """A role of the workload on a pool of build agents."""

    pool_id: Input[str]
    """Number of the pool in the organisation."""

    role: PoolRole
    """The role."""


class WorkloadCalled(TypedDict):
    """What people call what a workload's keys stand for: reviews and guardrails read it in the state. A key
    that is missing here is a name itself."""

    groups: NotRequired[dict[str, str]]
    """Groups, such as `[Support]\\Contributors`, by their keys in `member_of`."""

    pools: NotRequired[dict[str, str]]
    """Agent pools, by their keys in `agent_pools`."""

    projects: NotRequired[dict[str, str]]
    """The projects of connections, by the connections' keys."""

    pipelines: NotRequired[dict[str, str]]
    """Pipelines, such as `\\deploy\\support`, by their keys in `pipelines` of all connections."""


class WorkloadArgs(TypedDict):
    """What `Workload` needs to know: among the rest, exactly one of the three kinds of identity."""

    purpose: str
    """What the workload does, in one sentence; kept in the state for reviews."""

    owners: list[str]
    """Names of the Entra groups that answer for the workload."""

    review_by: NotRequired[str]
    """Day by which somebody looks whether the workload is still needed, as 2027-05-31."""

    managed_identity: NotRequired[ManagedIdentityArgs]
    """A managed identity that the workload signs in as."""

    application: NotRequired[AppRegistrationArgs]
    """An app registration that the workload signs in as."""

    existing_identity: NotRequired[ExistingIdentity]
    """An identity that is there already."""

    trusts: NotRequired[dict[str, WorkloadTrust]]
    """Who may sign in as the workload, by names of your own that name nothing else; at most 20 with those
    of the connections."""

    access_level: NotRequired[AccessLevel]
    """Access level in Azure DevOps; not a member of the organisation when left out."""

    member: NotRequired[ExistingMember]
    """The member of the organisation that the identity is already, in the place of an access level."""

    member_of: NotRequired[dict[str, Input[str]]]
    """Descriptors of groups to be in, by keys that stay, such as the groups' ids: a changed key takes the
    workload out of the group."""

    agent_pools: NotRequired[dict[str, WorkloadPool]]
    """Roles on agent pools, by keys that stay, such as the pools' numbers."""

    roles: NotRequired[list[WorkloadRole]]
    """Roles in Azure, beside those of the connections; the same one twice is one."""

    connections: NotRequired[dict[str, WorkloadConnection]]
    """Service connections that sign in as the workload, by keys that stay."""

    called: NotRequired[WorkloadCalled]
    """What people call what the keys above stand for."""

    protect: NotRequired[bool]
    """Refuse to delete the entitlement and the connections. False when left out."""
