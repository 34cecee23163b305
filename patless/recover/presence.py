"""Whether the sandbox's cloud has what the state says, as the emulated plug-ins read it in a refresh."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from azdo_emulator.model import Refused, Session
from azdo_emulator.model.devops import checks, endpoints, projects
from azdo_emulator.providers import naming
from azdo_emulator.providers.azure_native import PROVIDER as AZURE
from azdo_emulator.providers.azuread import PROVIDER as ENTRA
from azdo_emulator.providers.azuredevops import PROVIDER as AZURE_DEVOPS
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource
from patless.recover.pending import State

TYPES = {resource.token: resource for one in (AZURE, ENTRA, AZURE_DEVOPS) for resource in one.resources}

CONNECTION = "azuredevops:index/serviceendpoint"
"""What the types of connections begin with, in lower case."""

MEMBERSHIP = "azuredevops:index/groupMembership:GroupMembership"
AUTHORISATION = "azuredevops:index/pipelineAuthorization:PipelineAuthorization"


@dataclass
class Compared:
    """What is not as the state says.

    gone: resources that the cloud no longer has. thinner: memberships of which somebody was taken out.
    strangers: checks on the stack's connections that the state does not know, in words.
    """

    gone: list[State] = field(default_factory=list)
    thinner: list[State] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def compare(deployment: State, session: Session) -> Compared:
    """Compare the state with the cloud. What cannot be read is left to the refresh, which says why."""
    resources = deployment.get("resources") or []
    configured = {f"{one['urn']}::{one.get('id')}": one.get("inputs") or {} for one in resources}
    found = Compared()
    for one in resources:
        resource = TYPES.get(naming.token(one["type"], one["urn"]))
        # What a program only looks at is not its to lose.
        if resource is None or one.get("external") or not one.get("id"):
            continue
        call = Call(session, configured.get(one.get("provider", ""), {}))
        try:
            now = _outputs(resource, call, one)
        except Refused as refused:
            if refused.status == 404:
                found.gone.append(one)
            continue
        except Mistake:
            continue
        if now is None:
            found.gone.append(one)
        elif one["type"] == MEMBERSHIP and len(now["members"]) < len(one["outputs"]["members"]):
            found.thinner.append(one)
        elif _is_connection(one):
            found.strangers += _strangers(call, one, resources)
    return found


def _outputs(resource: Resource, call: Call, one: State) -> dict[str, Any] | None:
    """The outputs as the cloud has them; nothing where it is gone."""
    outputs = one.get("outputs") or {}
    if _is_connection(one):
        # Of one that is gone the plug-in tells an error, and nothing else.
        details = endpoints.get_service_endpoint_details
        return {} if details(call.session, organization(call), outputs["projectId"], one["id"]) else None
    state = resource.read(call, one["id"], outputs)
    if state is None:
        return None
    # Where others are authorised still, the plug-in only takes the number away.
    if one["type"] == AUTHORISATION and "pipelineId" in outputs and "pipelineId" not in state.outputs:
        return None
    return state.outputs


def _strangers(call: Call, connection: State, resources: list[State]) -> Iterator[str]:
    project_id = connection["outputs"]["projectId"]
    project = projects.get_project(call.session, organization(call), project_id)
    known = {one.get("id") for one in resources if one["type"].startswith("azuredevops:index/check")}
    for check in checks.list_check_configurations(call.session, project, "endpoint", connection["id"]):
        if str(check.check_id) not in known:
            name = connection["outputs"].get("serviceEndpointName")
            yield f"check {check.check_id} on the connection {name} of project {project.name}"


def _is_connection(one: State) -> bool:
    return str(one["type"]).lower().startswith(CONNECTION)
