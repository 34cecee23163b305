"""What the guardrails make of values that are not known yet, in the first preview of the whole program."""

from patless.project import ROOT

PROGRAM = """
import pulumi
from pulumi import ResourceOptions
from pulumi_azure_native import managedidentity

from stacks.program import build

built = build()
later = pulumi.CustomResource("pulumi:index:Stash", "stash", {"input": "x", "output": None})
managedidentity.FederatedIdentityCredential(
    "rogue",
    resource_name_="id-support-deployer",
    resource_group_name="rg-contoso-identities",
    federated_identity_credential_resource_name="rogue",
    audiences=["api://AzureADTokenExchange"],
    issuer=later.id,
    subject=later.id,
    opts=ResourceOptions(provider=built.providers.azure),
)
"""


def test_only_a_trust_that_comes_from_no_resource_of_the_stack_is_refused(new_world, tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "__main__.py").write_text(PROGRAM)
    settings = (ROOT / "examples/blocked/Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(settings.replace("../../.venv", str(ROOT / ".venv")))

    done = new_world.pulumi("preview", cwd=folder)

    assert done.code != 0
    assert [(found.rule, found.level, found.resource) for found in done.run.violations] == [
        ("traced-unknowns", "mandatory", "rogue"),
        ("traced-unknowns", "mandatory", "rogue"),
    ]
