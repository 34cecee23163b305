"""The subscription that a provider is for: the sandbox's own and no other."""

import re
from collections.abc import Iterator, Mapping

from azdo_emulator.model import Refused
from azdo_emulator.model.azure import resource_groups
from azdo_emulator.providers.declaring import Call, Mistake, not_ours
from azdo_emulator.providers.values import UNKNOWN, Values, is_known, plain

RESOURCE_ID = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)/resourceGroups/(?P<group>[^/]+)"
    r"(/providers/(?P<type>[^/]+/[^/]+)/(?P<name>[^/]+))?",
    re.IGNORECASE,
)


def complaints(call: Call) -> Iterator[str]:
    """What keeps the configuration from being the sandbox's own."""
    present = {found.subscription_id: found for found in resource_groups.subscriptions_list(call.session)}
    wanted = call.config.get("subscriptionId")
    if not wanted:
        yield f"'subscriptionId' is missing; on the sandbox it is {', '.join(present)}"
        return
    found = present.get(wanted.lower())
    if found is None:
        yield not_ours("subscriptionId", ", ".join(present))
    elif call.config.get("tenantId", found.tenant_id).lower() != found.tenant_id:
        yield not_ours("tenantId", found.tenant_id)


def subscription_id(call: Call) -> str:
    """The subscription of a configured provider."""
    return str(call.config["subscriptionId"])


def parts(call: Call, id: str) -> Mapping[str, str]:
    """Resource group, type and name in the id of a resource in the provider's subscription."""
    found = RESOURCE_ID.fullmatch(id)
    if found is None or found["subscription"].lower() != subscription_id(call).lower():
        raise Mistake(f"{id} is not the id of a resource in subscription {subscription_id(call)}")
    return found.groupdict(default="")


def fill_location(call: Call, old: Values, new: Values) -> Values:
    """The place of what the program put nowhere: where it was, or the provider's place, or its group's."""
    location = new.get("location") or old.get("location") or call.config.get("location")
    return new | {"location": location or _location_of_group(call, new.get("resourceGroupName"))}


def _location_of_group(call: Call, name: object) -> object:
    if not is_known(name):
        return UNKNOWN
    try:
        group = resource_groups.resource_groups_get(call.session, subscription_id(call), str(plain(name)))
    except Refused:
        return None
    return group.location
