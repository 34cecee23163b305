"""IdentityRefs: how Azure DevOps names somebody in the body of something else."""

from typing import Any

from azdo_emulator.http.devops.call import Call
from azdo_emulator.model.devops.subjects import get_subject_by_storage_key


def identity_ref(call: Call, storage_key: str | None) -> dict[str, Any] | None:
    """Somebody by storage key; of one whom the organisation has lost, the key alone (not seen live)."""
    if storage_key is None:
        return None
    found = get_subject_by_storage_key(call.session, call.organization, storage_key)
    if found is None:
        return {"id": storage_key}
    return {
        "displayName": found.display_name,
        "id": found.storage_key,
        "uniqueName": found.principal_name,
        "descriptor": found.descriptor,
    }
