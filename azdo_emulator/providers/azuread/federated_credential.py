"""A federated credential of an application. The official plug-in writes those of one application in turn."""

from azdo_emulator.model.entra import applications, federated_credentials, owners
from azdo_emulator.model.entra.federated_credentials import FederatedIdentityCredential
from azdo_emulator.providers.azuread.application import object_id
from azdo_emulator.providers.azuread.scope import deployer
from azdo_emulator.providers.azuread.telling import doing
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State
from azdo_emulator.providers.values import Values

KIND = "federatedIdentityCredential"


def create(call: Call, inputs: Values) -> State:
    """Add the credential."""
    application = object_id(inputs["applicationId"])
    with doing(f'retrieving Application (Application: "{application}")'):
        applications.get_application(call.session, application)
    with doing(f'Adding federated identity credential for Application (Application: "{application}")'):
        owners.refuse_others(call.session, application, deployer(call).object_id)
        made = federated_credentials.create_federated_identity_credential(
            call.session,
            application,
            inputs["displayName"],
            inputs["issuer"],
            inputs["subject"],
            inputs["audiences"],
            inputs.get("description", ""),
        )
    return _state(made)


def read(call: Call, id: str, outputs: Values) -> State | None:
    """The credential, unless it is gone."""
    application, credential = _parts(id)
    found = federated_credentials.get_federated_identity_credential(call.session, application, credential)
    return _state(found) if found else None


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Change everything but the name."""
    application, credential = _parts(id)
    doings = f'with ID "{credential}" for application with object ID "{application}"'
    with doing(f"Updating federated identity credential {doings}"):
        owners.refuse_others(call.session, application, deployer(call).object_id)
        changed = federated_credentials.update_federated_identity_credential(
            call.session,
            application,
            credential,
            inputs["issuer"],
            inputs["subject"],
            inputs["audiences"],
            inputs.get("description", ""),
        )
    return _state(changed)


def delete(call: Call, id: str, outputs: Values) -> None:
    """Remove the credential."""
    application, credential = _parts(id)
    with doing(f'Removing federated identity credential "{credential}" of application "{application}"'):
        owners.refuse_others(call.session, application, deployer(call).object_id)
        federated_credentials.delete_federated_identity_credential(call.session, application, credential)


def _parts(id: str) -> tuple[str, str]:
    parts = id.split("/")
    if len(parts) != 3 or parts[1] != KIND:
        raise Mistake(
            f"{id} is not the id of a federated credential; expected {{object id}}/{KIND}/{{credential id}}"
        )
    return parts[0], parts[2]


def _state(credential: FederatedIdentityCredential) -> State:
    return State(
        f"{credential.holder_id}/{KIND}/{credential.credential_id}",
        {
            "applicationId": f"/applications/{credential.holder_id}",
            "audiences": [credential.audience],
            "credentialId": credential.credential_id,
            "description": credential.description,
            "displayName": credential.name,
            "issuer": credential.issuer,
            "subject": credential.subject,
        },
    )


RESOURCE = Resource(
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
    create,
    read,
    update,
    delete,
)
