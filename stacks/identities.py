"""Managed identities: Azure renames and moves none, so each keeps name and place as the last run recorded."""

from dataclasses import dataclass

from stacks.last_run import LastRun
from stacks.manifest import Organization, Workload
from stacks.names import Names
from stacks.renames import Renames

MANAGED = "managed identity"


@dataclass(frozen=True)
class Identities:
    """Where the managed identities of a stack live, and what each is called there."""

    organization: Organization
    last: LastRun
    renames: Renames
    resource_group: str
    """Name of the resource group, as Azure spells it."""

    @property
    def resource_group_id(self) -> str:
        """The resource group as Azure spells it."""
        return f"/subscriptions/{self.organization.subscription.id}/resourceGroups/{self.resource_group}"

    @property
    def has_group(self) -> bool:
        """Whether the resource group is the stack's own: created by this run or by an earlier one."""
        created = self.last.text("resource_group").lower() == self.resource_group_id.lower()
        return created or self.organization.resource_group.create

    def had(self, workload: Workload) -> dict[str, str]:
        """What the last run recorded of the workload's identity."""
        found = self.last.workloads.get(self.renames.workload(workload.name), {}).get("identity") or {}
        return {key: str(value or "") for key, value in found.items()}

    def name(self, workload: Workload) -> str:
        """The managed identity's name: the one that it has, if any of the workload's names comes to it."""
        had, wanted = self.had(workload), workload.identity_name(self.organization)
        if had.get("kind") != MANAGED:
            return wanted
        pattern = self.organization.names.of_managed_identity
        fit = {pattern(name).lower() for name in (workload.name, *workload.formerly)}
        return had["name"] if had["name"].lower() in fit else wanted

    def resource_id(self, workload: Workload) -> str:
        """The managed identity as Azure spells it."""
        kind = "Microsoft.ManagedIdentity/userAssignedIdentities"
        return f"{self.resource_group_id}/providers/{kind}/{self.name(workload)}"


def find(organization: Organization, names: Names, last: LastRun, renames: Renames) -> Identities:
    """The identities of a stack."""
    wanted = organization.resource_group
    if not wanted.create:
        return Identities(organization, last, renames, names.home())
    had = last.text("resource_group").rpartition("/")[2]
    spelled = had if had.lower() == wanted.name.lower() else wanted.name
    return Identities(organization, last, renames, spelled)
