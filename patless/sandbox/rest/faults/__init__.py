"""Faults on demand: what a real service does on a bad day, when a test or a user asks for it.

They lie in the cloud's file, so that they can be set while the door is open: `patless sandbox faults`.
What a service does with the objects themselves (replication lag and the like) stands in the model.
"""

from patless.sandbox.rest.faults.answers import answer
from patless.sandbox.rest.faults.book import add, clear, due, listed
from patless.sandbox.rest.faults.budget import Budget
from patless.sandbox.rest.faults.fault import Fault, Kind

__all__ = ["Budget", "Fault", "Kind", "add", "answer", "clear", "due", "listed"]
