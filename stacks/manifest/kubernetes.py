"""Trust in a Kubernetes cluster."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.issuer import Issuer
from stacks.manifest.part import Part
from stacks.manifest.text import text


class Kubernetes(Part):
    """Pods that run under one service account of one cluster."""

    issuer: Issuer = Field(
        description="The cluster's issuer: `az aks show … --query oidcIssuerProfile.issuerUrl`."
    )
    namespace: Annotated[
        str,
        text(
            "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            longest=63,
            expected="a namespace: lower-case letters, digits and hyphens",
            example="support",
        ),
    ] = Field(description="The namespace of the service account.")
    service_account: Annotated[
        str,
        text(
            "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
            longest=253,
            expected="a service account: lower-case letters, digits, hyphens and full stops",
            example="triage",
        ),
    ] = Field(description="The service account that the pods run under.")

    @property
    def subject(self) -> str:
        """The subject of the service account's tokens."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"
