"""What Microsoft Graph answers when it refuses."""

from azdo_emulator.model.errors import Refused


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


def not_to_be_referenced(kind: str, object_id: str, name: str) -> Refused:
    """An object of this kind cannot be among the `members` or `owners`. Words not seen live."""
    word = kind[0].upper() + kind[1:]
    return Refused(
        400,
        "Request_BadRequest",
        f"The reference target '{word}_{object_id}' of type '{word}' is invalid for the '{name}' reference.",
    )


def reference_exists(name: str) -> Refused:
    """A reference is there once; `members` or `owners`."""
    return Refused(
        400,
        "Request_BadRequest",
        f"One or more added object references already exist for the following modified properties: '{name}'.",
    )


def not_a_valid_reference() -> Refused:
    """What a new reference points at is not there, or of a kind that cannot be there."""
    return Refused(400, "Request_BadRequest", "Not a valid reference update.")


def app_role_not_found(app_id: str) -> Refused:
    """A service has no such role."""
    words = f"Permission being assigned was not found on application '{app_id}'."
    return Refused(400, "Request_BadRequest", words)


def app_role_assigned_already() -> Refused:
    """A principal has a role of a service once."""
    return Refused(400, "Request_BadRequest", "Permission being assigned already exists on the object.")


def value_required(name: str, resource: str) -> Refused:
    """Something has to be said."""
    words = f"A value is required for property '{name}' of resource '{resource}'."
    return Refused(400, "Request_BadRequest", words)


def value_not_valid(name: str, resource: str) -> Refused:
    """Something else has to be said."""
    words = f"Invalid value specified for property '{name}' of resource '{resource}'."
    return Refused(400, "Request_BadRequest", words)


def duplicate_values() -> Refused:
    """A list names something twice."""
    return Refused(400, "Request_BadRequest", "Request contains a property with duplicate values.")


def no_new_passwords() -> Refused:
    """A tenant's policy may forbid new secrets. Status not seen live."""
    return Refused(
        400,
        "CredentialTypeNotAllowedAsPerAppPolicy",
        "Credential type not allowed as per assigned policy 'Default app management tenant policy'.",
    )


def password_not_found() -> Refused:
    """The application has no such secret."""
    return Refused(400, "Request_BadRequest", "No password credential found with keyId.")


def not_allowed() -> Refused:
    """The caller has no right for it."""
    return Refused(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def managed_identity_keeps_its_principal() -> Refused:
    """Only Azure deletes the service principal of a managed identity. None of it was seen live."""
    return Refused(
        403, "Authorization_RequestDenied", "A managed identity's service principal cannot be deleted here."
    )


def credential_refused(kind: str, words: str) -> Refused:
    """A federated credential breaks a rule; kind is what it is for, `application` or `servicePrincipal`.

    Of the words, only those about audiences were seen, on managed identities.
    """
    return Refused(400, "Request_BadRequest" if kind == "application" else "BadRequest", words)


def trusted_already(kind: str, issuer: str, subject: str) -> Refused:
    """An application or a managed identity trusts an issuer's subject once."""
    if kind == "servicePrincipal":
        words = "Issuer and subject combination already exists for this Managed Identity."
        return Refused(400, "BadRequest", words)
    return Refused(
        400,
        "InvalidFederatedIdentityCredentialValue",
        "The combination of issuer and subject must be unique for the application. "
        f"Issuer {issuer} and Subject: {subject} already exist. "
        f"paramName: FederatedIdentityCredential.Subject, paramValue: {subject}, "
        "objectType: Microsoft.Online.DirectoryServices.Application",
    )


def credential_exists(name: str) -> Refused:
    """Two credentials of an application cannot share a name."""
    return Refused(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        f"FederatedIdentityCredential with name {name} already exists.",
    )
