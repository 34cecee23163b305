"""Subjects and memberships as the graph writes them: `azure-api.md` §1.6."""

from typing import Any

from azdo_emulator.http.devops.call import Call
from azdo_emulator.model.devops.graph import GraphSubject

PLACES = {"user": "Users", "servicePrincipal": "ServicePrincipals", "group": "Groups"}


def subject_body(call: Call, subject: GraphSubject) -> dict[str, Any]:
    """A user, a service principal or a group."""
    return {
        **_OF_A_KIND[subject.kind](call, subject),
        "mailAddress": subject.principal_name if subject.kind == "user" else None,
        "principalName": subject.principal_name,
        "origin": subject.origin,
        "originId": subject.origin_id,
        "displayName": subject.display_name,
        "subjectKind": subject.kind,
        **({"isDeletedInOrigin": True} if subject.is_deleted_in_origin else {}),
        "_links": {
            "self": link(call, PLACES[subject.kind], subject.descriptor),
            "memberships": link(call, "Memberships", subject.descriptor),
            "membershipState": link(call, "MembershipStates", subject.descriptor),
            "storageKey": link(call, "StorageKeys", subject.descriptor),
        },
        "url": link(call, PLACES[subject.kind], subject.descriptor)["href"],
        "descriptor": subject.descriptor,
    }


def membership_body(call: Call, member: str, container: str) -> dict[str, Any]:
    """A membership, by the descriptors of both."""
    return {
        "containerDescriptor": container,
        "memberDescriptor": member,
        "_links": {
            "self": link(call, "Memberships", f"{member}/{container}"),
            "member": link(call, place(member), member),
            "container": link(call, "Groups", container),
        },
    }


def link(call: Call, *path: str) -> dict[str, str]:
    """A link to somewhere in the graph."""
    return {"href": "/".join((f"{call.identities_url}/_apis/Graph", *path))}


def place(descriptor: str) -> str:
    """Where the graph has what a descriptor stands for."""
    kind = descriptor.partition(".")[0]
    return {"aadsp": "ServicePrincipals", "vssgp": "Groups", "aadgp": "Groups", "scp": "Scopes"}.get(
        kind, "Users"
    )


def _user(call: Call, subject: GraphSubject) -> dict[str, Any]:
    return {
        "metaType": "member",
        "directoryAlias": subject.principal_name.partition("@")[0],
        "domain": call.organization.tenant_id,
    }


def _service_principal(call: Call, subject: GraphSubject) -> dict[str, Any]:
    return {
        "metaType": subject.meta_type,
        "applicationId": subject.application_id,
        "directoryAlias": subject.origin_id,
        "domain": call.organization.tenant_id,
    }


def group_domain(call: Call, subject: GraphSubject) -> str:
    """Where a group is: a project, or the organisation."""
    if subject.project_id:
        return f"vstfs:///Classification/TeamProject/{subject.project_id}"
    return f"vstfs:///Framework/IdentityDomain/{call.organization.organization_id}"


def _group(call: Call, subject: GraphSubject) -> dict[str, Any]:
    crosses = {"isCrossProject": True} if subject.origin == "aad" else {}
    return {"description": subject.description, "domain": group_domain(call, subject), **crosses}


_OF_A_KIND = {"user": _user, "servicePrincipal": _service_principal, "group": _group}
