"""A role assignment."""

from azdo_emulator.model.azure import role_assignments
from azdo_emulator.model.azure.role_assignments import RoleAssignment
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, if_there
from azdo_emulator.providers.values import Values

API_VERSION = "2022-04-01"


def create(call: Call, inputs: Values) -> State:
    """Make the assignment; one of the same name in the scope is not taken over."""
    id = role_assignments.role_assignment_id(inputs["scope"], inputs["roleAssignmentName"])
    if read(call, id, {}) is not None:
        raise Mistake(f"cannot create already existing resource '{id}'")
    return _put(call, inputs)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The assignment, unless it is gone."""
    return if_there(lambda: _state(role_assignments.role_assignments_get(call.session, id)))


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change the description or the condition; of another role, the official plug-in asks as well."""
    return _put(call, inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Delete the assignment."""
    role_assignments.role_assignments_delete(call.session, id)


def _put(call: Call, inputs: Values) -> State:
    made = role_assignments.role_assignments_create(
        call.session,
        inputs["scope"],
        inputs["roleAssignmentName"],
        role_definition_id=inputs["roleDefinitionId"],
        principal_id=inputs["principalId"],
        principal_type=inputs.get("principalType"),
        description=inputs.get("description"),
        condition=inputs.get("condition"),
        condition_version=inputs.get("conditionVersion"),
    )
    return _state(made)


def shown(assignment: RoleAssignment) -> Values:
    """What a state and a look-up show alike."""
    return {
        "azureApiVersion": API_VERSION,
        "condition": assignment.condition,
        "conditionVersion": assignment.condition_version,
        "createdOn": assignment.created_at,
        "description": assignment.description,
        "name": assignment.name,
        "principalId": assignment.principal_id,
        "principalType": assignment.principal_type,
        "roleDefinitionId": assignment.role_definition_id,
        "scope": assignment.scope,
        "type": role_assignments.TYPE,
        "updatedOn": assignment.created_at,
    }


def _state(assignment: RoleAssignment) -> State:
    return State(assignment.id, shown(assignment), {"roleAssignmentName": assignment.name})


RESOURCE = Resource("azure-native:authorization:RoleAssignment", create, read, update, delete)
