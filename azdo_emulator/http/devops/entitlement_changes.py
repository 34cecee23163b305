"""Giving, changing and taking entitlements of people and of service principals, one change after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from azdo_emulator.http.devops.call import Call
from azdo_emulator.http.devops.entitlement_bodies import (
    GivenAccessLevel,
    GivenEntitlement,
    GivenMember,
    GivenProjectEntitlement,
    Result,
    entitlement_bodies,
)
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.model import Refused
from azdo_emulator.model.devops import entitlements, errors, project_entitlements
from azdo_emulator.model.devops.entitlements import Entitlement
from azdo_emulator.model.devops.permissions import ADD_USERS, REMOVE_USERS


@dataclass(frozen=True)
class Kind:
    """A kind of members: what their bodies call them, and the model's calls about them."""

    name: str
    add: Callable[..., Entitlement]
    get: Callable[..., Entitlement]
    update: Callable[..., Entitlement]
    delete: Callable[..., None]

    @property
    def id_name(self) -> str:
        """What results call the storage key."""
        return f"{self.name}Id"

    @property
    def member(self) -> Callable[[GivenEntitlement], GivenMember]:
        """Who an entitlement is for."""
        return lambda given: given.user if self.name == "user" else given.service_principal

    def body(self, call: Call, found: Entitlement) -> dict[str, Any]:
        """One entitlement."""
        [body] = entitlement_bodies(call, [found], self.name)
        return body


USER = Kind(
    "user",
    entitlements.add_user_entitlement,
    entitlements.get_user_entitlement,
    entitlements.update_user_entitlement,
    entitlements.delete_user_entitlement,
)
SERVICE_PRINCIPAL = Kind(
    "servicePrincipal",
    entitlements.add_service_principal_entitlement,
    entitlements.get_service_principal_entitlement,
    entitlements.update_service_principal_entitlement,
    entitlements.delete_service_principal_entitlement,
)


def add(call: Call, kind: Kind, given: GivenEntitlement) -> Entitlement:
    """A new member, with their places in projects."""
    call.require(ADD_USERS)
    member = kind.member(given)
    made = kind.add(
        call.session,
        call.organization,
        member.origin_id or member.principal_name or "",
        given.access_level.account_license_type,
        given.access_level.licensing_source,
    )
    for project in given.project_entitlements or ():
        _put(call, made, project)
    return made


def remove(call: Call, kind: Kind, storage_key: str) -> None:
    """A member leaves."""
    call.require(REMOVE_USERS)
    kind.delete(call.session, call.organization, storage_key)


def change(call: Call, kind: Kind, storage_key: str, change: Change, steps: Sequence[str]) -> Entitlement:
    """One change of a patch; steps: the path below the member."""
    call.require(ADD_USERS)
    present = kind.get(call.session, call.organization, storage_key)
    match [steps[0].lower() if steps else "", change.op, *steps[1:]]:
        case ["accesslevel", "add" | "replace"]:
            level = change.read(GivenAccessLevel)
            return kind.update(
                call.session,
                call.organization,
                storage_key,
                level.account_license_type,
                level.licensing_source,
            )
        case ["projectentitlements", "add" | "replace", *_]:
            _put(call, present, change.read(GivenProjectEntitlement))
        case ["projectentitlements", "remove", project]:
            project_entitlements.remove_project_entitlement(
                call.session, call.organization, present.subject, project
            )
        case ["extensions", *_]:
            pass
        case _:
            raise errors.change_not_known(change.path)
    return present


def attempt(
    call: Call,
    kind: Kind,
    do: Callable[[], Entitlement | None],
    storage_key: str | None = None,
    *,
    among_others: bool = False,
) -> Result:
    """The result of one change, which is undone if it is refused.

    among_others: whatever is wrong with it is told in its result, so that the others are told as well.
    """
    try:
        with call.session.part():
            made = do()
    except Refused as refused:
        if refused.status != 200 and not among_others:
            raise
        return Result(storage_key, refused=refused)
    if made is None:
        return Result(storage_key)
    return Result(made.subject.storage_key, kind.body(call, made))


def _put(call: Call, member: Entitlement, given: GivenProjectEntitlement) -> None:
    project_entitlements.add_project_entitlement(
        call.session, call.organization, member.subject, given.project_ref.id, given.group.group_type
    )
