"""Members of a group. Its id is a random number, as the official plug-in's is, and nothing is found by it."""

import secrets

from azdo_emulator.model.devops import memberships
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, doing, if_there
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """Add the members; with the mode overwrite, take out all others."""
    group, wanted = inputs["group"], inputs["members"]
    with doing("Adding group memberships during create"):
        others = set(_present(call, group)) - set(wanted) if _overwrites(inputs) else set()
        _remove(call, group, sorted(others))
        _add(call, group, wanted)
    return _state(str(secrets.randbits(62)), inputs, wanted)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The members that are still in; those that somebody else added count only with the mode overwrite."""
    if "group" not in outputs:
        raise Mistake("resource azuredevops_group_membership doesn't support import")
    present = if_there(lambda: _present(call, outputs["group"]))
    if present is None:
        return None
    ours = outputs.get("members", [])
    kept = [member for member in ours if member in present]
    if _overwrites(outputs):
        kept += [member for member in present if member not in ours]
    return _state(id, outputs, kept)


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Take out who is no longer wanted, add who is new."""
    before, after = outputs["members"], inputs["members"]
    _remove(call, inputs["group"], [member for member in before if member not in after])
    _add(call, inputs["group"], [member for member in after if member not in before])
    return _state(id, inputs, after)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Take the members out."""
    with doing("Removing group memberships during delete"):
        _remove(call, outputs["group"], outputs["members"])


def _overwrites(values: Values) -> bool:
    return bool(values.get("mode", "add").lower() == "overwrite")


def _present(call: Call, group: str) -> list[str]:
    return memberships.list_memberships(call.session, organization(call), group, direction="down")


def _add(call: Call, group: str, members: list[str]) -> None:
    for member in members:
        with doing(f"Adding group memberships during update: Error adding member {member} to group {group}"):
            memberships.add_membership(call.session, organization(call), member, group)


def _remove(call: Call, group: str, members: list[str]) -> None:
    for member in members:
        with doing("Removing group memberships during update: Error removing member from group"):
            memberships.remove_membership(call.session, organization(call), member, group)


def _state(id: str, values: Values, members: list[str]) -> State:
    return State(id, {"group": values["group"], "members": list(members), "mode": values.get("mode", "add")})


RESOURCE = Resource("azuredevops:index/groupMembership:GroupMembership", create, read, update, delete)
