"""Objects of the directory as Microsoft Graph writes them; what is not kept is as in a new one."""

from collections.abc import Callable
from typing import Any

from azdo_emulator.http.graph.call import Call
from azdo_emulator.model import Session
from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import app_roles, applications, directory, groups
from azdo_emulator.model.entra.application_credentials import (
    ApplicationCredential,
    list_application_credentials,
)
from azdo_emulator.model.entra.applications import ApplicationDetails, ServicePrincipalDetails
from azdo_emulator.model.entra.directory import User
from azdo_emulator.model.entra.groups import DirectoryGroup

Body = dict[str, Any]

MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
"""The tenant whose applications Microsoft's own services are."""


def application(call: Call, found: ApplicationDetails) -> Body:
    """An application; of its secrets, that they are there."""
    credentials = list_application_credentials(call.session, found.object_id)
    return {
        "id": found.object_id,
        "appId": found.app_id,
        "displayName": found.display_name,
        "description": found.description or None,
        "notes": found.notes or None,
        "tags": list(found.tags),
        "signInAudience": found.sign_in_audience,
        "publisherDomain": directory.get_tenant(call.session, found.tenant_id).default_domain,
        "identifierUris": [],
        "groupMembershipClaims": None,
        "isDeviceOnlyAuthSupported": None,
        "isFallbackPublicClient": None,
        "optionalClaims": None,
        "serviceManagementReference": None,
        "api": {
            "acceptMappedClaims": None,
            "knownClientApplications": [],
            "oauth2PermissionScopes": [],
            "preAuthorizedApplications": [],
            "requestedAccessTokenVersion": None,
        },
        "appRoles": [],
        "info": {},
        "keyCredentials": [_certificate(one) for one in credentials if one.kind == "key"],
        "passwordCredentials": [_password(call, one) for one in credentials if one.kind == "password"],
        "publicClient": {"redirectUris": []},
        "requiredResourceAccess": [],
        "spa": {"redirectUris": []},
        "web": {
            "homePageUrl": None,
            "implicitGrantSettings": {"enableAccessTokenIssuance": False, "enableIdTokenIssuance": False},
            "logoutUrl": None,
            "redirectUris": [],
        },
    }


def service_principal(call: Call, found: ServicePrincipalDetails) -> Body:
    """A service principal; one of Microsoft's own has app roles."""
    of = applications.list_applications(call.session, equal("app_id", found.app_id))
    roles = app_roles.ROLES.get(found.app_id, {})
    return {
        "id": found.object_id,
        "appId": found.app_id,
        "displayName": found.display_name,
        "appDisplayName": found.display_name,
        "accountEnabled": found.account_enabled,
        "appRoleAssignmentRequired": found.app_role_assignment_required,
        "appOwnerOrganizationId": found.tenant_id if of else MICROSOFT if roles else None,
        "servicePrincipalType": found.service_principal_type,
        "servicePrincipalNames": [found.app_id],
        "signInAudience": of[0].sign_in_audience if of else None,
        "description": found.description or None,
        "notes": found.notes or None,
        "tags": list(found.tags),
        "alternativeNames": _alternative_names(call.session, found),
        "appRoles": [
            {
                "id": id,
                "value": name,
                "displayName": name,
                "description": name,
                "allowedMemberTypes": ["Application"],
                "isEnabled": True,
            }
            for name, id in roles.items()
        ],
        "homepage": None,
        "keyCredentials": [],
        "loginUrl": None,
        "logoutUrl": None,
        "notificationEmailAddresses": [],
        "oauth2PermissionScopes": [],
        "passwordCredentials": [],
        "preferredSingleSignOnMode": None,
        "replyUrls": [],
    }


def group(found: DirectoryGroup) -> Body:
    """A security group."""
    return {
        "id": found.object_id,
        "displayName": found.display_name,
        "description": found.description or None,
        "mailNickname": found.mail_nickname,
        "mail": None,
        "mailEnabled": False,
        "securityEnabled": True,
        "groupTypes": [],
        "isAssignableToRole": None,
        "membershipRule": None,
        "membershipRuleProcessingState": None,
        "proxyAddresses": [],
        "resourceBehaviorOptions": [],
        "resourceProvisioningOptions": [],
        "visibility": None,
    }


def user(found: User) -> Body:
    """A person; that the account is enabled and the like is told to who selects it alone."""
    return {
        "id": found.object_id,
        "displayName": found.display_name,
        "userPrincipalName": found.user_principal_name,
        "mail": found.user_principal_name,
        "businessPhones": [],
        "givenName": None,
        "jobTitle": None,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": None,
    }


def selectable(found: User) -> Body:
    """What only who selects it is told of a person."""
    return {
        "accountEnabled": True,
        "mailNickname": found.user_principal_name.partition("@")[0],
        "userType": "Member",
    }


def directory_object(call: Call, kind: str, object_id: str) -> Body:
    """An object of whatever kind, with what says of which."""
    return {"@odata.type": f"#microsoft.graph.{kind}"} | _OF_KIND[kind](call, object_id)


def _user(call: Call, object_id: str) -> Body:
    found = directory.get_user(call.session, object_id)
    assert found is not None
    return user(found)


_OF_KIND: dict[str, Callable[[Call, str], Body]] = {
    "application": lambda call, id: application(call, applications.get_application(call.session, id)),
    "group": lambda call, id: group(groups.get_group(call.session, id)),
    "servicePrincipal": lambda call, id: service_principal(
        call, applications.get_service_principal(call.session, id)
    ),
    "user": _user,
}


def _alternative_names(session: Session, found: ServicePrincipalDetails) -> list[str]:
    # Where a managed identity is in Azure, and whether it is there for itself.
    row = session.row(
        "SELECT id, 'True' AS explicit FROM user_assigned_identities WHERE principal_id = ?1"
        " UNION ALL SELECT id, 'False' FROM resources WHERE principal_id = ?1",
        found.object_id,
    )
    return [f"isExplicit={row['explicit']}", row["id"]] if row else []


def _password(call: Call, credential: ApplicationCredential) -> Body:
    return {
        "keyId": credential.key_id,
        "displayName": credential.display_name,
        "startDateTime": credential.starts_at,
        "endDateTime": credential.ends_at,
        "customKeyIdentifier": None,
        "hint": call.server.tokens.secret(credential.key_id)[:3],
        "secretText": None,
    }


def _certificate(credential: ApplicationCredential) -> Body:
    return {
        "keyId": credential.key_id,
        "displayName": credential.display_name,
        "startDateTime": credential.starts_at,
        "endDateTime": credential.ends_at,
        "customKeyIdentifier": None,
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "key": None,
    }
