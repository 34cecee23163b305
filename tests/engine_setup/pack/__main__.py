"""A pack with one mandatory rule."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)


def check(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.name == "forbidden":
        report("this name is not allowed")


PolicyPack(
    "names",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[ResourceValidationPolicy(name="no-forbidden-name", description="Names.", validate=check)],
)
