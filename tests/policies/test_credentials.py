"""The credential table: complete for the installed SDKs, and true to their inputs."""

import ast
import functools
import importlib.util
import re
from pathlib import Path

import pytest
from guardrails import Props, Resource
from guardrails.engine.credential import SECRETS
from guardrails.engine.credentials import (
    CONNECTIONS,
    PROVIDERS,
    RESOURCES,
    WITHOUT_SECRET,
    Kind,
    connection,
    credentials,
    found,
    is_secret,
    unclassified,
    without_secret,
)

PERMISSIONS = "azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions"

# Wider than what the rules go by, so that a name on the edge is looked at by a person once.
LOOKS_SECRET = re.compile(
    r"token|password|passwd|passphrase|secret|credential|certificate|kube_?config|connection_?string"
    r"|key|(^|_)pat($|_)"
)

# Which folders of which SDKs are walked. Of azure-native, the modules that identities are made of.
WALKED = (
    "pulumi_azuredevops",
    "pulumi_azuread",
    "pulumi_azure_native/managedidentity",
    "pulumi_azure_native/authorization",
)
PROVIDER_FILES = {
    "pulumi:providers:azuredevops": "pulumi_azuredevops/provider.py",
    "pulumi:providers:azuread": "pulumi_azuread/provider.py",
    "pulumi:providers:azure-native": "pulumi_azure_native/provider.py",
}


def place(path):
    package, _, rest = path.partition("/")
    return Path(importlib.util.find_spec(package).origin).parent / rest


@functools.cache
def classes(path):
    """The inputs of each class of a file: names in snake_case, with the classes that they take."""
    text = path.read_text() if path.exists() else ""
    # A class ends where the next line that is not indented begins; only the constructors are parsed.
    starts = re.findall(r"^class (\w+Args)\b.*?(    def __init__\(__self__, \*,.*?\):\n)", text, re.M | re.S)
    return {name: dict(_inputs(head)) for name, head in starts}


def _inputs(head):
    (function,) = ast.parse("class A:\n" + head + "        pass\n").body[0].body
    for argument in function.args.kwonlyargs:
        yield argument.arg, set(re.findall(r"'(\w+Args)'", ast.unparse(argument.annotation)))


def paths(inputs, types, above=""):
    """The path of every input, those inside others too."""
    for name, inner in inputs.items():
        yield above + name
        for one in inner & types.keys():
            yield from paths(types[one], types, f"{above}{name}.")


@functools.cache
def resources():
    """Every resource of the walked SDKs: its type, and the path of each of its inputs."""
    walked = {}
    for folder in WALKED:
        types = classes(place(folder) / "_inputs.py")
        for path in sorted(place(folder).glob("[a-z]*.py")):
            if path.name.startswith("get_") or path.name == "provider.py":
                continue
            (type_,) = set(re.findall(r"__init__\(\s*'([\w:/-]+)'", path.read_text())) or {None}
            (inputs,) = [inputs for name, inputs in classes(path).items() if name[0] != "_"] or [{}]
            if type_:
                walked[type_] = set(paths(inputs, types))
    return walked


def snake(path):
    return re.sub("([A-Z])", r"_\1", path).lower().replace("[]", "")


def named(type_):
    """The inputs that a type's row is about, in snake_case."""
    return {snake(credential.input) for credential in credentials(type_) or ()}


def covered(type_):
    """The inputs of which a row tells what they are, with everything inside a secret one."""
    rows = {snake(one.input): one for one in credentials(type_) or ()}
    return {
        path
        for path in resources()[type_]
        if path in rows
        or any(path.startswith(f"{row}.") and rows[row].kind is not Kind.NONE for row in rows)
        or any(row.startswith(f"{path}.") for row in rows)
    }


CONNECTION_TYPES = [
    type_ for type_ in resources() if re.search("service_?endpoint", type_, re.I) and type_ != PERMISSIONS
]


def test_the_walk_finds_the_sdks_resources():
    assert len(CONNECTION_TYPES) == 42
    assert len(resources()) > 200


def test_every_connection_type_of_the_sdk_is_classified():
    assert [type_ for type_ in CONNECTION_TYPES if credentials(type_) is None] == []


def test_no_row_is_about_a_type_that_the_sdks_do_not_have():
    assert set(CONNECTIONS) == {connection(type_) for type_ in CONNECTION_TYPES}
    assert RESOURCES.keys() <= resources().keys()


def test_every_input_that_looks_like_a_credential_is_classified():
    looking = {
        type_: {path for path in inputs if LOOKS_SECRET.search(path.rpartition(".")[2])}
        for type_, inputs in resources().items()
    }

    assert {type_: left for type_, inputs in looking.items() if (left := inputs - covered(type_))} == {}


def test_no_input_of_the_sdks_is_taken_for_one_that_nobody_knows():
    """With every input of each type given, as a newer provider might take more."""
    camel = {type_: [camel_case(path) for path in resources()[type_]] for type_ in CONNECTION_TYPES}

    found = {
        type_: unclassified(Resource(type_, "ci", Props(given(paths)))) for type_, paths in camel.items()
    }

    assert {type_: names for type_, names in found.items() if names} == {}


def camel_case(path):
    return re.sub("_([a-z0-9])", lambda found: found[1].upper(), path)


def given(paths):
    """Inputs with a text at each path."""
    made = {}
    for path in sorted(paths, key=len, reverse=True):
        holder = made
        *above, last = path.split(".")
        for name in above:
            holder = holder.setdefault(name, {})
        holder.setdefault(last, "x")
    return made


def test_every_type_that_is_called_like_a_credential_is_classified():
    called = [type_ for type_ in resources() if LOOKS_SECRET.search(snake(type_.rpartition(":")[2]))]

    assert [type_ for type_ in called if credentials(type_) is None and "azure-native" not in type_] == []


def test_every_input_of_a_row_is_an_input_of_the_type():
    rows = [*CONNECTION_TYPES, *RESOURCES]

    assert {type_: left for type_ in rows if (left := named(type_) - resources()[type_] - {""})} == {}


@pytest.mark.parametrize("type_", PROVIDERS)
def test_the_row_of_a_provider_has_every_credential_of_the_provider_and_nothing_else(type_):
    inputs = classes(place(PROVIDER_FILES[type_]))["ProviderArgs"].keys()

    assert named(type_) == {name for name in inputs if LOOKS_SECRET.search(name)}


def test_every_variable_that_a_plug_in_reads_is_one_that_the_environment_may_not_hold():
    from guardrails.rules.no_credential_in_environment import CREDENTIALS

    rows = [*CONNECTIONS.values(), *PROVIDERS.values(), *RESOURCES.values()]
    variables = {one.environment for row in rows for one in row} - {""}

    assert len(variables) > 5
    assert [name for name in variables if not CREDENTIALS.fullmatch(name)] == []


# From which variables the plug-in fills the inputs of which connections.
FILLED = {
    "AZDO_AWS_SERVICE_CONNECTION_ACCESS_KEY_ID": ("Aws", Kind.KEY),
    "AZDO_AWS_SERVICE_CONNECTION_SECRET_ACCESS_KEY": ("Aws", Kind.KEY),
    "AZDO_AWS_SERVICE_CONNECTION_SESSION_TOKEN": ("Aws", Kind.TOKEN),
    "AZDO_BITBUCKET_SERVICE_CONNECTION_API_TOKEN": ("BitBucket", Kind.TOKEN),
    "AZDO_BITBUCKET_SERVICE_CONNECTION_PASSWORD": ("BitBucket", Kind.PASSWORD),
    "AZDO_DEVOPS_PAT": ("AzureDevOps", Kind.PAT),
    "AZDO_DOCKERREGISTRY_SERVICE_CONNECTION_PASSWORD": ("DockerRegistry", Kind.PASSWORD),
    "AZDO_GCP_SERVICE_CONNECTION_PRIVATE_KEY": ("GcpTerraform", Kind.KEY),
    "AZDO_GENERIC_GIT_SERVICE_CONNECTION_PASSWORD": ("GenericGit", Kind.PAT),
    "AZDO_GENERIC_SERVICE_CONNECTION_PASSWORD": ("Generic", Kind.PAT),
    "AZDO_PERSONAL_ACCESS_TOKEN": ("Pipeline", Kind.PAT),
}


def test_a_credential_counts_when_the_variable_from_which_the_plug_in_fills_it_is_set():
    seen = {}
    for variable, (name, _) in FILLED.items():
        type_ = f"azuredevops:index/serviceEndpoint{name}:ServiceEndpoint{name}"
        resource = Resource(type_, "ci", Props({}), environment=frozenset({variable}))
        kinds = [kind for one, kind in found(resource).items() if one.in_sight(resource)]
        seen[variable] = (name, *kinds)

    assert seen == FILLED


def test_only_types_of_the_table_can_do_without_a_secret():
    assert WITHOUT_SECRET.keys() <= CONNECTIONS.keys()


def test_a_type_that_cannot_do_without_a_secret_names_one():
    names = CONNECTIONS.keys() - WITHOUT_SECRET.keys()

    assert len(names) > 25
    assert [name for name in names if not any(one.kind in SECRETS for one in CONNECTIONS[name])] == []


def test_a_kind_is_told_with_its_article():
    assert [kind.phrase for kind in Kind] == [
        "a personal access token",
        "a client secret",
        "a password",
        "a key",
        "a token",
        "a certificate",
        "an OAuth grant of a person",
        "a federated credential",
        "a secret that is none",
    ]


def test_both_spellings_of_a_type_are_the_same_type():
    old = "azuredevops:index/serviceEndpointNpm:ServiceEndpointNpm"
    new = "azuredevops:index/serviceendpointNpm:ServiceendpointNpm"

    assert credentials(old) is credentials(new) is CONNECTIONS["Npm"]


@pytest.mark.parametrize(
    "type_",
    [
        "azuredevops:index/serviceEndpointBrandNew:ServiceEndpointBrandNew",
        "azuredevops:index/serviceEndpointSnyk:ServiceEndpointNpm",
        "azuredevops:index:ServiceEndpointNpm",
        "other:index/serviceEndpointNpm:ServiceEndpointNpm",
        PERMISSIONS,
    ],
)
def test_a_type_that_is_not_in_the_table_has_no_row(type_):
    assert credentials(type_) is None
    assert without_secret(type_) is None
    assert found(Resource(type_, "ci", Props({"password": "x"}))) == {}


def test_versions_and_older_modules_are_the_same_type():
    trust = "FederatedIdentityCredential"
    plain, versioned = (f"azure-native:managedidentity{version}:{trust}" for version in ("", "/v20241130"))

    assert credentials(versioned) is credentials(plain) is RESOURCES[plain]
    assert credentials("azuredevops:Build/buildDefinition:BuildDefinition") is not None


AZURE = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"
GROUP = "azuredevops:index/variableGroup:VariableGroup"


@pytest.mark.parametrize(
    ("type_", "path", "secret"),
    [
        (AZURE, "credentials", False),
        (AZURE, "credentials.serviceprincipalkey", True),
        (AZURE, "serviceEndpointAuthenticationScheme", False),
        (AZURE, "projectId", False),
        (GROUP, "variables[].secretValue", True),
        (GROUP, "variables[].isSecret", False),
        (GROUP, "keyVault", False),
        ("azuredevops:index/securityPermissions:SecurityPermissions", "token", False),
        ("some:other:Type", "apiKey", True),
        ("some:other:Type", "deep.accessToken", True),
        ("some:other:Type", "path", False),
        ("some:other:Type", "tokens.path", False),
    ],
)
def test_what_is_or_sounds_secret_is_told_from_what_only_looks_so(type_, path, secret):
    assert is_secret(type_, path) is secret


def test_an_input_in_a_list_is_known_by_its_path_and_what_is_inside_a_credential_belongs_to_it():
    variables = {"variables": [{"name": "x", "secretValue": "y"}]}
    git_hub = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"

    assert unclassified(Resource(GROUP, "ci", Props(variables))) == set()
    assert unclassified(Resource(git_hub, "ci", Props({"authPersonal": [{"newToken": "y"}]}))) == set()
    assert unclassified(Resource(git_hub, "ci", Props({"elsewhere": [{"newToken": "y"}]}))) == {"elsewhere"}
