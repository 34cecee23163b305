"""What already exists in the organisation, each thing looked up once however many workloads name it."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import PureWindowsPath
from typing import TypeVar

import pulumi_azuredevops as azuredevops
from pulumi import InvokeOptions, ProviderResource

T = TypeVar("T")

LISTED = re.compile(r"^(?s:.*?)\d+ errors? occurred:\s*\*\s*")
"""What the official plug-in writes before the first error of its list."""


class NotThere(Exception):
    """The organisation has no such thing, or hides it; the text is the service's own."""


class Directory:
    """Look-ups by name.

    They run while the program runs, before the first resource is declared: a name that does not exist is told
    with the manifest's line, and nothing has been created by then. All raise `NotThere`.
    """

    def __init__(self, provider: ProviderResource) -> None:
        self._options = InvokeOptions(provider=provider)
        self.project_id = cache(self._project_id)
        self.group = cache(self._group)
        self.pool_id = cache(self._pool_id)
        self.pipeline_id = cache(self._pipeline_id)

    def _project_id(self, name: str) -> str:
        """Id (GUID) of a project. Source: GET _apis/projects/{name}."""
        return _ask(lambda: azuredevops.get_project(name=name, opts=self._options)).id

    def _group(self, project: str | None, name: str) -> azuredevops.GetGroupResult:
        """A project's group, or the organisation's without a project. Source: GET _apis/graph/groups."""
        project_id = self.project_id(project) if project is not None else None
        return _ask(lambda: azuredevops.get_group(name=name, project_id=project_id, opts=self._options))

    def _pool_id(self, name: str) -> str:
        """Number of an agent pool. Source: GET _apis/distributedtask/pools?poolName={name}."""
        return str(_ask(lambda: azuredevops.get_pool(name=name, opts=self._options)).id)

    def _pipeline_id(self, project: str, path: str) -> int:
        r"""Number of a pipeline, such as `\deploy\support`. Source: GET {project}/_apis/build/definitions."""
        place = PureWindowsPath(path)
        project_id = self.project_id(project)
        found = _ask(
            lambda: azuredevops.get_build_definition(
                project_id=project_id, name=place.name, path=str(place.parent), opts=self._options
            )
        )
        return int(found.id)


def _ask(call: Callable[[], T]) -> T:
    try:
        return call()
    # The SDK has no class of its own for a look-up that failed.
    except Exception as error:
        # The service's own words, without those of the engine around them.
        text = str(error).rsplit("returned an error: ", 1)[-1].rsplit("failed: ", 1)[-1].strip()
        raise NotThere(LISTED.sub("", text).partition("\n")[0]) from error
