"""What Azure DevOps answers to somebody who may not; name is the caller's own."""

from azdo_emulator.model.errors import Refused


def add_users(name: str) -> Refused:
    """Giving access levels; like all about one of them, this comes in the body of a 200."""
    return Refused(200, "5032", _access_denied(name, "Users", "Add Users"))


def add_subjects(name: str) -> Refused:
    """Letting the organisation know somebody. Status, type key and words not seen live."""
    return Refused(403, "AccessCheckException", _access_denied(name, "Users", "Add Users"))


def remove_users(name: str) -> Refused:
    """Taking access levels away. Status and words not seen live."""
    return Refused(403, "AccessCheckException", _access_denied(name, "Users", "Remove Users"))


def manage_membership(name: str) -> Refused:
    """Changing who is in a group. Words not seen live."""
    return Refused(403, "AccessCheckException", _access_denied(name, "Groups", "Manage group membership"))


def permission(name: str, needed: str) -> Refused:
    """Anything for which the organisation or the project has a permission. Type key not seen live."""
    return Refused(
        403,
        "AccessCheckException",
        "TF50309: The following account does not have sufficient permissions to complete the operation: "
        f"{name}. The following permissions are needed to perform this operation: {needed}.",
    )


def create_endpoints(name: str) -> Refused:
    """Creating service connections in the project. Type key not seen live."""
    return Refused(
        403,
        "AccessDeniedException",
        "You do not have permission to create a service connection. "
        "You need to be a Creator for service connections in this project.",
    )


def administer_endpoint(name: str) -> Refused:
    """Changing a service connection, or who uses it. Type key and words not seen live."""
    return Refused(
        403,
        "AccessDeniedException",
        f"Access denied. {name} needs Administrator permissions on the service connection to perform the "
        "action.",
    )


def manage_pools(name: str) -> Refused:
    """Changing an agent pool, or making one."""
    return Refused(
        403,
        "AccessDeniedException",
        f"Access denied. {name} needs Manage permissions to perform the action. "
        "For more information, contact the Azure DevOps Server administrator.",
    )


def write_work_items(name: str) -> Refused:
    """Creating a work item. Status and type key not seen live."""
    return Refused(
        403,
        "WorkItemUnauthorizedAccessException",
        "TF237111: The current user does not have permissions to save work items under the specified area "
        "path.",
    )


def personal_access_tokens() -> Refused:
    """Anything about the caller's own tokens, by an application. Status, type key and words not seen live."""
    return Refused(
        403, "AccessDeniedException", "Only a person who has signed in manages personal access tokens."
    )


def _access_denied(name: str, resource: str, action: str) -> str:
    return (
        f"Access Denied: {name} needs the following permission(s) on the resource {resource} to perform this "
        f"action: {action}"
    )
