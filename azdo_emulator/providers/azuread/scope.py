"""The tenant that a provider is for: the sandbox's own and no other; and who signs in to it."""

from collections.abc import Iterator

from azdo_emulator.model.azure import resource_groups
from azdo_emulator.model.entra import directory
from azdo_emulator.providers.declaring import Call, not_ours


def complaints(call: Call) -> Iterator[str]:
    """What keeps the configuration from being the sandbox's own."""
    present = _tenants(call)
    wanted = call.config.get("tenantId")
    if not wanted:
        yield f"'tenantId' is missing; on the sandbox it is {', '.join(present)}"
    elif wanted.lower() not in present:
        yield not_ours("tenantId", ", ".join(present))


def tenant_id(call: Call) -> str:
    """The tenant of a configured provider."""
    return str(call.config["tenantId"]).lower()


def deployer(call: Call) -> directory.ServicePrincipal:
    """Who signs in: on the sandbox always the same one."""
    return directory.get_deployer(call.session, tenant_id(call))


def _tenants(call: Call) -> list[str]:
    return sorted({found.tenant_id for found in resource_groups.subscriptions_list(call.session)})
