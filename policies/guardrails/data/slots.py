"""The inputs that decide who is trusted with what, and the resources that such a value can come from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.data.tokens import (
    APPLICATION_TRUST,
    APPLICATIONS,
    CLASSIC_TRUST,
    ENTITLEMENT,
    FLEXIBLE_TRUST,
    GROUP,
    GROUP_ENTITLEMENT,
    GROUP_MEMBERSHIP,
    MANAGED_IDENTITIES,
    MANAGED_TRUST,
    MEMBER,
    ROLE_ASSIGNMENTS,
    ROLE_DEFINITIONS,
    ROLE_ON_RESOURCE,
    SERVICE_PRINCIPAL,
    TEAM,
    TEAM_ADMINISTRATORS,
    TEAM_MEMBERS,
    TRUSTS,
    spellings,
)

OWN = r"patless-native:.*"
# Whatever is narrower than a subscription, or has an identity of its own.
AZURE = r"azure(-native(_\w+)?)?:(?!(management|subscription)[/:]|core/subscription:).*"
CLUSTERS = (
    r"azure-native(_\w+)?:containerservice(/v\w+)?:ManagedCluster"
    r"|azure:containerservice/kubernetesCluster:KubernetesCluster|aws:eks/cluster:Cluster"
    r"|kubernetes:core/v1:(Namespace|ServiceAccount)"
)
CONNECTIONS = r"azuredevops:\w+/service[eE]ndpoint\w*:Service[eE]ndpoint\w*"
ENTRA = "|".join(
    one.pattern
    for one in (
        spellings((SERVICE_PRINCIPAL, *APPLICATIONS, *MANAGED_IDENTITIES)),
        spellings(("azuread:index/user:User", "azuread:index/group:Group")),
    )
)
MEMBERS = spellings((ENTITLEMENT, MEMBER, GROUP_ENTITLEMENT, GROUP, TEAM)).pattern
PERMISSIONS = r"azuredevops:\w+/\w+Permissions:\w+Permissions"


@dataclass(frozen=True)
class Slot:
    """An input that decides who is trusted with what."""

    types: re.Pattern[str]
    path: str
    what: str
    """What it says, and of what, as a sentence begins."""

    source: str
    """What it comes from, in words."""

    origin: str
    """A regular expression for the types that it may come from."""

    @property
    def name(self) -> str:
        """The property that the path begins with."""
        return self.path.partition("[")[0]

    def takes_from(self, type_: str, further: Sequence[str]) -> bool:
        """Whether a resource of this type can be the source."""
        return any(re.fullmatch(origin, type_) for origin in (self.origin, OWN, *further))


def _slot(tokens: Sequence[str], path: str, what: str, source: str, origin: str) -> Slot:
    return Slot(spellings(tokens), path, what, source, origin)


SOMEBODY = rf"{ENTRA}|{MEMBERS}|{AZURE}"
ISSUERS = rf"{CONNECTIONS}|{CLUSTERS}"

SLOTS = (
    _slot(TRUSTS, "issuer", "The issuer of", "a connection or cluster", ISSUERS),
    _slot(TRUSTS, "subject", "The subject of", "a connection or cluster", ISSUERS),
    _slot([APPLICATION_TRUST, FLEXIBLE_TRUST], "applicationId", "The identity of", "an application", ENTRA),
    _slot([MANAGED_TRUST], "resourceName", "The identity of", "a managed identity", ENTRA),
    _slot([CLASSIC_TRUST], "parentId", "The identity of", "a managed identity", ENTRA),
    _slot([ENTITLEMENT, MEMBER, GROUP_ENTITLEMENT], "originId", "The member of", "an identity", SOMEBODY),
    _slot([GROUP_MEMBERSHIP], "group", "The group of", "a group", spellings((GROUP, TEAM)).pattern),
    _slot([GROUP_MEMBERSHIP, GROUP, TEAM, TEAM_MEMBERS], "members[]", "A member of", "a member", SOMEBODY),
    _slot([TEAM, TEAM_ADMINISTRATORS], "administrators[]", "An administrator of", "a member", SOMEBODY),
    _slot([ROLE_ON_RESOURCE], "identityId", "Who gets the role of", "a member", SOMEBODY),
    _slot(ROLE_ASSIGNMENTS, "principalId", "Who gets the role of", "an identity", SOMEBODY),
    _slot(ROLE_ASSIGNMENTS, "scope", "The scope of", "a resource of Azure", AZURE),
    _slot(
        ROLE_ASSIGNMENTS,
        "roleDefinitionId",
        "The role of",
        "a role definition",
        spellings(ROLE_DEFINITIONS).pattern,
    ),
    _slot(
        ["azuread:index/appRoleAssignment:AppRoleAssignment"],
        "principalObjectId",
        "Who gets the permission of",
        "an identity",
        SOMEBODY,
    ),
    _slot(
        ["azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant"],
        "servicePrincipalObjectId",
        "Who gets the permission of",
        "an identity",
        SOMEBODY,
    ),
    _slot(
        ["azuredevops:index/feedPermission:FeedPermission"],
        "identityDescriptor",
        "Who gets the role of",
        "a member",
        SOMEBODY,
    ),
    Slot(re.compile(PERMISSIONS), "principal", "Who gets the permissions of", "a member", SOMEBODY),
)
