"""Service connections that years have left: with a token, with a secret, or with an issuer that retires."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from azdo_emulator.model import ids
from azdo_emulator.model.devops import endpoint_trust, endpoints, pipeline_permissions
from azdo_emulator.model.devops.endpoint_trust import WORKLOAD_IDENTITY_FEDERATION
from azdo_emulator.model.devops.endpoints import EndpointBody
from azdo_emulator.model.devops.projects import Organization, get_project
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.entra import directory, federated_credentials
from azdo_emulator.model.store import Session, written

OWNER, STAYED, LEFT = "admin@contoso.com", "dev.three@contoso.com", "dev.four@contoso.com"
"""Who has left something: the owner, somebody who is still there, and somebody who is not."""

FEDERATED = ("payments-deploy", ids.guid("seed", "payments-deploy", "client"))
"""An application that trusts the issuer which retires: its name and its client id."""

GIVEN = "given"
"""Stands for a secret; it is forgotten at once."""

NIGHTLY = 31
"""The number of a pipeline that nobody has touched for long."""


@dataclass(frozen=True)
class Old:
    """A connection of the past, and the days since somebody used it, if anybody did."""

    project: str
    name: str
    type: str
    url: str
    scheme: str
    parameters: Mapping[str, str | None]
    created_by: str
    everybody: bool = False
    used: int | None = None
    data: Mapping[str, str | None] | None = None


def leave(
    session: Session,
    organization: Organization,
    who: Mapping[str, Subject],
    secret_client: str,
    subscription: str,
) -> None:
    """Put them into a new organisation; secret_client: the client id of an application with a secret."""
    for old in _connections(organization, secret_client, subscription):
        _connect(session, organization, old, who[old.created_by])
    _federate(session, organization)


def _connections(organization: Organization, secret_client: str, subscription: str) -> tuple[Old, ...]:
    token, basic, own = "Token", "UsernamePassword", f"https://dev.azure.com/{organization.name}"
    azure = {
        "creationMode": "Manual",
        "environment": "AzureCloud",
        "scopeLevel": "Subscription",
        "subscriptionId": subscription,
        "subscriptionName": "Contoso Production",
    }
    tenant = {"tenantid": organization.tenant_id}
    secret = {"serviceprincipalid": secret_client, "serviceprincipalkey": GIVEN}
    return (
        Old("Support", "legacy-tickets", "azdoapi", own, token, {"apitoken": GIVEN}, STAYED, True, 1),
        Old(
            "Support",
            "azure-support-2021",
            "azurerm",
            "https://management.azure.com/",
            "ServicePrincipal",
            tenant | secret | {"authenticationType": "spnKey"},
            OWNER,
            used=400,
            data=azure,
        ),
        Old("Support", "github-tools", "github", "https://github.com", token, {"AccessToken": GIVEN}, LEFT),
        Old("Platform", "all-repositories", "externaltfs", own, token, {"apitoken": GIVEN}, LEFT, True, 12),
        Old(
            "Platform",
            "aws-images",
            "aws",
            "https://aws.amazon.com/",
            basic,
            {"username": "not-a-real-key", "password": GIVEN},
            OWNER,
        ),
        Old(
            "Payments",
            "mirror",
            "dockerregistry",
            "https://hub.docker.com/",
            basic,
            {"registry": "https://index.docker.io/v1/", "username": "contoso", "password": GIVEN},
            STAYED,
            used=3,
            data={"registrytype": "DockerHub"},
        ),
        Old(
            "Payments",
            "packages",
            "externalnugetfeed",
            f"https://pkgs.dev.azure.com/{organization.name}/_packaging/payments-packages/nuget/v3/index.json",
            token,
            {"apitoken": GIVEN},
            STAYED,
            used=2,
        ),
        Old(
            "Payments", "quality", "sonarqube", "https://sonar.contoso.com", basic, {"username": GIVEN}, OWNER
        ),
        Old(
            "Payments",
            "payments-production",
            "azurerm",
            "https://management.azure.com/",
            WORKLOAD_IDENTITY_FEDERATION,
            tenant | {"serviceprincipalid": FEDERATED[1]},
            STAYED,
            used=0,
            data=azure,
        ),
    )


def _connect(session: Session, organization: Organization, old: Old, creator: Subject) -> None:
    project = get_project(session, organization, old.project)
    made = endpoints.create_service_endpoint(
        session, organization, (project.project_id,), _body(old), creator
    )
    if old.scheme == WORKLOAD_IDENTITY_FEDERATION:
        # It is older than the issuer that new ones get.
        trust = endpoint_trust.by_azure_devops(organization, project, old.name, old.parameters)
        trusting = replace(_body(old), parameters=trust)
        endpoints.change_service_endpoint(session, trusting, made.endpoint_id)
    if old.everybody:
        pipeline_permissions.update_pipeline_permissions(
            session,
            organization,
            project,
            "endpoint",
            made.endpoint_id,
            pipeline_permissions.ALL,
            authorized=True,
        )
    if old.used is not None:
        began = datetime.fromisoformat(session.now()) - timedelta(days=old.used)
        session.add(
            "service_endpoint_executions",
            endpoint_id=made.endpoint_id,
            execution_id=session.new_number("execution"),
            project_id=project.project_id,
            definition_id=NIGHTLY,
            definition="nightly-import",
            result="succeeded",
            started_at=written(began),
            finished_at=written(began + timedelta(minutes=4)),
        )


def _body(old: Old) -> EndpointBody:
    return EndpointBody(
        name=old.name,
        type=old.type,
        url=old.url,
        description="",
        scheme=old.scheme,
        parameters=old.parameters,
        data=old.data or {},
    )


def _federate(session: Session, organization: Organization) -> None:
    """The trust of the connection that is federated, in the form that changes with every rename."""
    name, client_id = FEDERATED
    object_id = ids.guid("seed", name)
    directory.create_application(session, organization.tenant_id, name, object_id, client_id)
    directory.add_service_principal(
        session, organization.tenant_id, name, client_id, "Application", ids.guid("seed", name, "principal")
    )
    payments = get_project(session, organization, "Payments")
    [connection] = endpoints.get_service_endpoints_by_names(
        session, organization, payments.project_id, "payments-production"
    )
    federated_credentials.create_federated_identity_credential(
        session,
        object_id,
        "payments-production",
        connection.parameter(endpoint_trust.ISSUER),
        connection.parameter(endpoint_trust.SUBJECT),
        ["api://AzureADTokenExchange"],
    )
