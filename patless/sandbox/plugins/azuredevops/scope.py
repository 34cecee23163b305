"""The organisation that a provider is for: the sandbox's own and no other."""

from collections.abc import Iterator

from patless.sandbox.model.devops.projects import Organization, list_organizations
from patless.sandbox.plugins.declaring import Call, not_ours


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


def _organization(call: Call) -> Organization | None:
    url = call.config.get("orgServiceUrl", "").rstrip("/").lower()
    return next((found for found in list_organizations(call.session) if found.url.lower() == url), None)
