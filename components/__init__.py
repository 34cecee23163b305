"""Reusable identities for Azure DevOps, each one noun."""

from components.entitlement import AccessLevel, Entitlement, EntitlementArgs
from components.group_membership import GroupMembership, GroupMembershipArgs
from components.managed_identity import ManagedIdentity, ManagedIdentityArgs
from components.workload import Workload, WorkloadArgs

__all__ = [
    "AccessLevel",
    "Entitlement",
    "EntitlementArgs",
    "GroupMembership",
    "GroupMembershipArgs",
    "ManagedIdentity",
    "ManagedIdentityArgs",
    "Workload",
    "WorkloadArgs",
]
