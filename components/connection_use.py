"""The use of a service connection: which pipelines may use it, and after which checks."""

from typing import NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, Resource, ResourceOptions

from components.waiting import child


class ConnectionUseArgs(TypedDict):
    """What `ConnectionUse` needs to know."""

    project_id: Input[str]
    """Id of the project (a GUID)."""

    connection_id: Input[str]
    """Id of the service connection (a GUID)."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by label. None may when left out; there is no "all"."""

    approvers: NotRequired[list[Input[str]]]
    """Ids of groups of which one member has to approve each use; nobody has to when left out."""

    branches: NotRequired[list[str]]
    """Branches whose runs may use it, such as `refs/heads/main`; every branch when left out."""

    exclusive_lock: NotRequired[bool]
    """Whether one run at a time may use it. False when left out."""


class ConnectionUse(ComponentResource):
    """Authorisations of pipelines, and checks on a service connection: they guard the identity behind it.

    Source: PATCH _apis/pipelines/pipelinepermissions/endpoint/{id} and
    POST _apis/pipelines/checks/configurations.
    """

    def __init__(self, name: str, args: ConnectionUseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:ConnectionUse", name, None, opts)
        declare(self, name, args, opts)
        self.register_outputs({})


def declare(
    parent: ComponentResource, name: str, args: ConnectionUseArgs, opts: ResourceOptions | None = None
) -> None:
    """The checks and authorisations themselves, as parts of another component.

    opts: what the authorisations wait for, as `depends_on`.
    """
    project, connection = args["project_id"], args["connection_id"]
    checks: list[Resource] = []
    if args.get("approvers"):
        checks.append(
            azuredevops.CheckApproval(
                f"{name}-approval",
                project_id=project,
                target_resource_id=connection,
                target_resource_type="endpoint",
                approvers=args["approvers"],
                minimum_required_approvers=1,
                # Whoever starts the run does not approve it.
                requester_can_approve=False,
                opts=ResourceOptions(parent=parent),
            )
        )
    if args.get("branches"):
        checks.append(
            azuredevops.CheckBranchControl(
                f"{name}-branches",
                project_id=project,
                target_resource_id=connection,
                target_resource_type="endpoint",
                display_name="Branch control",
                allowed_branches=", ".join(args["branches"]),
                verify_branch_protection=True,
                ignore_unknown_protection_status=False,
                opts=ResourceOptions(parent=parent),
            )
        )
    if args.get("exclusive_lock"):
        checks.append(
            azuredevops.CheckExclusiveLock(
                f"{name}-lock",
                project_id=project,
                target_resource_id=connection,
                target_resource_type="endpoint",
                opts=ResourceOptions(parent=parent),
            )
        )
    for label, pipeline in (args.get("pipelines") or {}).items():
        azuredevops.PipelineAuthorization(
            f"{name}-for-{label}",
            project_id=project,
            resource_id=connection,
            type="endpoint",
            pipeline_id=pipeline,
            # No pipeline gets the connection before the checks stand in its way.
            opts=child(parent, opts, checks),
        )
