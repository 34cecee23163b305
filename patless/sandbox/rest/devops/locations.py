"""Where the clients of Azure DevOps find each call: the table that `OPTIONS _apis` answers, and the areas."""

from dataclasses import dataclass

from patless.sandbox.rest.door import Door


@dataclass(frozen=True)
class Location:
    """An ApiResourceLocation: clients build a path from its template, and send no version above its own."""

    id: str
    area: str
    resource: str
    template: str
    resource_version: int
    min_version: str
    released: str

    @property
    def body(self) -> dict[str, object]:
        """The location as the service writes it."""
        return {
            "id": self.id,
            "area": self.area,
            "resourceName": self.resource,
            "routeTemplate": self.template,
            "resourceVersion": self.resource_version,
            "minVersion": self.min_version,
            "maxVersion": "7.2",
            "releasedVersion": self.released,
        }


def _at(
    id: str, area: str, resource: str, template: str, version: int, since: str, released: str = "0.0"
) -> Location:
    return Location(id, area, resource, template, version, since, released)


LOCATIONS = (
    _at(
        "398c85bc-81aa-4822-947c-a194a05f0fef",
        "build",
        "authorizedresources",
        "{project}/_apis/{area}/{resource}",
        1,
        "5.0",
    ),
    _at(
        "ea623316-1967-45eb-89ab-e9e6110cf2d6",
        "build",
        "resources",
        "{project}/_apis/{area}/definitions/{definitionId}/{resource}",
        1,
        "5.0",
    ),
    _at(
        "93878975-88c5-4e6a-8abb-7ddd77a8a7d8",
        "core",
        "processes",
        "_apis/process/{resource}/{*processId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "603fe2ac-9723-48b9-88ad-09305aa6c6e1",
        "core",
        "projects",
        "_apis/{resource}/{*projectId}",
        4,
        "1.0",
        released="7.1",
    ),
    _at(
        "4976a71a-4487-49aa-8aab-a1eda469037a",
        "core",
        "properties",
        "_apis/projects/{projectId}/{resource}",
        1,
        "3.2",
    ),
    _at(
        "d30a3dd1-f8ba-442a-b86a-bd0c0c383e59",
        "core",
        "teams",
        "_apis/projects/{projectId}/{resource}/{*teamId}",
        3,
        "1.0",
        released="7.1",
    ),
    _at(
        "dd3c938f-835b-4971-b99a-db75a47aad43",
        "distributedtask",
        "elasticpools",
        "_apis/{area}/{resource}/{poolId}",
        1,
        "6.1",
        released="7.1",
    ),
    _at(
        "8572b1fc-2482-47fa-8f74-7e3ed53ee54b",
        "distributedtask",
        "environments",
        "{project}/_apis/{area}/{resource}/{environmentId}",
        1,
        "5.0",
        released="7.1",
    ),
    _at(
        "a8c47e17-4d56-4a56-92bb-de7ea7dc65be",
        "distributedtask",
        "pools",
        "_apis/{area}/{resource}/{poolId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "900fa995-c559-4923-aae7-f8424fe4fbea",
        "distributedtask",
        "queues",
        "{project}/_apis/{area}/{resource}/{queueId}",
        1,
        "2.0",
        released="7.1",
    ),
    _at(
        "dd291e43-aa9f-4cee-8465-a93c78e414a4",
        "featuremanagement",
        "FeatureStates",
        "_apis/{area}/{resource}/{userScope}/{scopeName}/{scopeValue}/{featureId}",
        1,
        "3.0",
    ),
    _at(
        "2b4486ad-122b-400c-ae65-17b6672c1f9d",
        "featuremanagement",
        "FeatureStatesQuery",
        "_apis/{area}/{resource}",
        1,
        "3.1",
    ),
    _at(
        "048aee0a-7072-4cde-ab73-7af77b1e0b4e",
        "graph",
        "Descriptors",
        "_apis/{area}/{resource}/{storageKey}",
        1,
        "3.1",
    ),
    _at(
        "ebbe6af8-0b91-4c13-8cf1-777c14858188",
        "graph",
        "Groups",
        "_apis/{area}/{resource}/{groupDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "3fd2e6ca-fb30-443a-b579-95b19ed0934c",
        "graph",
        "Memberships",
        "_apis/{area}/{resource}/{subjectDescriptor}/{containerDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "e34b6394-6b30-4435-94a9-409a5eef3e31",
        "graph",
        "MembershipsBatch",
        "_apis/{area}/Memberships/{subjectDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "e1dbb0ae-49cb-4532-95a1-86cd89cfcab4",
        "graph",
        "ServicePrincipals",
        "_apis/{area}/{resource}/{servicePrincipalDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "eb85f8cc-f0f6-4264-a5b1-ffe2e4d4801f",
        "graph",
        "StorageKeys",
        "_apis/{area}/{resource}/{subjectDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "005e26ec-6b77-4e4f-a986-b3827bf241f5",
        "graph",
        "Users",
        "_apis/{area}/{resource}/{userDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "28010c54-d0c0-4c89-a5b0-1c9e188b9fb7", "ims", "Identities", "_apis/{resource}/{identityId}", 1, "3.1"
    ),
    _at("5966283b-4196-4d57-9211-1b68f41ec1c2", "ims", "groups", "_apis/{resource}/{groupId}", 1, "3.1"),
    _at(
        "8ba35978-138e-41f8-8963-7b1ea2c5f775",
        "ims",
        "members",
        "_apis/identities/{containerId}/{resource}/{memberId}",
        1,
        "3.1",
    ),
    _at(
        "2280bffa-58a2-49da-822e-0764a1bb44f7",
        "memberentitlementmanagement",
        "GroupEntitlements",
        "_apis/{resource}/{groupId}",
        1,
        "3.1",
        released="7.1",
    ),
    _at(
        "9bce1f43-2629-419f-8f6c-7503be58a4f3",
        "memberentitlementmanagement",
        "GroupEntitlements",
        "_apis/{resource}/{groupDescriptor}",
        1,
        "3.1",
        released="7.1",
    ),
    _at(
        "1d491a66-190b-43ae-86b8-9c2688c55186",
        "memberentitlementmanagement",
        "ServicePrincipalEntitlements",
        "_apis/{resource}/{servicePrincipalId}",
        1,
        "7.1",
    ),
    _at(
        "f03dbf50-80f8-41b7-8ca2-65b6a178caba",
        "memberentitlementmanagement",
        "ServicePrincipalEntitlements",
        "_apis/{resource}",
        1,
        "7.1",
    ),
    _at(
        "387f832c-dbf2-4643-88e9-c1aa94dbb737",
        "memberentitlementmanagement",
        "UserEntitlements",
        "_apis/{resource}/{userDescriptor}",
        5,
        "4.1",
        released="7.1",
    ),
    _at(
        "8480c6eb-ce60-47e9-88df-eca3c801638b",
        "memberentitlementmanagement",
        "UserEntitlements",
        "_apis/{resource}/{userId}",
        5,
        "4.1",
        released="7.1",
    ),
    _at(
        "9a1b74b4-2ca8-4a9f-8470-c2f2e6fdc949",
        "operations",
        "operations",
        "_apis/{resource}/{operationId}",
        1,
        "2.0",
        released="7.1",
    ),
    _at(
        "b5b9a4a4-e6cd-4096-853c-ab7d8b0c4eb2",
        "pipelinepermissions",
        "pipelinePermissions",
        "{project}/_apis/pipelines/{resource}/{resourceType}/{resourceId}",
        1,
        "5.1",
    ),
    _at(
        "86c8381e-5aee-4cde-8ae4-25c0c7f5eaea",
        "pipelineschecks",
        "configurations",
        "{project}/_apis/pipelines/checks/{resource}/{id}",
        1,
        "5.1",
    ),
    _at(
        "ac08c8ff-4323-4b08-af90-bcd018d380ce",
        "security",
        "AccessControlEntries",
        "_apis/{resource}/{securityNamespaceId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "18a2ad18-7571-46ae-bec7-0c7da1495885",
        "security",
        "AccessControlLists",
        "_apis/{resource}/{securityNamespaceId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "ce7b9f95-fde9-4be8-a86d-83b366f0b87a",
        "security",
        "SecurityNamespaces",
        "_apis/{resource}/{securityNamespaceId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "cc63bb57-2a5f-4a7a-b79c-c142d308657e",
        "serviceendpoint",
        "endpointproxy",
        "{project}/_apis/{area}/{resource}",
        1,
        "4.1",
        released="7.1",
    ),
    _at(
        "14e48fdc-2c8b-41ce-a0c3-e26f6cc55bd0",
        "serviceendpoint",
        "endpoints",
        "_apis/{area}/{resource}/{endpointId}",
        4,
        "5.2",
        released="7.1",
    ),
    _at(
        "e85f1c62-adfc-4b74-b618-11a150fb195e",
        "serviceendpoint",
        "endpoints",
        "{project}/_apis/{area}/{resource}/{endpointId}",
        4,
        "4.1",
        released="7.1",
    ),
    _at(
        "10a16738-9299-4cd1-9a81-fd23ad6200d0",
        "serviceendpoint",
        "executionhistory",
        "{project}/_apis/{area}/{endpointId}/{resource}",
        1,
        "4.1",
        released="7.1",
    ),
    _at(
        "5a7938a4-655e-486c-b562-b78c54a7e87b",
        "serviceendpoint",
        "types",
        "_apis/{area}/{resource}",
        1,
        "4.1",
        released="7.1",
    ),
    _at(
        "9461c234-c84c-4ed2-b918-2f0f92ad0a35",
        "securityroles",
        "roleassignments",
        "_apis/{area}/scopes/{scopeId}/{resource}/resources/{resourceId}/{identityId}",
        1,
        "2.2",
    ),
    _at(
        "f4cc9a86-453c-48d2-b44d-d3bd5c105f4f",
        "securityroles",
        "roledefinitions",
        "_apis/{area}/scopes/{scopeId}/{resource}",
        1,
        "2.2",
    ),
    _at("00d9565f-ed9c-4a06-9a50-00e7896ccab4", "Location", "ConnectionData", "_apis/{resource}", 1, "1.0"),
    _at(
        "5ae55b13-c9dd-49d1-957e-6e76c152e3d9",
        "memberentitlementmanagement",
        "UserEntitlementSummary",
        "_apis/{resource}",
        2,
        "4.1",
        released="7.1",
    ),
    _at(
        "1e8cabfb-1fda-461e-860f-eeeae54d06bb",
        "memberentitlementmanagement",
        "MemberEntitlements",
        "_apis/{resource}/{memberId}",
        3,
        "3.1",
    ),
    _at(
        "d0ab077b-1b97-4f78-984c-cfe2d248fc79",
        "organizationpolicy",
        "Policies",
        "_apis/{area}/{resource}/{policyName}",
        1,
        "3.0",
    ),
    _at(
        "7ef423e0-59d8-4c00-b951-7143b18bd97b",
        "organizationpolicy",
        "PoliciesBatch",
        "_apis/{area}/{resource}",
        1,
        "3.0",
    ),
    _at(
        "dd3b8bd6-c7fc-4cbd-929a-933d9c011c9d",
        "security",
        "Permissions",
        "_apis/{resource}/{securityNamespaceId}/{permissions}",
        2,
        "1.0",
        released="7.1",
    ),
    _at(
        "cf1faa59-1b63-4448-bf04-13d981a46f5d",
        "security",
        "PermissionEvaluationBatch",
        "_apis/{area}/{resource}",
        1,
        "3.0",
        released="7.1",
    ),
    _at(
        "4dd4d168-11f2-48c4-83e8-756fa0de027c", "graph", "SubjectLookup", "_apis/{area}/{resource}", 1, "3.1"
    ),
    _at("05942c89-006a-48ce-bb79-baeb8abf99c6", "graph", "SubjectQuery", "_apis/{area}/{resource}", 1, "3.1"),
    _at(
        "1ffe5c94-1144-4191-907b-d0211cad36a8",
        "graph",
        "MembershipStates",
        "_apis/{area}/{resource}/{subjectDescriptor}",
        1,
        "3.1",
    ),
    _at(
        "dbeaf647-6167-421a-bda9-c9327b25e2e6",
        "build",
        "definitions",
        "{project}/_apis/build/{resource}/{definitionId}",
        7,
        "1.0",
        released="7.1",
    ),
    _at(
        "e298ef32-5878-4cab-993c-043836571f42",
        "distributedtask",
        "agents",
        "_apis/{area}/pools/{poolId}/{resource}/{agentId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "f5b09dd5-9d54-45a1-8b5a-1c8287d634cc",
        "distributedtask",
        "variablegroups",
        "{project}/_apis/{area}/{resource}/{groupId}",
        2,
        "3.1",
        released="7.1",
    ),
    _at(
        "5f3d0e64-f943-4584-8811-77eb495e831e",
        "pipelineschecks",
        "queryconfigurations",
        "{project}/_apis/pipelines/checks/{resource}",
        1,
        "5.2",
    ),
    _at(
        "fc50d02a-849f-41fb-8af1-0a5216103269",
        "hooks",
        "subscriptions",
        "_apis/{area}/{resource}/{subscriptionId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "62d3d110-0047-428c-ad3c-4fe872c91c74",
        "wit",
        "workItems",
        "{project}/_apis/{area}/{resource}/${type}",
        3,
        "1.0",
        released="7.1",
    ),
    _at(
        "72c7ddf8-2cdc-4f60-90cd-ab71c14a399b",
        "wit",
        "workItems",
        "{project}/_apis/{area}/{resource}/{id}",
        3,
        "1.0",
        released="7.1",
    ),
    # Not in the recordings: their templates are the paths that Microsoft documents.
    _at(
        "c65009a7-474a-4ad1-8b42-7d852107ef8c",
        "packaging",
        "feeds",
        "{project}/_apis/{area}/{resource}/{feedId}",
        1,
        "1.0",
        released="7.1",
    ),
    _at(
        "af68438b-ed04-4407-9eb6-f1dbae3f922e",
        "tokenadmin",
        "personalaccesstokens",
        "_apis/{area}/{resource}/{subjectDescriptor}",
        1,
        "5.0",
    ),
    _at(
        "a9c08b2c-5466-4e22-8626-1ff304ffdf0f",
        "tokenadmin",
        "revocations",
        "_apis/{area}/{resource}",
        1,
        "5.0",
    ),
    _at(
        "ee4afb16-e7ab-4ed8-9d4b-4ef3e78f97e4",
        "tokenadmin",
        "revocationrules",
        "_apis/{area}/{resource}",
        1,
        "5.0",
    ),
    _at(
        "e81700f7-3be2-46de-8624-2eb35882fcaa",
        "Location",
        "ResourceAreas",
        "_apis/{resource}/{areaId}",
        1,
        "3.2",
    ),
)

DEV, VSSPS, VSAEX = "dev.azure.com", "vssps.dev.azure.com", "vsaex.dev.azure.com"

AREAS = {
    "build": ("965220d5-5bb9-42cf-8d67-9b146df2a5a4", DEV),
    "core": ("79134c72-4a58-4b42-976c-04e7115f32bf", DEV),
    "dashboard": ("31c84e0a-3ece-48fd-a29d-100849af99ba", DEV),
    "distributedtask": ("a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd", DEV),
    "extensionmanagement": ("6c2b0933-3600-42ae-bf8b-93d4f7e83594", DEV),
    "feed": ("7ab4e64e-c4d8-4f50-ae73-5ef2e21642a5", DEV),
    "git": ("4e080c62-fa21-4fbc-8fef-2a10a2b38049", DEV),
    "graph": ("bb1e7ec9-e901-4b68-999a-de7012b920f8", VSSPS),
    "ims": ("8a3d49b8-91f0-46ef-b33d-dda338c25db3", VSSPS),
    "memberentitlementmanagement": ("68ddce18-2501-45f1-a17b-7931a9922690", VSAEX),
    "pipelinepermissions": ("a81a0441-de52-4000-aa15-ff0e07bfbbaa", DEV),
    "pipelineschecks": ("4a933897-0488-45af-bd82-6fd3ad33f46a", DEV),
    "policy": ("fb13a388-40dd-4a04-b530-013a739c72ef", DEV),
    "release": ("efc2f575-36ef-48e9-b672-0c6fb4a48ac5", DEV),
    "serviceendpoint": ("1814ab31-2f4f-4a9f-8761-f4d77dc5a5d7", DEV),
    "tenantpolicy": ("207403f3-b4ce-459a-b6cd-8042d9d309f0", VSSPS),
    "tokenadmin": ("af68438b-ed04-4407-9eb6-f1dbae3f922e", VSSPS),
    "tokens": ("55967393-20ef-45c6-a96c-b5d5d5986a9a", VSSPS),
    "wiki": ("bf7d82a0-8aa5-4613-94ef-6172a5ea01f3", DEV),
    "wit": ("5264459e-e5e0-4bd8-b118-0985e68a4ec5", DEV),
    "work": ("1d4f49f9-02b9-4e26-b826-2cdb6195f2a9", DEV),
}
"""The areas that clients want to find before they do anything: the id and the host of each.

On the sandbox areas of three more hosts (extensions, feeds, releases) are said to be at dev.azure.com.
"""


def address(door: Door, host: str, organization: str) -> str:
    """Where an organisation is on a host; in the empty form of discovery everything is at the root."""
    here = host == DEV or door.discovery == "empty"
    return f"{door.http}/{organization}" if here else f"{door.http}/{host}/{organization}"


def at_host(host: str) -> tuple[Location, ...]:
    """The calls that one host has."""
    return tuple(location for location in LOCATIONS if AREAS.get(location.area.lower(), ("", DEV))[1] == host)
