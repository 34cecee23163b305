"""Nobody gets a permission by which rights are given, rules are passed by, or a whole project is changed."""

import re
from collections.abc import Iterator, Mapping

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.slots import PERMISSIONS
from guardrails.data.tokens import spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent, Known, Value, parts
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts

RAW = "azuredevops:index/securityPermissions:SecurityPermissions"
PROJECT = "azuredevops:index/projectPermissions:ProjectPermissions"

# How the namespaces of Azure DevOps call such permissions.
NAMES = (
    ".*administer.*",
    ".*manage.?permissions.*",
    ".*manage.?membership.*",
    ".*(bypass|exempt).*",
    "edit.?policies",
    "force.?push",
    "generic.?write",
    "manage.?enterprise.?policies",
    "create.?projects",
)
_RAW = spellings([RAW])


def _check(resource: Resource, config: Config) -> Iterator[str]:
    given = resource.props.get("permissions")
    if isinstance(given, Known) and isinstance(given.value, Mapping):
        for name, value in parts(given):
            strong = any(re.fullmatch(one, name, re.I | re.S) for one in texts(config, "names"))
            if strong and _allows(value):
                # A name that is none could be anything, and is not repeated.
                path = f"permissions.{name}" if name.isidentifier() else "permissions"
                yield f'"{resource.name}" gives a permission that leads to others (input {path}).'
    elif not isinstance(given, Absent):
        yield f'Which permissions "{resource.name}" gives cannot be told (input permissions).'
    if _RAW.fullmatch(resource.type) and may_be(resource.props.get("replace"), True, absent=True):
        yield f'"{resource.name}" takes away what else its principal may do there (input replace).'


def _allows(value: Value) -> bool:
    """Whether it allows, or might."""
    return (text(value) or "allow").casefold() == "allow"


RULE = ResourceRule(
    id="no-raw-permissions",
    title="No permission by which rights are given or rules are passed by is given to anybody.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat="Whoever may change permissions or pass policies by can reach everything else from there.",
    fix=(
        "Give a narrower permission, or the role that the service has for the work; set replace to false "
        "so that other permissions stay."
    ),
    references=(owasp(5), benchmark("PA-7")),
    settings={
        "names": Setting(
            NAMES, "Regular expressions for the names of permissions; they replace the list.", Shape.TEXTS
        )
    },
    types=re.compile(PERMISSIONS),
    check=_check,
    bad=(
        Example(
            "The right to give rights.",
            {
                "all": fixture(
                    RAW,
                    namespaceId="2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87",
                    token="repoV2",  # noqa: S106 - a security token is the address of what it is about
                    principal="vssgp.Uy0xLTktMTU1MTM3NDI0NS0xMDc3MzY3NzktMS0yLTMtNC01LTYtNy04",
                    permissions={"ManagePermissions": "Allow"},
                    replace=False,
                )
            },
        ),
    ),
    good=(
        Example(
            "The right to read a project.",
            {
                "read": fixture(
                    PROJECT,
                    projectId="6f3c1e52-6f0a-4c64-9c15-2b8f51d7a8f0",
                    principal="vssgp.Uy0xLTktMTU1MTM3NDI0NS0xMDc3MzY3NzktMS0yLTMtNC01LTYtNy04",
                    permissions={"GENERIC_READ": "Allow"},
                )
            },
        ),
    ),
)
