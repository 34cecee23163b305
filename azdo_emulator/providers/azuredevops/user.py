"""A person as a member of the organisation, with their access level."""

from collections.abc import Iterator

from azdo_emulator.model.devops import entitlements
from azdo_emulator.model.entra import directory
from azdo_emulator.providers.azuredevops.entitling import express, operation
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, doing, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Add the member, by name or by object id."""
    with doing("Creating user entitlement"), operation("Adding user entitlement"):
        made = entitlements.add_user_entitlement(
            call.session,
            organization(call),
            inputs.get("principalName") or inputs.get("originId", ""),
            express(inputs["accountLicenseType"]),
            inputs["licensingSource"],
        )
    return _state(made)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The member, unless they left the organisation or the directory; to import one, also by name."""
    key = _storage_key(call, id)
    found = if_there(lambda: entitlements.get_user_entitlement(call.session, organization(call), key))
    return None if found is None or found.is_deleted_in_origin else _state(found)


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Give another access level."""
    with doing("Updating user entitlement"):
        changed = entitlements.update_user_entitlement(
            call.session,
            organization(call),
            id,
            express(inputs["accountLicenseType"]),
            inputs["licensingSource"],
        )
    return _state(changed)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the member out of the organisation."""
    with doing("Deleting user entitlement"):
        entitlements.delete_user_entitlement(call.session, organization(call), id)


def complaints(inputs: Values) -> Iterator[str]:
    """A person is named once."""
    if "principalName" in inputs and ("originId" in inputs or "origin" in inputs):
        yield "'principalName' conflicts with 'originId' and 'origin'"
    elif "principalName" not in inputs and "originId" not in inputs:
        yield "one of 'originId' and 'principalName' is missing"
    elif "originId" in inputs and "origin" not in inputs:
        yield "'origin' is missing: 'originId' needs it"


def _storage_key(call: Call, id: str) -> str:
    if "@" not in id:
        return id
    members = entitlements.search_member_entitlements(call.session, organization(call))
    person = directory.get_user(call.session, id)
    for member in members:
        if person and member.subject.origin_id == person.object_id:
            return member.subject.storage_key
    raise Mistake(f"No entitlement found for [{id}]")


def _state(entitlement: entitlements.Entitlement) -> State:
    subject = entitlement.subject
    return State(
        subject.storage_key,
        {
            "accountLicenseType": entitlement.account_license_type,
            "descriptor": subject.descriptor,
            "licensingSource": entitlement.licensing_source,
            "origin": subject.origin,
            "originId": subject.origin_id,
            "principalName": subject.principal_name,
        },
    )


RESOURCE = Resource("azuredevops:index/user:User", create, read, update, delete, complaints=complaints)
