"""Look-ups of pipelines and of agent pools."""

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import agent_pools, build_definitions, projects
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Function, Mistake
from azdo_emulator.providers.values import Values

ROOT = "\\"


def get_build_definition(call: Call, given: Values) -> Values:
    """A pipeline of a project by its name; without a folder, or with the root, from any folder."""
    name, path, project_id = given["name"], given.get("path") or ROOT, given["projectId"]
    try:
        project = projects.get_project(call.session, organization(call), project_id)
    except Refused as refused:
        raise Mistake(_no_pipeline(name, project_id, path)) from refused
    found = build_definitions.get_definitions(call.session, project, name, "" if path == ROOT else path)
    if not found:
        raise Mistake(_no_pipeline(name, project_id, path))
    if len(found) > 1:
        raise Mistake(f"Multiple build definitions with name {name} found in project {project_id}")
    return {
        "id": str(found[0].definition_id),
        "name": found[0].name,
        "path": found[0].path,
        "projectId": project_id,
        "queueStatus": "enabled",
        "revision": 1,
    }


def get_pool(call: Call, given: Values) -> Values:
    """An agent pool of the organisation by its name."""
    name = given["name"]
    found = agent_pools.get_agent_pools(call.session, organization(call), name)
    if not found:
        raise Mistake(f"Unable to find agent pool with name: {name}")
    return {
        "autoProvision": found[0].auto_provision,
        "autoUpdate": found[0].auto_update,
        "id": str(found[0].pool_id),
        "name": found[0].name,
        "poolType": found[0].pool_type,
    }


def _no_pipeline(name: str, project_id: str, path: str) -> str:
    return f"Build Definition with name {name} does not exist in project {project_id} in {path} path"


FUNCTIONS = (
    Function("azuredevops:index/getBuildDefinition:getBuildDefinition", get_build_definition),
    Function("azuredevops:index/getPool:getPool", get_pool),
)
