"""Members of a group. Its id is a random number, as the official plug-in's is, and nothing is found by it."""

import secrets

from patless.sandbox.model import Refused
from patless.sandbox.model.devops import memberships
from patless.sandbox.plugins.azuredevops.scope import organization
from patless.sandbox.plugins.declaring import Call, Mistake, Resource, State
from patless.sandbox.plugins.values import Values


def create(call: Call, inputs: Values) -> State:
    """Add the members; with the mode overwrite, take out all others."""
    group, wanted = inputs["group"], inputs["members"]
    try:
        others = set(_present(call, group)) - set(wanted) if _overwrites(inputs) else set()
        _remove(call, group, sorted(others))
        _add(call, group, wanted)
    except (Refused, Mistake) as refused:
        raise Mistake(f"Adding group memberships during create: {refused}") from refused
    return _state(str(secrets.randbits(62)), inputs, wanted)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The members that are still in; those that somebody else added count only with the mode overwrite."""
    if "group" not in outputs:
        raise Mistake("resource azuredevops_group_membership doesn't support import")
    try:
        present = _present(call, outputs["group"])
    except Refused as refused:
        if refused.status == 404:
            return None
        raise
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
    try:
        _remove(call, outputs["group"], outputs["members"])
    except Refused as refused:
        raise Mistake(f"Removing group memberships during delete: {refused.message}") from refused


def _overwrites(values: Values) -> bool:
    return bool(values.get("mode", "add").lower() == "overwrite")


def _present(call: Call, group: str) -> list[str]:
    return memberships.list_memberships(call.session, organization(call), group, direction="down")


def _add(call: Call, group: str, members: list[str]) -> None:
    for member in members:
        try:
            memberships.add_membership(call.session, organization(call), member, group)
        except Refused as refused:
            raise Mistake(
                "Adding group memberships during update: "
                f"Error adding member {member} to group {group}: {refused.message}"
            ) from refused


def _remove(call: Call, group: str, members: list[str]) -> None:
    for member in members:
        memberships.remove_membership(call.session, organization(call), member, group)


def _state(id: str, values: Values, members: list[str]) -> State:
    return State(id, {"group": values["group"], "members": list(members), "mode": values.get("mode", "add")})


RESOURCE = Resource("azuredevops:index/groupMembership:GroupMembership", create, read, update, delete)
