"""Federated credentials of managed identities, one write at a time for each identity.

The calls stand on Azure Resource Manager: .../userAssignedIdentities/{name}/federatedIdentityCredentials.
"""

from collections.abc import Sequence

from azdo_emulator.model import replication, writing
from azdo_emulator.model.azure import errors
from azdo_emulator.model.azure.identities import UserAssignedIdentity, user_assigned_identities_get
from azdo_emulator.model.azure.resource_groups import resource_groups_get
from azdo_emulator.model.entra import federated_credentials
from azdo_emulator.model.entra.federated_credentials import FederatedIdentityCredential
from azdo_emulator.model.errors import Refused
from azdo_emulator.model.store import Session

TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"


def get_holder(
    session: Session, subscription_id: str, resource_group: str, identity: str
) -> UserAssignedIdentity:
    """The identity that a credential is of."""
    resource_groups_get(session, subscription_id, resource_group)
    try:
        return user_assigned_identities_get(session, subscription_id, resource_group, identity)
    except Refused as refused:
        raise errors.parent_not_found(identity) from refused


def federated_identity_credentials_get(
    session: Session, subscription_id: str, resource_group: str, identity: str, name: str
) -> FederatedIdentityCredential:
    """GET .../federatedIdentityCredentials/{name}."""
    holder = get_holder(session, subscription_id, resource_group, identity)
    found = federated_credentials.get_federated_identity_credential(session, holder.principal_id, name)
    if found is None:
        raise errors.resource_not_found(f"{TYPE}/{identity}/{name}", resource_group)
    return found


def federated_identity_credentials_list(
    session: Session, subscription_id: str, resource_group: str, identity: str
) -> list[FederatedIdentityCredential]:
    """GET .../federatedIdentityCredentials."""
    holder = get_holder(session, subscription_id, resource_group, identity)
    return federated_credentials.list_federated_identity_credentials(session, holder.principal_id)


def federated_identity_credentials_create_or_update(
    session: Session,
    subscription_id: str,
    resource_group: str,
    identity: str,
    name: str,
    *,
    issuer: str,
    subject: str,
    audiences: Sequence[str],
) -> FederatedIdentityCredential:
    """PUT .../federatedIdentityCredentials/{name}, between `begin_write` and `end_write`."""
    holder = get_holder(session, subscription_id, resource_group, identity).principal_id
    present = federated_credentials.get_federated_identity_credential(session, holder, name)
    if not replication.sees(session, replication.Lag.AZURE, holder):
        raise errors.identity_not_in_graph_yet()
    if present is None:
        return federated_credentials.create_federated_identity_credential(
            session, holder, name, issuer, subject, audiences
        )
    return federated_credentials.update_federated_identity_credential(
        session, holder, present.credential_id, issuer, subject, audiences
    )


def federated_identity_credentials_delete(
    session: Session, subscription_id: str, resource_group: str, identity: str, name: str
) -> bool:
    """DELETE .../federatedIdentityCredentials/{name}, between the two as well; whether there was one."""
    holder = get_holder(session, subscription_id, resource_group, identity).principal_id
    present = federated_credentials.get_federated_identity_credential(session, holder, name)
    if present is not None:
        federated_credentials.delete_federated_identity_credential(session, holder, present.credential_id)
    return present is not None


def begin_write(session: Session, identity: UserAssignedIdentity) -> str:
    """The first moment of a write; the place to give to `writing.end` when it is over."""
    if not writing.begin(session, identity.id):
        raise errors.concurrent_credential_writes(identity.id)
    return identity.id


def credential_id(identity_id: str, name: str) -> str:
    """The id of a federated credential in Azure."""
    return f"{identity_id}/federatedIdentityCredentials/{name}"
