"""The manifests of a stack: what teams write, read strictly and typed."""

from typing import Any

from stacks.manifest.access_level import AccessLevel, Seat
from stacks.manifest.access_levels import AccessLevels, Prices
from stacks.manifest.agent_pool import AgentPool
from stacks.manifest.azure import Azure, RoleAssignment
from stacks.manifest.azure_devops import AzureDevOps
from stacks.manifest.connection import Connection, ContainerRegistry, Target
from stacks.manifest.connection_checks import Approver, ConnectionChecks
from stacks.manifest.cost_estimate import CostEstimate, Seats
from stacks.manifest.credential import Credential
from stacks.manifest.identity import Existing, Principal
from stacks.manifest.management_group import ManagementGroup
from stacks.manifest.members import EntraGroup, Members, Person
from stacks.manifest.membership import Membership
from stacks.manifest.organization import Organization
from stacks.manifest.problem import ManifestError, Problem
from stacks.manifest.source import Source
from stacks.manifest.stack import Stack, load
from stacks.manifest.subscription import Subscription
from stacks.manifest.trust import Trust
from stacks.manifest.workload import Workload

__all__ = [
    "AccessLevel",
    "AccessLevels",
    "AgentPool",
    "Approver",
    "Azure",
    "AzureDevOps",
    "Connection",
    "ConnectionChecks",
    "ContainerRegistry",
    "CostEstimate",
    "Credential",
    "EntraGroup",
    "Existing",
    "ManagementGroup",
    "ManifestError",
    "Members",
    "Membership",
    "Organization",
    "Person",
    "Prices",
    "Principal",
    "Problem",
    "RoleAssignment",
    "Seat",
    "Seats",
    "Source",
    "Stack",
    "Subscription",
    "Target",
    "Trust",
    "Workload",
    "load",
    "schema",
]


def schema() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by kind: `organization`, `members` and `workload`."""
    # Imported here because every run pays for imports, and only `patless schema` needs these.
    from stacks.manifest import json_schema

    return json_schema.schema()
