"""What Entra's token endpoint answers when it refuses: the code is OAuth's, the number Entra's own."""

from azdo_emulator.model.errors import Refused

CHECK = (
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
)


def tenant_not_found(tenant: str) -> Refused:
    """There is no such tenant."""
    return _request(
        f"AADSTS90002: Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
    )


def tenant_not_named() -> Refused:
    """An application that signs in for itself has to say where."""
    return _request(
        "AADSTS50059: No tenant-identifying information found in either the request or implied by any "
        "provided credentials."
    )


def parameter_missing(name: str) -> Refused:
    """The request lacks something."""
    return _request(f"AADSTS900144: The request body must contain the following parameter: '{name}'.")


def grant_not_supported(grant: str) -> Refused:
    """The sandbox knows one way to sign in: for itself."""
    return Refused(
        400,
        "unsupported_grant_type",
        f"AADSTS70003: The app requested an unsupported grant type '{grant}'.",
    )


def scope_not_valid(scope: str) -> Refused:
    """Whoever signs in for themselves asks for all that they have in one service."""
    return Refused(
        400,
        "invalid_scope",
        f"AADSTS1002012: The provided value for scope {scope} is not valid. Client credential flows must "
        "have a scope value with /.default suffixed to the resource identifier (application ID URI).",
    )


def resource_not_found(resource: str, tenant: str) -> Refused:
    """The tenant knows no such service."""
    return Refused(
        400,
        "invalid_resource",
        f"AADSTS500011: The resource principal named {resource} was not found in the tenant named {tenant}. "
        "This can happen if the application has not been installed by the administrator of the tenant or "
        "consented to by any user in the tenant.",
    )


def application_not_found(client_id: str, tenant: str) -> Refused:
    """The client id is nobody's."""
    return Refused(
        400,
        "unauthorized_client",
        f"AADSTS700016: Application with identifier '{client_id}' was not found in the directory '{tenant}'. "
        "This can happen if the application has not been installed by the administrator of the tenant or "
        "consented to by any user in the tenant. You may have sent your authentication request to the wrong "
        "tenant.",
    )


def no_service_principal(client_id: str, tenant: str) -> Refused:
    """The application is registered, and nobody made its service principal."""
    return _client(
        f"AADSTS7000229: The client application {client_id} is missing service principal in the tenant "
        f"{tenant}."
    )


def disabled(client_id: str, name: str) -> Refused:
    """The account of the service principal is not enabled."""
    return Refused(
        400, "unauthorized_client", f"AADSTS7000112: Application '{client_id}'({name}) is disabled."
    )


def nothing_shown() -> Refused:
    """Neither a secret nor an assertion."""
    return _client(
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'."
    )


def secret_not_valid(client_id: str) -> Refused:
    """No secret of the application."""
    return _client(
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the "
        "client secret value, not the client secret ID, for a secret added to app "
        f"'{client_id}'."
    )


def secret_expired(client_id: str) -> Refused:
    """A secret of the application whose time is over."""
    return _client(f"AADSTS7000222: The provided client secret keys for app '{client_id}' are expired.")


def assertion_malformed() -> Refused:
    """Not a token at all."""
    return _request("AADSTS50027: JWT token is invalid or malformed.")


def assertion_expired(now: str, starts: str, ends: str) -> Refused:
    """A token that is over, or not yet good."""
    return _client(
        f"AADSTS700024: Client assertion is not within its valid time range. Current time: {now}, assertion "
        f"valid from {starts}, expiry time of assertion {ends}."
    )


def certificate_not_known(client_id: str) -> Refused:
    """A token that the application made itself, with a certificate; the sandbox can check none."""
    return _client(
        "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered "
        f"on application '{client_id}'."
    )


def nobody_trusted(client_id: str, name: str) -> Refused:
    """The application or the managed identity has no federated credential."""
    return _client(
        f"AADSTS70025: The client '{client_id}'({name}) has no configured federated identity credentials."
    )


def issuer_not_trusted(issuer: str) -> Refused:
    """No federated credential has the issuer."""
    return _client(_no_match("700211", "issuer", issuer, CHECK))


def subject_not_trusted(subject: str) -> Refused:
    """No federated credential of the issuer has the subject."""
    return _client(_no_match("700213", "subject", subject, CHECK))


def subject_in_another_case(subject: str) -> Refused:
    """A federated credential has the subject but for capitals."""
    words = "The subject matches with case-insensitive comparison, but not with case-sensitive comparison. "
    return _client(_no_match("7002138", "subject", subject, words + CHECK))


def audience_not_trusted(audience: str) -> Refused:
    """The federated credential is for another audience. Number not seen live."""
    return _client(_no_match("700212", "audience", audience, CHECK))


def _no_match(number: str, what: str, value: str, then: str) -> str:
    found = f"No matching federated identity record found for presented assertion {what} '{value}'."
    return f"AADSTS{number}: {found} {then}"


def _request(words: str) -> Refused:
    return Refused(400, "invalid_request", words)


def _client(words: str) -> Refused:
    return Refused(401, "invalid_client", words)
