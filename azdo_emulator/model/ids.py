"""The ids that the cloud gives out: every kind looks like the real one, and no two kinds are equal."""

import base64
import hashlib
import re
import uuid

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DESCRIPTOR = re.compile(r"(aad|aadsp|aadgp|vssgp|msa|svc|scp|s2s)\.[A-Za-z0-9_-]+")

# The last part of a group's SID, where the service gives every scope the same one.
WELL_KNOWN = {
    "Project Administrators": "0-0-0-0-1",
    "Project Collection Administrators": "0-0-0-0-1",
    "Project Valid Users": "0-0-0-0-3",
    "Project Collection Valid Users": "0-0-0-0-3",
    "Build Administrators": "0-0-0-1-2",
}


def dashed(guid: str) -> str:
    """A GUID as the services write it, however a caller spells it; anything else stays as it is."""
    try:
        return str(uuid.UUID(guid))
    except ValueError:
        return guid


def guid(*parts: str) -> str:
    """A GUID like a random one that is always the same for the same parts."""
    return _guid(parts, version=4)


def cuid(organization_id: str, origin_id: str) -> str:
    """The id inside the descriptor of somebody from Entra: the storage key with another version nibble."""
    return _guid(("subject", organization_id, origin_id.lower()), version=7)


def storage_key(organization_id: str, origin_id: str) -> str:
    """What the organisation calls somebody who came from Entra; the same again when they come back."""
    return _guid(("subject", organization_id, origin_id.lower()), version=6)


def descriptor(kind: str, text: str) -> str:
    """A subject descriptor: the kind, a dot, and the text in unpadded URL-safe base 64."""
    return f"{kind}.{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def decoded(subject: str) -> tuple[str, str]:
    """The kind and the text of a subject descriptor."""
    kind, _, text = subject.partition(".")
    return kind, base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def user_descriptor(organization_id: str, origin_id: str) -> str:
    """The descriptor of a person."""
    return descriptor("aad", cuid(organization_id, origin_id))


def service_principal_descriptor(organization_id: str, origin_id: str) -> str:
    """The descriptor of a service principal, also of the one behind a managed identity."""
    return descriptor("aadsp", cuid(organization_id, origin_id))


def entra_group_descriptor(organization_id: str, origin_id: str) -> str:
    """The descriptor of an Entra group that the organisation knows."""
    return descriptor("aadgp", _sid(organization_id, f"1-{_integers('aadgp', origin_id.lower())}"))


def group_descriptor(scope_id: str, name: str, *, of_everyone: bool = True) -> str:
    """The descriptor of one of Azure DevOps' own groups; its scope is the organisation or a project.

    of_everyone: every scope of its kind has this group. Another one may be called the same.
    """
    last = (of_everyone and WELL_KNOWN.get(name)) or f"1-{_integers('vssgp', scope_id, name.lower())}"
    return descriptor("vssgp", _sid(scope_id, last))


def scope_descriptor(project_id: str) -> str:
    """The descriptor of a project, as the scope of its groups."""
    return descriptor("scp", guid("scope", project_id))


def app_role_assignment_id(guid: str) -> str:
    """The id of an app role assignment, which looks like no other id of Entra."""
    return base64.urlsafe_b64encode(hashlib.sha256(guid.encode()).digest()).decode().rstrip("=")


def encoded_guid(value: str) -> str:
    """A GUID's bytes, as .NET orders them, in unpadded URL-safe base 64."""
    return base64.urlsafe_b64encode(uuid.UUID(value).bytes_le).decode().rstrip("=")


def _guid(parts: tuple[str, ...], version: int) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()[:16]
    value = int.from_bytes(digest, "big")
    value = value & ~(0xF << 76) | version << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def _sid(scope_id: str, last: str) -> str:
    # 1551374245 is the authority that every group of Azure DevOps carries.
    return f"S-1-9-1551374245-{_integers('scope', scope_id)}-{last}"


def _integers(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return "-".join(str(int.from_bytes(digest[at : at + 4], "big")) for at in range(0, 16, 4))
