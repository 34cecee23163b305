"""Security namespaces, access control lists, and what the caller may do."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Body, Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import access_control
from azdo_emulator.model.devops.access_control import AccessControlEntry
from azdo_emulator.model.devops.permissions import EDIT_ORGANIZATION, EDIT_PROJECT
from azdo_emulator.model.devops.security_namespaces import (
    SecurityNamespace,
    get_security_namespace,
    query_security_namespaces,
)

router = APIRouter(route_class=DevOpsRoute, tags=["security"])

NAMESPACES = "/{organization}/_apis/securitynamespaces"
LISTS = "/{organization}/_apis/accesscontrollists/{namespace_id}"
ENTRIES = "/{organization}/_apis/accesscontrolentries/{namespace_id}"
PERMISSIONS = "/{organization}/_apis/permissions/{namespace_id}/{bits}"


class GivenEntry(Body):
    """What somebody is to be allowed and denied."""

    descriptor: str
    allow: Number = 0
    deny: Number = 0


class GivenEntries(Body):
    """Entries of one token."""

    token: str
    merge: bool = False
    access_control_entries: list[GivenEntry]


class GivenEvaluation(Body):
    """A question: may the caller?"""

    security_namespace_id: str
    token: str
    permissions: Number


class GivenEvaluations(Body):
    """Several questions."""

    evaluations: list[GivenEvaluation]


@router.get(NAMESPACES)
async def query_all_security_namespaces(context: AnyContext) -> JSONResponse:
    """GET _apis/securitynamespaces. Simplified: ten of them."""
    with context.read():
        found = query_security_namespaces()
    return listed([_namespace_body(each) for each in found])


@router.get(f"{NAMESPACES}/{{namespace_id}}")
async def query_one_security_namespace(context: AnyContext, namespace_id: str) -> JSONResponse:
    """GET _apis/securitynamespaces/{id}."""
    with context.read():
        found = query_security_namespaces(namespace_id)
    return listed([_namespace_body(each) for each in found])


@router.get(LISTS)
async def query_access_control_lists(
    context: AnyContext,
    namespace_id: str,
    token: str = "",
    descriptors: str = "",
    recurse: bool = False,
) -> JSONResponse:
    """GET _apis/accesscontrollists/{namespace}. Simplified: entries that somebody made, none inherited."""
    with context.read() as call:
        found = access_control.query_access_control_lists(
            call.session,
            call.organization,
            get_security_namespace(namespace_id),
            token,
            _parted(descriptors),
            recurse=recurse,
        )
    return listed(
        [
            {
                "inheritPermissions": True,
                "token": each,
                "acesDictionary": {entry.descriptor: _entry_body(entry) for entry in entries},
                "includeExtendedInfo": False,
            }
            for each, entries in found.items()
        ]
    )


@router.post(ENTRIES)
async def set_access_control_entries(
    context: AnyContext, namespace_id: str, given: GivenEntries
) -> JSONResponse:
    """POST _apis/accesscontrolentries/{namespace}. Simplified: what the sandbox refuses goes by none."""
    entries = [
        AccessControlEntry(given.token, each.descriptor, each.allow, each.deny)
        for each in given.access_control_entries
    ]
    with context.write() as call:
        _require(call, given.token)
        made = access_control.set_access_control_entries(
            call.session,
            call.organization,
            get_security_namespace(namespace_id),
            entries,
            merge=given.merge,
        )
    return listed([_entry_body(each) for each in made])


@router.delete(ENTRIES)
async def remove_access_control_entries(
    context: AnyContext, namespace_id: str, token: str, descriptors: str
) -> JSONResponse:
    """DELETE _apis/accesscontrolentries/{namespace}?token=&descriptors=."""
    with context.write() as call:
        _require(call, token)
        namespace = get_security_namespace(namespace_id)
        removed = access_control.remove_access_control_entries(
            call.session, call.organization, namespace, token, _parted(descriptors)
        )
    return JSONResponse(removed)


@router.get(PERMISSIONS)
async def has_permissions(
    context: AnyContext, namespace_id: str, bits: Number, tokens: str = "", delimiter: str = ","
) -> JSONResponse:
    """GET _apis/permissions/{namespace}/{bits}?tokens=: has the caller all of them?"""
    with context.read() as call:
        namespace = get_security_namespace(namespace_id)
        found = [_has(call, namespace, bits, token) for token in tokens.split(delimiter or ",")]
    return listed(found)


@router.delete(PERMISSIONS)
async def remove_permission(
    context: AnyContext, namespace_id: str, bits: Number, descriptor: str, token: str = ""
) -> JSONResponse:
    """DELETE _apis/permissions/{namespace}/{bits}?token=&descriptor=."""
    with context.write() as call:
        _require(call, token)
        namespace = get_security_namespace(namespace_id)
        changed = access_control.remove_permission(
            call.session, call.organization, namespace, token, descriptor, bits
        )
    return JSONResponse(_entry_body(changed))


@router.post("/{organization}/_apis/security/permissionevaluationbatch")
async def has_permissions_batch(context: AnyContext, given: GivenEvaluations) -> JSONResponse:
    """POST _apis/security/permissionevaluationbatch: several questions at once."""
    with context.read() as call:
        evaluations = [
            each.model_dump(by_alias=True)
            | {
                "value": _has(
                    call, get_security_namespace(each.security_namespace_id), each.permissions, each.token
                )
            }
            for each in given.evaluations
        ]
    return JSONResponse({"evaluations": evaluations})


def _require(call: Call, token: str) -> None:
    project = access_control.project_of(call.session, call.organization, token)
    if project:
        call.require(EDIT_PROJECT, project)
    else:
        call.require(EDIT_ORGANIZATION)


def _has(call: Call, namespace: SecurityNamespace, bits: int, token: str) -> bool:
    return access_control.has_permission(call.session, call.organization, call.caller, namespace, bits, token)


def _parted(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split(",") if word)


def _namespace_body(namespace: SecurityNamespace) -> dict[str, Any]:
    return {
        "namespaceId": namespace.namespace_id,
        "name": namespace.name,
        "displayName": namespace.name,
        "separatorValue": namespace.separator,
        "elementLength": -1,
        "writePermission": namespace.write_permission,
        "readPermission": namespace.read_permission,
        "structureValue": 1,
        "actions": [
            {
                "bit": action.bit,
                "name": action.name,
                "displayName": action.display_name,
                "namespaceId": namespace.namespace_id,
            }
            for action in namespace.actions
        ],
    }


def _entry_body(entry: AccessControlEntry) -> dict[str, Any]:
    return {
        "descriptor": entry.descriptor,
        "allow": entry.allow,
        "deny": entry.deny,
        "extendedInfo": {},
    }
