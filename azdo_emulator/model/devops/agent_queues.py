"""Agent queues: by one of them a project uses a pool of the organisation.

The calls stand on .../{project}/_apis/distributedtask/queues.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class AgentQueue:
    """A queue; its number is the organisation's."""

    queue_id: int
    project_id: str
    pool_id: int
    name: str


def get_agent_queues(session: Session, project: Project, queue_name: str = "") -> list[AgentQueue]:
    """GET queues?queueName=; the service has no pages here."""
    rows = session.rows(
        "SELECT * FROM agent_queues WHERE project_id = ? AND (? = '' OR name = ?) ORDER BY queue_id",
        project.project_id,
        queue_name,
        queue_name,
    )
    return [AgentQueue(**row) for row in rows]


def get_agent_queue(session: Session, project: Project, queue_id: int) -> AgentQueue:
    """GET queues/{number}."""
    row = session.row(
        "SELECT * FROM agent_queues WHERE project_id = ? AND queue_id = ?", project.project_id, queue_id
    )
    if row is None:
        raise errors.agent_queue_not_found(queue_id)
    return AgentQueue(**row)


def add_agent_queue(session: Session, project: Project, pool: AgentPool, name: str) -> AgentQueue:
    """POST queues; without a name it has the pool's."""
    name = name or pool.name
    if get_agent_queues(session, project, name):
        raise errors.agent_queue_exists(name)
    made = AgentQueue(session.new_number("agent queue"), project.project_id, pool.pool_id, name)
    session.add("agent_queues", **vars(made))
    return made


def delete_agent_queue(session: Session, project: Project, queue_id: int) -> None:
    """DELETE queues/{number}."""
    get_agent_queue(session, project, queue_id)
    for table in ("pipeline_permissions", "check_configurations"):
        session.run(
            # The table is a word of this function.
            f"DELETE FROM {table} WHERE project_id = ? AND resource_type = 'queue' AND resource_id = ?",  # noqa: S608
            project.project_id,
            str(queue_id),
        )
    session.run("DELETE FROM agent_queues WHERE queue_id = ?", queue_id)
