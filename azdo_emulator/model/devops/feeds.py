"""Feeds of packages, which people and machines used to read with a token. Only a new sandbox has some.

The calls stand on https://feeds.dev.azure.com/{organization}/_apis/packaging/feeds, also below a project.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Feed:
    """A feed of the organisation, or of a project."""

    feed_id: str
    organization_id: str
    project_id: str | None
    name: str
    description: str


def get_feeds(session: Session, organization: Organization, project: Project | None = None) -> list[Feed]:
    """GET feeds: those of a project, or all of them without one; the service has no pages here."""
    project_id = project.project_id if project else None
    rows = session.rows(
        "SELECT * FROM feeds WHERE organization_id = ? AND (? IS NULL OR project_id = ?) ORDER BY name",
        organization.organization_id,
        project_id,
        project_id,
    )
    return [Feed(**row) for row in rows]


def get_feed(session: Session, organization: Organization, project: Project | None, id_or_name: str) -> Feed:
    """GET feeds/{id or name}."""
    for feed in get_feeds(session, organization, project):
        if id_or_name.lower() in (feed.feed_id, feed.name.lower()):
            return feed
    raise errors.feed_not_found(id_or_name)


def create_feed(
    session: Session, organization: Organization, project: Project | None, name: str, description: str
) -> Feed:
    """POST feeds."""
    made = Feed(
        session.new_guid("feed"),
        organization.organization_id,
        project.project_id if project else None,
        name,
        description,
    )
    session.add("feeds", **vars(made))
    return made
