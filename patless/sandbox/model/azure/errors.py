"""What Azure Resource Manager answers when it refuses."""

from patless.sandbox.model.errors import Refused


def subscription_not_found(subscription_id: str) -> Refused:
    """No subscription has this id."""
    return Refused(404, "SubscriptionNotFound", f"The subscription '{subscription_id}' could not be found.")


def resource_group_not_found(name: str) -> Refused:
    """The subscription has no such resource group."""
    return Refused(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")


def resource_not_found(type_and_name: str, resource_group: str) -> Refused:
    """The resource group has no such resource."""
    return Refused(
        404,
        "ResourceNotFound",
        f"The Resource '{type_and_name}' under resource group '{resource_group}' was not found.",
    )


def group_is_elsewhere(location: str, present: str) -> Refused:
    """A resource group cannot move."""
    return Refused(
        409,
        "InvalidResourceGroupLocation",
        f"Invalid resource group location '{location}'. "
        f"The Resource group already exists in location '{present}'.",
    )


def resource_is_elsewhere(name: str, resource_group: str, location: str, present: str) -> Refused:
    """A resource cannot move."""
    return Refused(
        409,
        "InvalidResourceLocation",
        f"The resource '{name}' already exists in location '{present}' in resource group '{resource_group}'. "
        f"A resource with the same name cannot be created in location '{location}'. "
        "Please select a new resource name.",
    )


def location_required() -> Refused:
    """A resource has to be somewhere."""
    return Refused(400, "LocationRequired", "The location property is required for this definition.")


def name_not_valid(name: str, what: str) -> Refused:
    """The name breaks the rules for names. Code and words not seen live."""
    return Refused(400, "InvalidResourceName", f"The name '{name}' is not valid for {what}.")
