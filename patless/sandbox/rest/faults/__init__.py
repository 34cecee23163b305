"""How the faults that were asked for happen to a request."""

from patless.sandbox.rest.faults.answers import answer
from patless.sandbox.rest.faults.budget import Budget

__all__ = ["Budget", "answer"]
