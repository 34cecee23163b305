"""The use of a service connection: which pipelines may use it, and after which checks."""

from collections.abc import Callable, Mapping
from typing import Any, NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import Alias, ComponentResource, Input, Resource, ResourceOptions

from components.lost_answer import noted
from components.waiting import also


class BusinessHours(TypedDict):
    """When a connection may be used."""

    time_zone: str
    """Name of a time zone as Windows has it, such as `W. Europe Standard Time`."""

    start: str
    """First minute, as `08:00`."""

    end: str
    """Last minute, as `18:00`."""

    days: list[str]
    """Days in English and lower case, such as `monday`."""


class RequiredTemplate(TypedDict):
    """A template that a pipeline has to extend."""

    repository_type: str
    """`azuregit`, `github`, `githubenterprise` or `bitbucket`."""

    repository: str
    """Repository as project/name (Azure Repos) or owner/name."""

    ref: str
    """Full name of the branch or tag, such as `refs/heads/main`."""

    path: str
    """Path of the template in the repository."""


class ConnectionChecks(TypedDict):
    """What has to hold before a run may use a connection."""

    approvers: NotRequired[list[Input[str]]]
    """Ids of groups and people who approve; nobody has to when left out."""

    approvals: NotRequired[int]
    """How many of them have to approve; one when left out, 0 for all."""

    approval_timeout_minutes: NotRequired[int]
    """Minutes after which a run that waits for approval fails; the service's 30 days when left out."""

    requester_may_approve: NotRequired[bool]
    """Whether whoever starts the run may approve it. False when left out."""

    instructions: NotRequired[str]
    """What approvers read. Empty when left out."""

    branches: NotRequired[list[str]]
    """Branches whose runs may use it, such as `refs/heads/main`; every branch when left out."""

    exclusive_lock: NotRequired[bool]
    """Whether one run at a time may use it. False when left out."""

    business_hours: NotRequired[BusinessHours]
    """When it may be used; at any time when left out."""

    required_templates: NotRequired[list[RequiredTemplate]]
    """Templates of which a pipeline has to extend one; none when left out."""


class ConnectionUseArgs(TypedDict):
    """What `ConnectionUse` needs to know."""

    project_id: Input[str]
    """Id of the project (a GUID)."""

    connection_id: Input[str]
    """Id of the service connection (a GUID)."""

    checks: NotRequired[ConnectionChecks]
    """What has to hold before a run may use it; nothing when left out."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by keys that stay, such as the numbers themselves. None may
    when left out; there is no "all"."""


class ConnectionUse(ComponentResource):
    """Authorisations of pipelines, and checks on a service connection: they guard the identity behind it.

    Source: PATCH _apis/pipelines/pipelinepermissions/endpoint/{id} and
    POST _apis/pipelines/checks/configurations.
    """

    def __init__(self, name: str, args: ConnectionUseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:ConnectionUse", name, None, opts)
        project, connection = args["project_id"], args["connection_id"]
        guards = checks(self, name, project, connection, args.get("checks") or {})
        authorise(self, name, project, connection, args.get("pipelines") or {}, also(opts, guards))
        self.register_outputs({})


Earlier = Callable[[str], list[Alias] | None]
"""What a child was called before, from its present name."""


def never(child: str) -> None:
    """No child had another name."""


def checks(
    parent: ComponentResource,
    name: str,
    project: Input[str],
    connection: Input[str],
    args: ConnectionChecks,
    earlier: Earlier = never,
) -> list[Resource]:
    """The checks themselves, as parts of another component."""
    on = {"project_id": project, "target_resource_id": connection, "target_resource_type": "endpoint"}
    made: list[Resource] = []

    def add(kind: Callable[..., Resource], child: str, **settings: Any) -> None:
        opts = ResourceOptions(parent=parent, aliases=earlier(child), hooks=noted())
        made.append(kind(child, **on, **settings, opts=opts))

    if args.get("approvers"):
        add(
            azuredevops.CheckApproval,
            f"{name}-approval",
            approvers=args["approvers"],
            # To the service 0 is all of them, and to the plug-in what was left out.
            minimum_required_approvers=args.get("approvals", 1) or None,
            requester_can_approve=args.get("requester_may_approve", False),
            instructions=args.get("instructions"),
            timeout=args.get("approval_timeout_minutes"),
        )
    if args.get("branches"):
        add(
            azuredevops.CheckBranchControl,
            f"{name}-branches",
            display_name="Branch control",
            allowed_branches=", ".join(args["branches"]),
            verify_branch_protection=True,
            ignore_unknown_protection_status=False,
        )
    if args.get("exclusive_lock"):
        add(azuredevops.CheckExclusiveLock, f"{name}-lock")
    if hours := args.get("business_hours"):
        add(
            azuredevops.CheckBusinessHours,
            f"{name}-hours",
            display_name="Business hours",
            time_zone=hours["time_zone"],
            start_time=hours["start"],
            end_time=hours["end"],
            **dict.fromkeys(hours["days"], True),
        )
    if templates := args.get("required_templates"):
        add(
            azuredevops.CheckRequiredTemplate,
            f"{name}-templates",
            required_templates=[
                {
                    "repository_type": one["repository_type"],
                    "repository_name": one["repository"],
                    "repository_ref": one["ref"],
                    "template_path": one["path"],
                }
                for one in templates
            ],
        )
    return made


def authorise(
    parent: ComponentResource,
    name: str,
    project: Input[str],
    connection: Input[str],
    pipelines: Mapping[str, Input[int]],
    waits: ResourceOptions,
    earlier: Earlier = never,
) -> None:
    """The authorisations themselves, as parts of another component.

    waits: what has to stand first. No pipeline gets a connection before its checks; and because the engine
    deletes in the reverse order, none has it any more when they go.
    """
    for key, pipeline in pipelines.items():
        child = f"{name}-for-{key}"
        azuredevops.PipelineAuthorization(
            child,
            project_id=project,
            resource_id=connection,
            type="endpoint",
            pipeline_id=pipeline,
            opts=ResourceOptions.merge(waits, ResourceOptions(parent=parent, aliases=earlier(child))),
        )
