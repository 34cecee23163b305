"""What a workload is made of: the arguments of `Workload`."""

from typing import NotRequired, TypedDict

from pulumi import Input

from components.agent_pool_role import PoolRole
from components.app_registration import AppRegistrationArgs
from components.azure_service_connection import ConnectionTarget
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
    """Where the role counts: a resource group or a resource in one, as Azure spells it."""


class WorkloadConnection(TypedDict):
    """A service connection that signs in as the workload."""

    connection_name: NotRequired[Input[str]]
    """Its name in the project; the label when left out."""

    project_id: Input[str]
    """Id of the project (a GUID)."""

    target: ConnectionTarget
    """Where in Azure it leads."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by label; none may when left out."""

    approvers: NotRequired[list[Input[str]]]
    """Ids of groups of which one member has to approve each use."""

    branches: NotRequired[list[str]]
    """Branches whose runs may use it."""

    exclusive_lock: NotRequired[bool]
    """Whether one run at a time may use it."""


class WorkloadPool(TypedDict):
    """A role of the workload on a pool of build agents."""

    pool_id: Input[str]
    """Number of the pool in the organisation."""

    role: PoolRole
    """The role."""


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
    """Who may sign in as the workload, by label; at most 20 with those of the connections."""

    access_level: NotRequired[AccessLevel]
    """Access level in Azure DevOps; not a member of the organisation when left out."""

    member_of: NotRequired[dict[str, Input[str]]]
    """Descriptors of groups to be in, by label, such as `[Support]\\Contributors`. The labels name the
    children, so a changed label replaces the membership."""

    agent_pools: NotRequired[dict[str, WorkloadPool]]
    """Roles on agent pools, by the pool's name."""

    roles: NotRequired[dict[str, WorkloadRole]]
    """Roles in Azure, by label."""

    connections: NotRequired[dict[str, WorkloadConnection]]
    """Service connections that sign in as the workload, by labels that also name their federated credentials
    and the children, so a changed label replaces the connection."""

    protect: NotRequired[bool]
    """Refuse to delete the entitlement and the connections. False when left out."""
