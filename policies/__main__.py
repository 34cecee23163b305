"""Serve the guardrails to the Pulumi engine."""

from guardrails import RULES
from guardrails.pack import policies
from pulumi_policy import EnforcementLevel, PolicyPack

PolicyPack("patless", policies(RULES), EnforcementLevel.MANDATORY)
