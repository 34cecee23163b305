"""How the faults that were asked for happen to a request."""

from azdo_emulator.http.faults.answers import answer
from azdo_emulator.http.faults.budget import Budget

__all__ = ["Budget", "answer"]
