"""The organisation that a provider is for: the sandbox's own and no other."""

from collections.abc import Iterator

from azdo_emulator.model.devops.projects import Organization, list_organizations
from azdo_emulator.model.devops.subjects import Subject, get_subject_by_origin
from azdo_emulator.model.entra.directory import get_deployer
from azdo_emulator.providers.declaring import Call, not_ours


def complaints(call: Call) -> Iterator[str]:
    """What keeps the configuration from being the sandbox's own."""
    present = ", ".join(found.url for found in list_organizations(call.session))
    if not call.config.get("orgServiceUrl"):
        yield (
            "'orgServiceUrl' is missing: the url of the Azure DevOps is required; "
            f"on the sandbox it is {present}"
        )
        return
    found = _organization(call)
    if found is None:
        yield not_ours("orgServiceUrl", present)
    elif call.config.get("tenantId", found.tenant_id).lower() != found.tenant_id:
        yield not_ours("tenantId", found.tenant_id)


def organization(call: Call) -> Organization:
    """The organisation of a configured provider."""
    found = _organization(call)
    assert found is not None
    return found


def deployer(call: Call) -> Subject | None:
    """Whom the plug-in signs in as, if the organisation knows them."""
    organized = organization(call)
    principal = get_deployer(call.session, organized.tenant_id)
    return get_subject_by_origin(call.session, organized, principal.object_id)


def _organization(call: Call) -> Organization | None:
    url = call.config.get("orgServiceUrl", "").rstrip("/").lower()
    return next((found for found in list_organizations(call.session) if found.url.lower() == url), None)
