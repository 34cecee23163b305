"""Checks on a protected resource: approval, branch control, business hours, lock, required template."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azdo_emulator.model.devops import checks, projects
from azdo_emulator.model.devops.checks import CheckConfiguration
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Mistake, Resource, State, doing, if_there
from azdo_emulator.providers.values import UNKNOWN, Values, plain

LONGEST = 43200
"""Minutes that an approval or a lock waits at most."""

BRANCH_CONTROL = {
    "id": checks.BRANCH_CONTROL,
    "name": "evaluatebranchProtection",
    "version": "0.0.1",
}
BUSINESS_HOURS = {
    "id": checks.BUSINESS_HOURS,
    "name": "evaluateBusinessHours",
    "version": "0.0.1",
}
"""What tells the task checks apart."""

AZURE_REPOS = {"azuregit": "git"}
"""What the service calls a type of repositories otherwise."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Kind:
    """What one check sends, and what of an answer it puts back under its own names.

    definition: which of the task checks it is. longest: minutes at most, of one that has a timeout.
    """

    token: str
    type: str
    longest: int | None
    settings: Callable[[Values], dict[str, Any]]
    reads: Callable[[Any], Values]
    definition: Mapping[str, str] | None = None

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
                self._sent(inputs),
                inputs.get("timeout", checks.TIMEOUT),
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
            self._sent(inputs),
            inputs.get("timeout", checks.TIMEOUT),
        )
        return self._state(changed)

    def delete(self, call: Call, id: str, outputs: Values) -> None:
        """Remove the check."""
        checks.delete_check_configuration(call.session, _project(call, outputs["projectId"]), int(id))

    def complaints(self, inputs: Values) -> Iterator[str]:
        """A check waits for some minutes, and an approval for somebody."""
        timeout = plain(inputs.get("timeout", 1))
        if isinstance(timeout, int) and self.longest and not 1 <= timeout <= self.longest:
            yield f"expected timeout to be in the range (1 - {self.longest}), got {timeout}"
        for name in ("approvers", "requiredTemplates"):
            if plain(inputs.get(name, UNKNOWN)) == []:
                yield f"'{name}' is empty; expected at least one"
        for name in ("startTime", "endTime"):
            time = plain(inputs.get(name, UNKNOWN))
            if isinstance(time, str) and not TIME.fullmatch(time):
                yield f"invalid value for '{name}' (Must be a 24 hour time with leading zeros)"

    def _sent(self, inputs: Values) -> dict[str, Any]:
        definition = {"definitionRef": dict(self.definition)} if self.definition else {}
        return definition | self.settings(inputs)

    def _state(self, check: CheckConfiguration) -> State:
        if self.definition and self.definition["id"] != check.settings.get("definitionRef", {}).get("id"):
            raise Mistake("invalid definitionRef id")
        if self.type != check.type.lower():
            # The official plug-in misses the first of the settings that it reads.
            raise Mistake(f"the check {check.check_id} is of another type")
        timeout = {"timeout": check.timeout} if self.longest else {}
        return State(
            str(check.check_id),
            {
                "projectId": check.project_id,
                "targetResourceId": check.resource_id,
                "targetResourceType": check.resource_type,
                "version": check.version,
            }
            | timeout
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
    return {"displayName": inputs["displayName"], "inputs": asked}


def _business_hours(inputs: Values) -> dict[str, Any]:
    return {
        "displayName": inputs["displayName"],
        "inputs": {
            "businessDays": ", ".join(day.capitalize() for day in DAYS if inputs[day]),
            "endTime": inputs["endTime"],
            "startTime": inputs["startTime"],
            "timeZone": inputs["timeZone"],
        },
    }


def _read_business_hours(settings: Any) -> Values:
    asked = settings["inputs"]
    return {
        "displayName": settings["displayName"],
        "endTime": asked["endTime"],
        "startTime": asked["startTime"],
        "timeZone": asked["timeZone"],
    } | {day: day.capitalize() in asked["businessDays"] for day in DAYS}


def _required_template(inputs: Values) -> dict[str, Any]:
    return {
        "extendsChecks": [
            one | {"repositoryType": AZURE_REPOS.get(one["repositoryType"], one["repositoryType"])}
            for one in inputs["requiredTemplates"]
        ]
    }


def _read_required_template(settings: Any) -> Values:
    back = {sent: name for name, sent in AZURE_REPOS.items()}
    return {
        "requiredTemplates": [
            one | {"repositoryType": back.get(one["repositoryType"], one["repositoryType"])}
            for one in settings["extendsChecks"]
        ]
    }


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
        definition=BRANCH_CONTROL,
    ),
    Kind(
        token="checkBusinessHours:CheckBusinessHours",  # noqa: S106
        type=checks.TASK_CHECK,
        longest=2**31 - 1,
        settings=_business_hours,
        reads=_read_business_hours,
        definition=BUSINESS_HOURS,
    ),
    Kind(
        token="checkRequiredTemplate:CheckRequiredTemplate",  # noqa: S106
        type=checks.REQUIRED_TEMPLATE,
        longest=None,
        settings=_required_template,
        reads=_read_required_template,
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
