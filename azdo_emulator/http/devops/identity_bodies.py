"""Identities as the service writes them: `azure-api.md` §1.6."""

from typing import Any

from azdo_emulator.http.devops.call import Call
from azdo_emulator.http.devops.graph_bodies import group_domain
from azdo_emulator.model.devops.graph import GraphSubject
from azdo_emulator.model.devops.identities import Memberships, identity_descriptor

OBJECT_ID = "http://schemas.microsoft.com/identity/claims/objectidentifier"
EVERYONE = {"Project Valid Users", "Project Collection Valid Users"}


def identity_body(
    call: Call, subject: GraphSubject, memberships: Memberships | None = None
) -> dict[str, Any]:
    """A user, a service principal or a group; memberships: those that were asked for."""
    found = memberships or Memberships()
    is_group = subject.kind == "group"
    return {
        "id": subject.storage_key,
        "descriptor": identity_descriptor(call.organization, subject),
        "subjectDescriptor": subject.descriptor,
        "providerDisplayName": subject.principal_name if is_group else subject.display_name,
        "isActive": not subject.is_deleted_in_origin,
        **({"isContainer": True} if is_group else {}),
        "members": [identity_descriptor(call.organization, member) for member in found.members],
        "memberOf": [identity_descriptor(call.organization, group) for group in found.member_of],
        "memberIds": [member.storage_key for member in found.members],
        "properties": {
            name: {"$type": "System.String", "$value": value}
            for name, value in (_group if is_group else _member)(call, subject).items()
        },
        "resourceVersion": 2,
        "metaTypeId": 0 if subject.kind == "user" else 255,
    }


def caller_body(call: Call) -> dict[str, Any]:
    """Who calls, as the data of a connection tells it."""
    return {
        "id": call.caller.storage_key,
        "descriptor": identity_descriptor(call.organization, call.caller),
        "subjectDescriptor": call.caller.descriptor,
        "providerDisplayName": call.caller.display_name,
        "isActive": True,
        "properties": {"Account": {"$type": "System.String", "$value": call.caller.principal_name}},
        "resourceVersion": 2,
        "metaTypeId": 0 if call.caller.kind == "user" else 255,
    }


def _member(call: Call, subject: GraphSubject) -> dict[str, str]:
    is_user = subject.kind == "user"
    return {
        # Not seen live for a service principal.
        "SchemaClassName": "User" if is_user else "ServicePrincipal",
        "Description": "",
        "Domain": call.organization.tenant_id,
        "Account": subject.principal_name,
        "DN": "",
        "Mail": subject.principal_name if is_user else "",
        "SpecialType": "Generic",
        "DirectoryAlias": subject.principal_name.partition("@")[0],
        OBJECT_ID: subject.origin_id,
    }


def _group(call: Call, subject: GraphSubject) -> dict[str, str]:
    everyone = subject.origin == "vsts" and subject.display_name in EVERYONE
    return {
        "SchemaClassName": "Group",
        "Description": subject.description or "",
        "Domain": group_domain(call, subject),
        "Account": subject.display_name,
        "SecurityGroup": "SecurityGroup",
        "SpecialType": "EveryoneApplicationGroup" if everyone else "Generic",
    }
