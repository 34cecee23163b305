"""A workload's rights in Azure."""

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.role import Role, role_id, role_name
from stacks.manifest.scope import AnyScope


class RoleAssignment(AnyScope):
    """A role on one resource group, or on a whole subscription or management group."""

    role: Role = Field(description="A built-in role by its name, such as Reader, or any role by its GUID.")

    @property
    def role_id(self) -> str:
        """The GUID of the role's definition."""
        return role_id(self.role)

    @property
    def label(self) -> str:
        """Role and scope in short, `Reader@prod/rg-support`; the same, however the role is written."""
        where = "/".join(
            filter(None, (self.management_group, self.subscription, (self.resource_group or "").lower()))
        )
        return f"{role_name(self.role)}@{where}"


class Azure(Part):
    """A workload's rights in Azure, beside those of its connections."""

    roles: tuple[RoleAssignment, ...] = Field(
        default=(),
        description="Roles of the identity, each on one resource group if there is no reason for more.",
    )
