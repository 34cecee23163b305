"""Service connections that sign in with a token: here so that a preview can show them being refused."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import endpoint_proxy, endpoints
from azdo_emulator.model.devops.endpoints import EndpointBody, ServiceEndpoint
from azdo_emulator.providers.azuredevops.scope import deployer, organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, doing
from azdo_emulator.providers.values import Values, plain


@dataclass(frozen=True)
class Kind:
    """What one connection type sends, and what of an answer it puts back under its own names.

    fills: what an import puts where nothing is known yet. complaints: what speaks against the inputs.
    """

    token: str
    type: str
    url: Callable[[Values], str]
    authorization: Callable[[Values], tuple[str, dict[str, str]]]
    data: Callable[[Values], dict[str, str]]
    reads: Callable[[ServiceEndpoint], Values]
    fills: Callable[[ServiceEndpoint], Values] = lambda endpoint: {}
    complaints: Callable[[Values], Iterable[str]] = lambda inputs: ()

    def resource(self) -> Resource:
        """The resource type."""
        return Resource(
            f"azuredevops:index/{self.token}",
            self.create,
            self.read,
            self.update,
            self.delete,
            complaints=self._complaints,
        )

    def create(self, call: Call, inputs: Values) -> State:
        """Make the connection."""
        body = self._body(inputs)
        with doing("Error creating service endpoint in Azure DevOps"):
            made = endpoints.create_service_endpoint(
                call.session, organization(call), (inputs["projectId"],), body, deployer(call)
            )
        if inputs.get("features", {}).get("validate"):
            self._validate(call, made)
        return self._state(made, inputs)

    def read(self, call: Call, id: str, outputs: Values) -> State | None:
        """The connection; to import one, its id is `<project id>/<connection id>`."""
        project_id, _, endpoint_id = id.rpartition("/")
        project_id = project_id or outputs.get("projectId", "")
        if not project_id:
            raise Mistake(f"unexpected format of ID ({id}), expected projectid/resourceId")
        found = endpoints.get_service_endpoint_details(
            call.session, organization(call), project_id, endpoint_id
        )
        # The official plug-in of this version fails here, so that `pulumi state delete` has to help.
        if found is None:
            raise Mistake(f"unexpected nil service endpoint, ID: ({endpoint_id}), project ID: ({project_id})")
        return self._state(found, outputs | {"projectId": project_id})

    def update(self, call: Call, id: str, outputs: Values, inputs: Values) -> State:
        """Change the connection."""
        body = self._body(inputs)
        with doing("Updating service endpoint in Azure DevOps"):
            changed = endpoints.update_service_endpoint(
                call.session, organization(call), inputs["projectId"], id, body
            )
        return self._state(changed, inputs)

    def delete(self, call: Call, id: str, outputs: Values) -> None:
        """Delete the connection."""
        try:
            endpoints.delete_service_endpoint(call.session, organization(call), (outputs["projectId"],), id)
        except Refused as refused:
            raise Mistake(f"Delete service endpoint error {refused.message}") from refused

    def _complaints(self, inputs: Values) -> Iterator[str]:
        name = plain(inputs.get("serviceEndpointName"))
        if isinstance(name, str) and not name.strip():
            yield "expected 'serviceEndpointName' to not be an empty string or whitespace"
        yield from self.complaints(inputs)

    def _validate(self, call: Call, endpoint: ServiceEndpoint) -> None:
        """The official plug-in tries for a minute to sign in, and deletes a new connection that cannot."""
        reason = endpoint_proxy.execute_service_endpoint_request(call.session, endpoint)
        if reason:
            raise Mistake(
                f"Error validating connection: (type: {endpoint.type}, name: {endpoint.name}, "
                f"code: badRequest, message: {reason})"
            )

    def _body(self, inputs: Values) -> EndpointBody:
        scheme, parameters = self.authorization(inputs)
        return EndpointBody(
            name=inputs["serviceEndpointName"],
            type=self.type,
            url=self.url(inputs),
            description=inputs["description"],
            scheme=scheme,
            parameters=parameters,
            data=self.data(inputs),
        )

    def _state(self, endpoint: ServiceEndpoint, known: Values) -> State:
        """The service never gives a secret back, so that it stays as the program gave it."""
        shown = {
            "authorization": {"scheme": endpoint.scheme},
            "description": endpoint.description,
            "serviceEndpointName": endpoint.name,
        }
        return State(endpoint.endpoint_id, self.fills(endpoint) | known | shown | self.reads(endpoint))


def _git_hub(inputs: Values) -> tuple[str, dict[str, str]]:
    if "authPersonal" in inputs:
        return "Token", {"AccessToken": inputs["authPersonal"]["personalAccessToken"]}
    if "authOauth" in inputs:
        return "OAuth", {"ConfigurationId": inputs["authOauth"]["oauthConfigurationId"], "AccessToken": ""}
    return "InstallationToken", {}


def _personal(inputs: Values) -> tuple[str, dict[str, str]]:
    return "Token", {"apitoken": inputs["authPersonal"]["personalAccessToken"]}


KINDS = (
    Kind(
        token="serviceEndpointAzureDevOps:ServiceEndpointAzureDevOps",  # noqa: S106
        type="AZDOAPI",
        url=lambda inputs: inputs["orgUrl"],
        authorization=lambda inputs: ("Token", {"apitoken": inputs["personalAccessToken"]}),
        data=lambda inputs: {"releaseUrl": inputs["releaseApiUrl"]},
        reads=lambda endpoint: {"orgUrl": endpoint.url, "releaseApiUrl": endpoint.data["releaseUrl"]},
    ),
    Kind(
        token="serviceEndpointGitHub:ServiceEndpointGitHub",  # noqa: S106
        type="github",
        url=lambda inputs: "https://github.com",
        authorization=_git_hub,
        data=lambda inputs: {},
        reads=lambda endpoint: {},
    ),
    Kind(
        token="serviceEndpointPipeline:ServiceEndpointPipeline",  # noqa: S106
        type="azdoapi",
        url=lambda inputs: f"https://dev.azure.com/{inputs['organizationName']}",
        authorization=_personal,
        data=lambda inputs: {"releaseUrl": f"https://vsrm.dev.azure.com/{inputs['organizationName']}"},
        reads=lambda endpoint: {"organizationName": endpoint.url.rsplit("/", 1)[-1]},
    ),
    Kind(
        token="serviceendpointExternaltfs:ServiceendpointExternaltfs",  # noqa: S106
        type="externaltfs",
        url=lambda inputs: inputs["connectionUrl"],
        authorization=_personal,
        data=lambda inputs: {},
        reads=lambda endpoint: {"connectionUrl": endpoint.url},
    ),
)

RESOURCES = tuple(kind.resource() for kind in KINDS)
