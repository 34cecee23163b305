"""A stack as plain data, as people write it into files."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Data = dict[str, Any]
Edit = Callable[["Manifest"], None]


class Manifest:
    """The files of one stack: `organization`, `members`, and workloads by their path below `workloads/`."""

    def __init__(self, organization: Data, members: Data, workloads: dict[str, Data]) -> None:
        self.organization = organization
        self.members = members
        self.workloads = workloads

    def changed(self, *edits: Edit) -> "Manifest":
        """The stack with these edits, one after another."""
        found = copy.deepcopy(self)
        for edit in edits:
            edit(found)
        return found

    def workload(self, name: str) -> Data:
        """A workload by its name."""
        return next(one for one in self.workloads.values() if one["name"] == name)

    def write(self, folder: Path) -> Path:
        """Write the files, in the place of those that are there."""
        files = {"organization.yaml": self.organization, "members.yaml": self.members}
        files |= {f"workloads/{path}": data for path, data in self.workloads.items()}
        for old in folder.rglob("*.yaml"):
            old.unlink()
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8") as file:
                # One for each file: threads cannot share one.
                YAML().dump(copy.deepcopy(data), file)
        return folder

    def __repr__(self) -> str:
        return repr((self.organization, self.members, self.workloads))


SUBSCRIPTION = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
SUPPORT_GROUP = "5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21"
PLATFORM_GROUP = "ed834b3c-b881-4616-86a6-c081768a197f"
DEPLOYER = "1f3c9f5e-6a0b-4d4e-9c57-8b1d2e3f4a50"
FACTORY = "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10"
FACTORY_CLIENT = "4e0b8c52-7a35-4d0c-9b2f-1f8e6d5c3a91"


def github(environment: str = "production") -> Data:
    """Trust in GitHub Actions."""
    return {
        "github": {
            "repository": "contoso/mailroom",
            "owner_id": 242,
            "repository_id": 991,
            "environment": environment,
        }
    }


def workload(name: str, identity: Any, **more: Any) -> Data:
    """A workload with what every one has to say."""
    return {
        "name": name,
        "purpose": f"Does what {name} does.",
        "owners": ["sg-support"],
        "review_by": "2027-05-31",
        "identity": identity,
        **more,
    }


BASE = Manifest(
    {
        "organization": "contoso",
        "tenant": "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
        "subscriptions": {"prod": {"id": SUBSCRIPTION, "name": "Contoso Production"}},
        "location": "westeurope",
        "resource_group": {"name": "rg-contoso-identities", "create": True},
        "names": {"managed_identity": "id-{workload}", "application": "{workload}"},
        "protect": False,
        "tags": {"managed-by": "patless"},
    },
    {
        "entra_groups": [
            {
                "id": SUPPORT_GROUP,
                "name": "sg-support",
                "access_level": "basic",
                "member_of": [{"project": "Support", "group": "Contributors"}],
            },
            {
                "id": PLATFORM_GROUP,
                "name": "sg-platform",
                "access_level": "stakeholder",
                "member_of": [{"project": "Platform", "group": "Release Administrators"}],
            },
        ],
    },
    {
        "support/bot.yaml": workload(
            "bot",
            "application",
            signs_in_from={"production": github(), "staging": github("staging")},
            azure_devops={
                "access_level": "basic",
                "member_of": [
                    {"project": "Support", "group": "Contributors"},
                    {"project": "Payments", "group": "Readers"},
                ],
            },
        ),
        "support/deployer.yaml": workload(
            "deployer",
            "managed",
            azure={"roles": [{"role": "Reader", "subscription": "prod", "resource_group": "rg-payments"}]},
            connections={
                "azure-support": {
                    "project": "Support",
                    "azure": {"subscription": "prod", "resource_group": "rg-support", "role": "Contributor"},
                    "pipelines": ["\\deploy\\support"],
                    "checks": {
                        "approvers": [{"project": "Support", "group": "Release Approvers"}],
                        "branches": ["refs/heads/main"],
                        "exclusive_lock": True,
                    },
                },
                "images": {
                    "project": "Platform",
                    "container_registry": {
                        "subscription": "prod",
                        "resource_group": "rg-shared",
                        "registry": "contosoimages",
                        "role": "AcrPush",
                    },
                    "pipelines": ["\\images\\build"],
                    "checks": {"branches": ["refs/heads/main"]},
                },
            },
        ),
        "platform/registrar.yaml": workload(
            "registrar",
            "managed",
            azure_devops={"access_level": "basic"},
            agent_pools={"linux-builders": {"role": "administrator"}},
        ),
        "payments/factory.yaml": workload(
            "factory",
            {"existing": {"principal_id": FACTORY}},
            azure_devops={
                "access_level": "basic",
                "member_of": [{"project": "Payments", "group": "Readers"}],
            },
            azure={
                "roles": [
                    {
                        "role": "Storage Blob Data Contributor",
                        "subscription": "prod",
                        "resource_group": "rg-payments",
                    }
                ]
            },
        ),
    },
)
"""A stack that has one of every kind of thing."""
