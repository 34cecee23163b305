"""The projects and groups that already exist in the organisation, each looked up once."""

from collections.abc import Iterable
from functools import cache

import pulumi_azuredevops as azuredevops
from pulumi import InvokeOptions, ProviderResource

from stacks.manifest import ManifestError, Problem, Workload


class Directory:
    """Look-ups by name, with one call for each distinct name however many workloads ask.

    They run while the program runs, before the first resource is declared: a name that does not exist is told
    with the manifest's line, and nothing has been created by then.
    """

    def __init__(self, provider: ProviderResource) -> None:
        self._options = InvokeOptions(provider=provider)
        self.project_id = cache(self._project_id)
        self.group_descriptor = cache(self._group_descriptor)

    def _project_id(self, name: str) -> str:
        """Id (GUID) of a project. Source: GET _apis/projects/{name}."""
        return azuredevops.get_project(name=name, opts=self._options).id

    def _group_descriptor(self, project: str | None, name: str) -> str:
        """Descriptor of a project's group, or of the organisation's where no project is given.

        Source: GET _apis/graph/groups.
        """
        project_id = self.project_id(project) if project is not None else None
        return azuredevops.get_group(name=name, project_id=project_id, opts=self._options).descriptor

    def groups(self, workloads: Iterable[Workload]) -> dict[str, str]:
        """Descriptor of every group that the workloads name, by label.

        Raises ManifestError with each line that names a project or group which is not there.
        """
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for workload in workloads:
            for number, membership in enumerate(workload.azure_devops.member_of):
                try:
                    found[membership.label] = self.group_descriptor(membership.project, membership.group)
                # The SDK has no class of its own for a look-up that failed.
                except Exception as error:
                    problems.append(
                        workload.source.problem(
                            ("azure_devops", "member_of", number),
                            f"the organisation has no {membership.label}, or hides it: {_reason(error)}",
                            expected="a project and a group that exist, as Azure DevOps shows their names",
                            todo="correct the name, or create the group first",
                        )
                    )
        if problems:
            raise ManifestError(problems)
        return found


def _reason(error: Exception) -> str:
    """The service's own words, without those of the engine around them."""
    return str(error).rsplit("failed: ", 1)[-1].splitlines()[0]
