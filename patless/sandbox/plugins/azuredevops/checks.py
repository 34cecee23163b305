"""Checks on a protected resource: approval, branch control, exclusive lock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from patless.sandbox.model.devops import checks, projects
from patless.sandbox.model.devops.checks import CheckConfiguration
from patless.sandbox.model.devops.projects import Project
from patless.sandbox.plugins.azuredevops.scope import organization
from patless.sandbox.plugins.declaring import Call, Mistake, Resource, State, doing, if_there
from patless.sandbox.plugins.values import UNKNOWN, Values, plain

LONGEST = 43200
"""Minutes that an approval or a lock waits at most."""

BRANCH_CONTROL = {
    "id": "86b05a0c-73e6-4f7d-b3cf-e38f3b39a75b",
    "name": "evaluatebranchProtection",
    "version": "0.0.1",
}


@dataclass(frozen=True)
class Kind:
    """What one check sends, and what of an answer it puts back under its own names."""

    token: str
    type: str
    longest: int
    settings: Callable[[Values], dict[str, Any]]
    reads: Callable[[Any], Values]

    def resource(self) -> Resource:
        """The resource type."""
        return Resource(
            f"azuredevops:index/{self.token}",
            self.create,
            self.read,
            self.update,
            self.delete,
            complaints=self.complaints,
        )

    def create(self, call: Call, inputs: Values) -> State:
        """Add the check."""
        with doing(f"failed creating check, project ID: {inputs['projectId']}. Error"):
            made = checks.add_check_configuration(
                call.session,
                organization(call),
                _project(call, inputs["projectId"]),
                self.type,
                (inputs["targetResourceType"], inputs["targetResourceId"]),
                self.settings(inputs),
                inputs["timeout"],
            )
        return self._state(made)

    def read(self, call: Call, id: str, outputs: Values) -> State | None:
        """The check, unless it is gone; to import one, its id is `<project id>/<check id>`."""
        project_id, _, check_id = id.rpartition("/")
        project_id = project_id or outputs.get("projectId", "")
        if not project_id or not check_id.isdecimal():
            raise Mistake(f'unexpected ID format ("{id}"), expected: <projectId>/<checkId>')
        get = checks.get_check_configuration
        return if_there(lambda: self._state(get(call.session, _project(call, project_id), int(check_id))))

    def update(self, call: Call, id: str, outputs: Values, inputs: Values) -> State:
        """Change the check."""
        changed = checks.update_check_configuration(
            call.session,
            organization(call),
            _project(call, inputs["projectId"]),
            int(id),
            self.settings(inputs),
            inputs["timeout"],
        )
        return self._state(changed)

    def delete(self, call: Call, id: str, outputs: Values) -> None:
        """Remove the check."""
        checks.delete_check_configuration(call.session, _project(call, outputs["projectId"]), int(id))

    def complaints(self, inputs: Values) -> Iterator[str]:
        """A check waits for some minutes, and an approval for somebody."""
        timeout = plain(inputs.get("timeout", 1))
        if isinstance(timeout, int) and not 1 <= timeout <= self.longest:
            yield f"expected timeout to be in the range (1 - {self.longest}), got {timeout}"
        if plain(inputs.get("approvers", UNKNOWN)) == []:
            yield "'approvers' is empty; expected at least one"

    def _state(self, check: CheckConfiguration) -> State:
        return State(
            str(check.check_id),
            {
                "projectId": check.project_id,
                "targetResourceId": check.resource_id,
                "targetResourceType": check.resource_type,
                "timeout": check.timeout,
                "version": check.version,
            }
            | self.reads(check.settings),
        )


def _project(call: Call, project_id: str) -> Project:
    return projects.get_project(call.session, organization(call), project_id)


def _approval(inputs: Values) -> dict[str, Any]:
    return {
        "approvers": [{"id": approver} for approver in inputs["approvers"]],
        "instructions": inputs.get("instructions", ""),
        "minRequiredApprovers": inputs.get("minimumRequiredApprovers", 0),
        "requesterCannotBeApprover": not inputs["requesterCanApprove"],
    }


def _branch_control(inputs: Values) -> dict[str, Any]:
    verifies = inputs["verifyBranchProtection"]
    asked = {
        "allowedBranches": inputs["allowedBranches"],
        "ensureProtectionOfBranch": str(verifies).lower(),
    }
    if verifies:
        asked["allowUnknownStatusBranch"] = str(inputs["ignoreUnknownProtectionStatus"]).lower()
    return {"definitionRef": BRANCH_CONTROL, "displayName": inputs["displayName"], "inputs": asked}


KINDS = (
    Kind(
        token="checkApproval:CheckApproval",  # noqa: S106
        type=checks.APPROVAL,
        longest=LONGEST,
        settings=_approval,
        reads=lambda settings: {
            "approvers": [approver["id"] for approver in settings["approvers"]],
            "instructions": settings["instructions"],
            "minimumRequiredApprovers": settings["minRequiredApprovers"],
            "requesterCanApprove": not settings["requesterCannotBeApprover"],
        },
    ),
    Kind(
        token="checkBranchControl:CheckBranchControl",  # noqa: S106
        type=checks.TASK_CHECK,
        longest=2**31 - 1,
        settings=_branch_control,
        reads=lambda settings: {
            "allowedBranches": settings["inputs"]["allowedBranches"],
            "displayName": settings["displayName"],
            "ignoreUnknownProtectionStatus": settings["inputs"].get("allowUnknownStatusBranch") == "true",
            "verifyBranchProtection": settings["inputs"]["ensureProtectionOfBranch"] == "true",
        },
    ),
    Kind(
        token="checkExclusiveLock:CheckExclusiveLock",  # noqa: S106
        type=checks.EXCLUSIVE_LOCK,
        longest=LONGEST,
        settings=lambda inputs: {},
        reads=lambda settings: {},
    ),
)

RESOURCES = tuple(kind.resource() for kind in KINDS)
