"""The organisation and its projects.

The calls stand on https://dev.azure.com/{organization}.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors
from azdo_emulator.model.store import Session

PROCESSES = {
    "Agile": "adcc42ab-9882-485e-a3ed-7678f01f66bc",
    "Basic": "b8a3a935-7e91-48b8-a94c-606d37c3e9f2",
    "Scrum": "6b724908-ef14-45cf-84f8-768b5384da45",
    "CMMI": "27450541-8e31-4150-9947-dc59f998fc01",
}
"""The processes that every organisation has, and their template ids."""


@dataclass(frozen=True)
class Organization:
    """An Azure DevOps organisation and the tenant that it is connected to; owner is a storage key."""

    organization_id: str
    name: str
    tenant_id: str
    owner: str | None

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"https://dev.azure.com/{self.name}"


@dataclass(frozen=True)
class Project:
    """A project of an organisation."""

    project_id: str
    organization_id: str
    name: str
    description: str
    visibility: str
    process: str
    source_control: str = "Git"


def get_organization(session: Session, name: str) -> Organization:
    """GET https://{organization}.vssps.visualstudio.com/_apis/Organization/Collections/me."""
    row = session.row("SELECT * FROM organizations WHERE name = ?", name)
    if row is None:
        raise errors.organization_not_found(name)
    return Organization(**row)


def list_organizations(session: Session) -> list[Organization]:
    """All organisations of this cloud: no call answers that, a server asks for its own."""
    return [Organization(**row) for row in session.rows("SELECT * FROM organizations ORDER BY name")]


def is_project(session: Session, organization: Organization, name: str) -> bool:
    """Whether a project has this name."""
    found = session.row(
        "SELECT 1 FROM projects WHERE organization_id = ? AND name = ?", organization.organization_id, name
    )
    return found is not None


def get_project(session: Session, organization: Organization, id_or_name: str) -> Project:
    """GET _apis/projects/{id or name}."""
    row = session.row(
        "SELECT * FROM projects WHERE organization_id = ? AND (project_id = lower(?) OR name = ?)",
        organization.organization_id,
        id_or_name,
        id_or_name,
    )
    if row is None:
        raise errors.project_not_found(id_or_name)
    return Project(**row)


def list_projects(session: Session, organization: Organization) -> list[Project]:
    """GET _apis/projects."""
    rows = session.rows(
        "SELECT * FROM projects WHERE organization_id = ? ORDER BY name", organization.organization_id
    )
    return [Project(**row) for row in rows]


def page_of_projects(session: Session, organization: Organization, top: int, skip: int) -> list[Project]:
    """GET _apis/projects?$top=&$skip=; the service itself counts those to skip."""
    rows = session.rows(
        "SELECT * FROM projects WHERE organization_id = ? ORDER BY name LIMIT ? OFFSET ?",
        organization.organization_id,
        top,
        skip,
    )
    return [Project(**row) for row in rows]
