"""How an application or a managed identity signs in for itself: by a secret, or by somebody it trusts.

The call stands on Entra's token endpoint: POST /{tenant}/oauth2/v2.0/token.
"""

from collections.abc import Callable

from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import applications, sign_in_errors
from azdo_emulator.model.entra.application_credentials import list_application_credentials
from azdo_emulator.model.entra.applications import ServicePrincipalDetails
from azdo_emulator.model.entra.federated_credentials import is_trusted, list_federated_identity_credentials
from azdo_emulator.model.store import Session


def client(session: Session, tenant_id: str, client_id: str) -> ServicePrincipalDetails:
    """Who says to be signing in; refuses where this client id is nobody in the tenant."""
    if session.row("SELECT 1 FROM tenants WHERE tenant_id = ?", tenant_id.lower()) is None:
        raise sign_in_errors.tenant_not_found(tenant_id)
    found = applications.list_service_principals(session, equal("app_id", client_id))
    if found and found[0].account_enabled:
        return found[0]
    if found:
        raise sign_in_errors.disabled(client_id, found[0].display_name)
    if applications.list_applications(session, equal("app_id", client_id)):
        raise sign_in_errors.no_service_principal(client_id, tenant_id)
    raise sign_in_errors.application_not_found(client_id, tenant_id)


def by_password(session: Session, caller: ServicePrincipalDetails, has: Callable[[str], bool]) -> None:
    """Refuse who has no secret of the application; has: whether the caller has the one with this key id."""
    for application in applications.list_applications(session, equal("app_id", caller.app_id)):
        for credential in list_application_credentials(session, application.object_id):
            if credential.kind == "password" and has(credential.key_id):
                if credential.ends_at <= session.now():
                    raise sign_in_errors.secret_expired(caller.app_id)
                return
    raise sign_in_errors.secret_not_valid(caller.app_id)


def by_assertion(
    session: Session, caller: ServicePrincipalDetails, issuer: str, subject: str, audience: str
) -> None:
    """Refuse whom the application or the managed identity does not trust; the case of everything counts."""
    holders = applications.list_applications(session, equal("app_id", caller.app_id))
    holder_id = holders[0].object_id if holders else caller.object_id
    trusted = list_federated_identity_credentials(session, holder_id)
    of_issuer = {one.subject: one for one in trusted if one.issuer == issuer}
    if subject in of_issuer and of_issuer[subject].audience != audience:
        raise sign_in_errors.audience_not_trusted(audience)
    if is_trusted(session, caller.app_id, issuer, subject):
        return
    if not trusted:
        raise sign_in_errors.nobody_trusted(caller.app_id, caller.display_name)
    if not of_issuer:
        raise sign_in_errors.issuer_not_trusted(issuer)
    if subject.lower() in (one.lower() for one in of_issuer):
        raise sign_in_errors.subject_in_another_case(subject)
    raise sign_in_errors.subject_not_trusted(subject)
