"""What Microsoft Graph answers when it refuses."""

from patless.sandbox.model.errors import Refused


def application_not_found(app_id: str) -> Refused:
    """A service principal stands for an application, and there is none."""
    return Refused(
        400,
        "Request_BadRequest",
        f"The appId '{app_id}' of the service principal does not reference a valid application object.",
    )


def service_principal_exists(app_id: str) -> Refused:
    """A tenant has one service principal for an application. Words not seen live."""
    return Refused(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "The service principal cannot be created, updated, or restored because the service principal name "
        f"{app_id} is already in use.",
    )


def object_not_found(object_id: str) -> Refused:
    """The directory has no such object."""
    return Refused(
        404,
        "Request_ResourceNotFound",
        f"Resource '{object_id}' does not exist or one of its queried reference-property objects "
        "are not present.",
    )
