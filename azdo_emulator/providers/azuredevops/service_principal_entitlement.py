"""A service principal's place and access level in the organisation."""

from azdo_emulator.model.devops import entitlements
from azdo_emulator.providers.azuredevops.entitling import express, operation
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Resource, State, doing, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Add the member. The licence goes out as given: here the official plug-in does not translate `basic`."""
    with (
        doing("Creating service principal entitlement"),
        operation("Adding service principal entitlement"),
    ):
        made = entitlements.add_service_principal_entitlement(
            call.session,
            organization(call),
            inputs["originId"],
            inputs["accountLicenseType"],
            inputs["licensingSource"],
        )
    return _state(made)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The member, unless they left the organisation or the directory."""
    look = entitlements.get_service_principal_entitlement
    found = if_there(lambda: look(call.session, organization(call), id))
    return None if found is None or found.is_deleted_in_origin else _state(found)


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Give another access level; here the official plug-in does translate `basic`."""
    with doing("Updating service principal entitlement"):
        changed = entitlements.update_service_principal_entitlement(
            call.session,
            organization(call),
            id,
            express(inputs["accountLicenseType"]),
            inputs["licensingSource"],
        )
    return _state(changed)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the member out of the organisation."""
    with doing("Deleting service principal entitlement"):
        entitlements.delete_service_principal_entitlement(call.session, organization(call), id)


def _state(entitlement: entitlements.Entitlement) -> State:
    subject = entitlement.subject
    return State(
        subject.storage_key,
        {
            "accountLicenseType": entitlement.account_license_type,
            "descriptor": subject.descriptor,
            "displayName": subject.display_name,
            "licensingSource": entitlement.licensing_source,
            "origin": subject.origin,
            "originId": subject.origin_id,
        },
    )


RESOURCE = Resource(
    "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement", create, read, update, delete
)
