"""Reusable identities for Azure DevOps, each one noun."""

from components.agent_pool_role import AgentPoolRole, AgentPoolRoleArgs, PoolRole
from components.app_registration import AppRegistration, AppRegistrationArgs
from components.azure_role import AzureRole, AzureRoleArgs
from components.azure_service_connection import AzureServiceConnection, AzureServiceConnectionArgs
from components.connection_use import ConnectionUse, ConnectionUseArgs
from components.entitlement import AccessLevel, Entitlement, EntitlementArgs
from components.federated_trust import FederatedTrust, FederatedTrustArgs
from components.group_membership import GroupMembership, GroupMembershipArgs
from components.managed_identity import ManagedIdentity, ManagedIdentityArgs
from components.members import Members, MembersArgs
from components.workload import Workload
from components.workload_args import WorkloadArgs

__all__ = [
    "AccessLevel",
    "AgentPoolRole",
    "AgentPoolRoleArgs",
    "AppRegistration",
    "AppRegistrationArgs",
    "AzureRole",
    "AzureRoleArgs",
    "AzureServiceConnection",
    "AzureServiceConnectionArgs",
    "ConnectionUse",
    "ConnectionUseArgs",
    "Entitlement",
    "EntitlementArgs",
    "FederatedTrust",
    "FederatedTrustArgs",
    "GroupMembership",
    "GroupMembershipArgs",
    "ManagedIdentity",
    "ManagedIdentityArgs",
    "Members",
    "MembersArgs",
    "PoolRole",
    "Workload",
    "WorkloadArgs",
]
