"""Pipelines, which the calls name build definitions, and groups of variables."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.pages import among, listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import ids
from azdo_emulator.model.devops import build_definitions, variables
from azdo_emulator.model.devops.build_definitions import BuildDefinition
from azdo_emulator.model.devops.projects import Project, get_project
from azdo_emulator.model.devops.variables import VariableGroup, Variables

router = APIRouter(route_class=DevOpsRoute, tags=["build"])

DEFINITIONS = "/{organization}/{project}/_apis/build/definitions"
GROUPS = "/{organization}/{project}/_apis/distributedtask/variablegroups"

Top = Annotated[int, Query(alias="$top", ge=1, le=10_000)]
Token = Annotated[Number, Query(alias="continuationToken")]


@router.get(DEFINITIONS)
async def get_definitions(
    context: AnyContext,
    project: str,
    name: str = "",
    path: str = "",
    top: Top = 1000,
    token: Token = 0,
    definition_ids: Annotated[str, Query(alias="definitionIds")] = "",
    everything: Annotated[bool, Query(alias="includeAllProperties")] = False,
) -> JSONResponse:
    """GET {project}/_apis/build/definitions?name=&path=&definitionIds=. Simplified: a name is a whole one."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = build_definitions.get_definitions(call.session, of, name, path, token, top)
        named = [each for each in found if among(each.definition_id, definition_ids)]
        bodies = [_definition_body(call, of, each, everything) for each in named]
    return listed(bodies, str(found[-1].definition_id) if len(found) == top else None)


@router.get(f"{DEFINITIONS}/{{definition_id}}")
async def get_definition(context: AnyContext, project: str, definition_id: Number) -> JSONResponse:
    """GET {project}/_apis/build/definitions/{number}: with its variables; of a secret one, its name.

    Simplified: every pipeline is of the project's first repository.
    """
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = build_definitions.get_definition(call.session, of, definition_id)
        body = _definition_body(call, of, found, everything=True)
    return JSONResponse(body)


@router.get(GROUPS)
async def get_variable_groups(
    context: AnyContext,
    project: str,
    name: Annotated[str, Query(alias="groupName")] = "",
    group_ids: Annotated[str, Query(alias="groupIds")] = "",
    top: Top = 100,
    token: Token = 0,
) -> JSONResponse:
    """GET {project}/_apis/distributedtask/variablegroups?groupName=&groupIds=."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = variables.get_variable_groups(call.session, of, name, token, top)
        bodies = [_group_body(call, each) for each in found if among(each.group_id, group_ids)]
    return listed(bodies, str(found[-1].group_id) if len(found) == top else None)


@router.get(f"{GROUPS}/{{group_id}}")
async def get_variable_group(context: AnyContext, project: str, group_id: Number) -> JSONResponse:
    """GET {project}/_apis/distributedtask/variablegroups/{number}."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        body = _group_body(call, variables.get_variable_group(call.session, of, group_id))
    return JSONResponse(body)


def _definition_body(
    call: Call, project: Project, definition: BuildDefinition, everything: bool
) -> dict[str, Any]:
    whole = {
        "process": {"type": 2, "yamlFilename": "azure-pipelines.yml"},
        "repository": _repository_body(call, project),
        "triggers": [],
        "jobAuthorizationScope": "projectCollection",
        "variables": _variables_body(definition.variables),
    }
    return {
        "id": definition.definition_id,
        "name": definition.name,
        "path": definition.path,
        "url": f"{call.url}/{project.project_id}/_apis/build/Definitions/{definition.definition_id}",
        "uri": f"vstfs:///Build/Definition/{definition.definition_id}",
        "type": "build",
        "quality": "definition",
        "queueStatus": "enabled",
        "revision": 1,
        "authoredBy": identity_ref(call, definition.authored_by),
        "project": {"id": project.project_id, "name": project.name},
        **(whole if everything else {}),
    }


def _repository_body(call: Call, project: Project) -> dict[str, Any]:
    """The repository that a project begins with; the official plug-in ends where a pipeline has none."""
    return {
        "id": ids.guid("repository", project.project_id),
        "type": "TfsGit",
        "name": project.name,
        "url": f"{call.url}/{project.name}/_git/{project.name}",
        "defaultBranch": "refs/heads/main",
        "properties": {"reportBuildStatus": "true"},
    }


def _group_body(call: Call, group: VariableGroup) -> dict[str, Any]:
    return {
        "id": group.group_id,
        "type": "Vsts",
        "name": group.name,
        "description": group.description,
        "createdBy": identity_ref(call, group.created_by),
        "isShared": False,
        "variables": _variables_body(group.variables),
    }


def _variables_body(found: Variables) -> dict[str, Any]:
    return {
        name: {"value": variable.value, **({"isSecret": True} if variable.is_secret else {})}
        for name, variable in found.items()
    }
