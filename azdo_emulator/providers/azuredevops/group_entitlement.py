"""A group rule: an Entra group in the organisation, with the access level of its members."""

from collections.abc import Iterator

from azdo_emulator.model.devops import group_entitlements, groups
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Resource, State, doing, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Make the rule: for an Entra group by object id, or for a new group of the organisation by name."""
    with doing("Creating group entitlement"):
        made = group_entitlements.add_group_entitlement(
            call.session,
            organization(call),
            origin_id=inputs.get("originId", ""),
            display_name=inputs.get("displayName", ""),
            account_license_type=inputs["accountLicenseType"],
            licensing_source=inputs["licensingSource"],
        )
    return _state(made)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The rule, unless it is gone."""
    look = group_entitlements.get_group_entitlement
    return if_there(lambda: _state(look(call.session, organization(call), id)))


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Give another access level."""
    with doing("Updating group entitlement"):
        changed = group_entitlements.update_group_entitlement(
            call.session,
            organization(call),
            id,
            inputs["accountLicenseType"],
            inputs["licensingSource"],
        )
    return _state(changed)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the rule away, and with it a group of the organisation's own."""
    with doing("Deleting group entitlement"):
        group_entitlements.delete_group_entitlement(call.session, organization(call), id)
    if outputs.get("origin") == "vsts":
        with doing("Deleting Azure DevOps local group"):
            groups.delete_group(call.session, organization(call), outputs["descriptor"])


def complaints(inputs: Values) -> Iterator[str]:
    """A group is named once."""
    if "displayName" in inputs and ("originId" in inputs or "origin" in inputs):
        yield "'displayName' conflicts with 'originId' and 'origin'"
    elif "displayName" not in inputs and "originId" not in inputs:
        yield "one of 'displayName' and 'originId' is missing"
    elif "originId" in inputs and "origin" not in inputs:
        yield "'origin' is missing: 'originId' needs it"


def _state(rule: group_entitlements.GroupEntitlement) -> State:
    return State(
        rule.group.storage_key,
        {
            "accountLicenseType": rule.account_license_type,
            "descriptor": rule.group.descriptor,
            "displayName": rule.group.name,
            "licensingSource": rule.licensing_source,
            "origin": rule.group.origin,
            "originId": rule.group.origin_id,
            "principalName": rule.group.principal_name,
        },
    )


RESOURCE = Resource(
    "azuredevops:index/groupEntitlement:GroupEntitlement", create, read, update, delete, complaints=complaints
)
