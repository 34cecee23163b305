"""Deploy the stack that was asked for."""

from stacks.program import deploy

deploy()
