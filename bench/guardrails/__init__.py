"""What the guardrails cost: a preview with the policy pack beside one without, and an offline check."""
