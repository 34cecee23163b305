"""A role of somebody on an agent pool or another thing of the organisation."""

from collections.abc import Iterator

from azdo_emulator.model.devops import security_roles
from azdo_emulator.model.ids import GUID
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State
from azdo_emulator.providers.values import Values, plain


def create(call: Call, inputs: Values) -> State:
    """Give the role."""
    given = security_roles.set_role_assignment(
        call.session,
        organization(call),
        inputs["scope"],
        inputs["resourceId"],
        inputs["identityId"],
        inputs["roleName"],
    )
    if not given:
        raise Mistake(
            "the identity was not recognized by Azure DevOps. "
            "Ensure you are using the internal identity ID (storage key)."
        )
    state = read(call, f"{inputs['scope']}/{inputs['resourceId']}/{inputs['identityId']}", {})
    assert state is not None
    return state


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The role, unless it was taken back."""
    parts = id.split("/")
    if len(parts) != 3:
        raise Mistake(f"unexpected format of ID ({id}), expected scope/resource_id/identity_id")
    scope, resource_id, identity_id = parts
    roles = security_roles.list_role_assignments(call.session, organization(call), scope, resource_id)
    found = next((role for role in roles if role.storage_key == identity_id.lower()), None)
    if found is None:
        return None
    return State(
        id,
        {
            "identityId": found.storage_key,
            "resourceId": resource_id,
            "roleName": found.role_name,
            "scope": found.scope,
        },
    )


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Give another role. A change of the scope leaves the old role behind, as with the official plug-in."""
    return create(call, inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the role back."""
    security_roles.remove_role_assignment(
        call.session,
        organization(call),
        outputs["scope"],
        outputs["resourceId"],
        outputs["identityId"],
    )


def complaints(inputs: Values) -> Iterator[str]:
    """Identities go by GUID, never by descriptor."""
    identity = plain(inputs.get("identityId"))
    if isinstance(identity, str) and not GUID.fullmatch(identity):
        yield 'expected "identity_id" to be a valid UUID'


RESOURCE = Resource(
    "azuredevops:index/securityroleAssignment:SecurityroleAssignment",
    create,
    read,
    update,
    delete,
    complaints=complaints,
)
