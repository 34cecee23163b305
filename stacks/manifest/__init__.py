"""The manifests of a stack: what teams write, read strictly and typed."""

from typing import Any

from stacks.manifest.azure_devops import AccessLevel, AzureDevOps, Membership
from stacks.manifest.organization import Organization
from stacks.manifest.problem import ManifestError, Problem
from stacks.manifest.source import Source
from stacks.manifest.stack import Stack, load
from stacks.manifest.workload import Workload

__all__ = [
    "AccessLevel",
    "AzureDevOps",
    "ManifestError",
    "Membership",
    "Organization",
    "Problem",
    "Source",
    "Stack",
    "Workload",
    "load",
    "schema",
]


def schema() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by kind: `organization` and `workload`."""
    # Imported here because every run pays for imports, and only `patless schema` needs these.
    from stacks.manifest import json_schema

    return json_schema.schema()
