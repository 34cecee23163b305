"""The least that a policy pack can be: what it costs is the engine's and the SDK's part."""

from pulumi_policy import PolicyPack, ResourceValidationPolicy

PolicyPack(
    "empty",
    [ResourceValidationPolicy("nothing", "Nothing is wrong.", validate=lambda resource, report: None)],
)
