"""Secrets of applications and service principals: here so that a preview can show them being refused."""

from azdo_emulator.providers.declaring import Call, Mistake, Resource, State
from azdo_emulator.providers.values import Values


def create(call: Call, inputs: Values) -> State:
    """A sandbox makes no secret."""
    raise Mistake(
        "the sandbox makes no passwords for applications: let the workload sign in by a federated credential"
    )


def read(call: Call, id: str, outputs: Values) -> State | None:
    """There is none."""
    return None


def update(call: Call, id: str, outputs: Values, inputs: Values) -> State:
    """Every change of a password replaces it."""
    return create(call, inputs)


def delete(call: Call, id: str, outputs: Values) -> None:
    """There is none."""


RESOURCES = (
    Resource("azuread:index/applicationPassword:ApplicationPassword", create, read, update, delete),
    Resource("azuread:index/servicePrincipalPassword:ServicePrincipalPassword", create, read, update, delete),
)
