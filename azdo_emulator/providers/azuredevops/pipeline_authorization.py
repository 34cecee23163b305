"""Which pipeline may use a protected resource; without a number, every pipeline of the project."""

from azdo_emulator.model.devops import pipeline_permissions, projects
from azdo_emulator.model.devops.pipeline_permissions import ALL
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, doing
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Authorise."""
    with doing("creating authorized resource"):
        _update(call, inputs, authorized=True)
    return State(_id(inputs), _shown(inputs))


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The authorisation, unless nobody is authorised; without the number if that pipeline is not."""
    known = outputs if "resourceId" in outputs else _from_id(id)
    permissions = pipeline_permissions.get_pipeline_permissions(
        call.session, _project(call, known), known["type"], _resource_id(known)
    )
    if not permissions.all_pipelines and not permissions.pipelines:
        return None
    shown = _shown(known)
    if permissions.pipelines and known.get("pipelineId") not in permissions.pipelines:
        shown.pop("pipelineId", None)
    return State(id, shown)


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Every change replaces."""
    return State(id, _shown(inputs))


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the authorisation back."""
    with doing("deleting authorized resource"):
        _update(call, outputs, authorized=False)


def _update(call: Call, values: Values, authorized: bool) -> None:
    pipeline_permissions.update_pipeline_permissions(
        call.session,
        organization(call),
        _project(call, values),
        values["type"],
        _resource_id(values),
        values.get("pipelineId", ALL),
        authorized,
    )


def _project(call: Call, values: Values) -> Project:
    project_id = values.get("pipelineProjectId") or values["projectId"]
    return projects.get_project(call.session, organization(call), project_id)


def _resource_id(values: Values) -> str:
    is_repository = values["type"] == "repository"
    return f"{values['projectId']}.{values['resourceId']}" if is_repository else str(values["resourceId"])


def _id(values: Values) -> str:
    id = f"{values['projectId']}/{values['type']}/{values['resourceId']}"
    if values.get("pipelineProjectId"):
        id += f";pipeline_project_id={values['pipelineProjectId']}"
    if values.get("pipelineId"):
        id += f";pipeline_id={values['pipelineId']}"
    return id


def _from_id(id: str) -> Values:
    base, *optional = id.split(";")
    parts = base.split("/")
    if len(parts) != 3:
        raise Mistake(f"invalid id, expect base part to be `<project_id>/<type>/<resource_id>`, got={base}")
    found: Values = dict(zip(("projectId", "type", "resourceId"), parts, strict=True))
    for pair in optional:
        key, _, value = pair.partition("=")
        if key == "pipeline_project_id":
            found["pipelineProjectId"] = value
        elif key == "pipeline_id" and value.isdecimal():
            found["pipelineId"] = int(value)
        else:
            raise Mistake(f"invalid id, unknown optional key {key}")
    return found


def _shown(values: Values) -> Values:
    names = ("pipelineId", "pipelineProjectId", "projectId", "resourceId", "type")
    return {name: values[name] for name in names if name in values}


RESOURCE = Resource(
    "azuredevops:index/pipelineAuthorization:PipelineAuthorization", create, read, update, delete
)
