"""Serve the guardrails to the Pulumi engine."""

import os

from guardrails import RULES
from guardrails.engine.enforcement import in_force
from guardrails.engine.pack import policies
from guardrails.engine.read_once import read_once
from pulumi_policy import EnforcementLevel, PolicyPack

read_once()
PolicyPack("patless", policies(RULES, in_force(os.environ, RULES)), EnforcementLevel.MANDATORY)
