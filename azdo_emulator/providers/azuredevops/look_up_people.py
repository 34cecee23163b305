"""Look-ups of people, and of the two names that everybody has inside the organisation."""

import base64
import hashlib

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import identities, subjects
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.ids import GUID
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Function, Mistake, doing
from azdo_emulator.providers.values import Values

FILTERS = ("AccountName", "DisplayName", "MailAddress", "General")


def get_user(call: Call, given: Values) -> Values:
    """A person by their descriptor."""
    descriptor = given["descriptor"]
    try:
        found = subjects.get_subject(call.session, organization(call), descriptor)
    except Refused as refused:
        raise Mistake(f" User does not exist with descriptor: {descriptor}") from refused
    if found.kind != "user":
        raise Mistake(f" User does not exist with descriptor: {descriptor}")
    return _user(found) | {
        "domain": organization(call).tenant_id,
        "id": found.descriptor,
        "subjectKind": "user",
    }


def get_users(call: Call, given: Values) -> Values:
    """The people who fit; none is no error."""
    kinds = given.get("subjectTypes") or ["aad", "msa", "svc", "imp"]
    found = [
        {**_user(subject), "id": subject.storage_key}
        for subject in subjects.list_users(call.session, organization(call))
        if subject.descriptor.split(".")[0] in kinds
        and _fits(given.get("principalName"), subject.principal_name)
        and _fits(given.get("origin"), subject.origin)
        and _fits(given.get("originId"), subject.origin_id)
    ]
    text = "-".join(user["descriptor"] for user in found)
    return given | {
        "id": "users#" + base64.urlsafe_b64encode(hashlib.sha1(text.encode()).digest()).decode(),  # noqa: S324
        "users": found,
    }


def get_identity_users(call: Call, given: Values) -> Values:
    """Whoever a search finds first; by `DisplayName`, groups of Entra too, and names that hold the text."""
    name, search = given["name"], given.get("searchFilter") or "General"
    if search not in FILTERS:
        raise Mistake(f"expected search_filter to be one of {list(FILTERS)}, got {search}")
    with doing(f"Finding user with filter {search}"):
        found = identities.search_identities(call.session, organization(call), search, name)
    fits = [one for one in found if search == "General" or name.lower() in _searched(one, search).lower()]
    if not fits:
        raise Mistake(f"Could not find user with name: {name}, with filter: {search}")
    first = fits[0]
    return {
        "descriptor": identities.identity_descriptor(organization(call), first),
        "id": first.storage_key,
        "name": name,
        "searchFilter": search,
        "subjectDescriptor": first.descriptor,
    }


def get_storage_key(call: Call, given: Values) -> Values:
    """The storage key of somebody or of a group, by descriptor."""
    descriptor = given["descriptor"]
    try:
        found = subjects.get_subject(call.session, organization(call), descriptor)
    except Refused as refused:
        # The official plug-in prints a pointer here, which is nothing.
        raise Mistake(" The specified descriptor <nil> does not exist.") from refused
    return {"descriptor": descriptor, "id": found.storage_key, "storageKey": found.storage_key}


def get_descriptor(call: Call, given: Values) -> Values:
    """The descriptor of somebody or of a group, by storage key."""
    storage_key = given["storageKey"]
    if not GUID.fullmatch(storage_key):
        raise Mistake(f"Invalid storage key: {storage_key}. Error: it is no UUID")
    found = subjects.get_subject_by_storage_key(call.session, organization(call), storage_key)
    if found is None:
        raise Mistake(f" The specified storage key {storage_key} does not exist.")
    return {"descriptor": found.descriptor, "id": storage_key, "storageKey": storage_key}


def _searched(subject: Subject, search: str) -> str:
    return subject.display_name if search == "DisplayName" else subject.principal_name


def _user(subject: Subject) -> Values:
    return {
        "descriptor": subject.descriptor,
        "displayName": subject.display_name,
        "mailAddress": subject.principal_name,
        "origin": subject.origin,
        "originId": subject.origin_id,
        "principalName": subject.principal_name,
    }


def _fits(wanted: str | None, present: str) -> bool:
    return not wanted or wanted.lower() == present.lower()


FUNCTIONS = (
    Function("azuredevops:index/getDescriptor:getDescriptor", get_descriptor),
    Function("azuredevops:index/getIdentityUsers:getIdentityUsers", get_identity_users),
    Function("azuredevops:index/getStorageKey:getStorageKey", get_storage_key),
    Function("azuredevops:index/getUser:getUser", get_user),
    Function("azuredevops:index/getUsers:getUsers", get_users),
)
