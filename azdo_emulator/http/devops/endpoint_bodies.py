"""Bodies of service connections, as callers send them and as Azure DevOps shows them."""

from collections.abc import Sequence
from typing import Any

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.model import replication
from azdo_emulator.model.devops.endpoint_executions import EndpointExecution
from azdo_emulator.model.devops.endpoint_types import SCHEMES, EndpointType, Field
from azdo_emulator.model.devops.endpoints import EndpointBody, ProjectReference, ServiceEndpoint
from azdo_emulator.model.devops.permissions import VIEW_AUTHORIZATION
from azdo_emulator.model.devops.projects import Project, get_project


class GivenProject(Body):
    """A project, by id."""

    id: str


class GivenReference(Body):
    """A project that is to have the connection."""

    project_reference: GivenProject
    name: str | None = None
    description: str | None = None


class GivenAuthorization(Body):
    """How the connection signs in."""

    scheme: str
    parameters: dict[str, str | None] | None = None


class GivenEndpoint(Body):
    """A service connection as a caller says it is to be."""

    name: str = ""
    type: str
    url: str | None = None
    description: str | None = None
    authorization: GivenAuthorization
    data: dict[str, str | None] | None = None
    service_endpoint_project_references: list[GivenReference] | None = None

    @property
    def references(self) -> list[ProjectReference]:
        """The projects, each with its own name for it."""
        return references(self.service_endpoint_project_references or [], self.name, self.description or "")

    def body(self, reference: ProjectReference) -> EndpointBody:
        """What the model takes, with the name that it has in one project."""
        return EndpointBody(
            name=reference.name,
            type=self.type,
            url=self.url or "",
            description=reference.description,
            scheme=self.authorization.scheme,
            parameters=self.authorization.parameters or {},
            data=self.data or {},
        )


class GivenDataSource(Body):
    """What is to be asked where a connection leads."""

    data_source_name: str = ""


class GivenRequest(Body):
    """A request by a connection."""

    data_source_details: GivenDataSource


def references(given: list[GivenReference], name: str, description: str) -> list[ProjectReference]:
    """References as the model takes them; one without a name has the connection's own."""
    return [
        ProjectReference(each.project_reference.id, each.name or name, each.description or description)
        for each in given
    ]


def endpoint_bodies(call: Call, project: Project, found: Sequence[ServiceEndpoint]) -> list[dict[str, Any]]:
    """Connections of a project; a reader does not see what they sign in as."""
    sees_all = call.holds(VIEW_AUTHORIZATION, project)
    bodies = []
    for each in found:
        body = endpoint_body(call, each)
        if not sees_all and not call.holds(VIEW_AUTHORIZATION, project, each.endpoint_id):
            del body["authorization"], body["data"]
        bodies.append(body)
    return bodies


def endpoint_body(call: Call, endpoint: ServiceEndpoint) -> dict[str, Any]:
    """A connection; parameters that are secrets are null."""
    deadline = endpoint.revertible_until_at
    is_ready = replication.sees(call.session, replication.Lag.CONNECTIONS, endpoint.endpoint_id)
    return {
        "id": endpoint.endpoint_id,
        "name": endpoint.name,
        "type": endpoint.type,
        "url": endpoint.url,
        "description": endpoint.description,
        "createdBy": identity_ref(call, endpoint.created_by),
        "authorization": {"scheme": endpoint.scheme, "parameters": dict(endpoint.parameters)},
        "data": dict(endpoint.data) | ({"revertSchemeDeadline": deadline} if deadline else {}),
        "isShared": len(endpoint.references) > 1,
        "isReady": is_ready,
        "isOutdated": False,
        "isDisabled": False,
        "operationStatus": {"state": "Ready" if is_ready else "InProgress", "statusMessage": ""},
        "owner": "library",
        "serviceEndpointProjectReferences": [_reference(call, each) for each in endpoint.references],
    }


def execution_body(endpoint_id: str, execution: EndpointExecution) -> dict[str, Any]:
    """A run that used a connection."""
    return {
        "endpointId": endpoint_id,
        "data": {
            "id": execution.execution_id,
            "planType": "Build",
            "definition": {"id": execution.definition_id, "name": execution.definition},
            "owner": {"id": execution.execution_id, "name": str(execution.execution_id)},
            "startTime": execution.started_at,
            "finishTime": execution.finished_at,
            "result": execution.result,
        },
    }


def type_body(type: EndpointType) -> dict[str, Any]:
    """A type of connections."""
    return {
        "name": type.name,
        "displayName": type.display_name,
        "description": "",
        "endpointUrl": {"displayName": "Server URL", "value": type.url, "isVisible": str(type.url is None)},
        "inputDescriptors": [_input(field) for field in type.data],
        "authenticationSchemes": [
            {
                "scheme": scheme,
                "displayName": SCHEMES[scheme],
                "inputDescriptors": [_input(field) for field in fields],
            }
            for scheme, fields in type.schemes.items()
        ],
        "dataSources": [{"name": "TestConnection"}],
    }


def _reference(call: Call, reference: ProjectReference) -> dict[str, Any]:
    project = get_project(call.session, call.organization, reference.project_id)
    return {
        "projectReference": {"id": project.project_id, "name": project.name},
        "name": reference.name,
        "description": reference.description,
    }


def _input(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "name": field.id,
        "description": "",
        "inputMode": "passwordBox" if field.is_confidential else "textBox",
        "isConfidential": field.is_confidential,
        "validation": {"dataType": "string", "isRequired": field.is_required},
    }
