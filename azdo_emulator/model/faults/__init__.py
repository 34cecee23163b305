"""Faults on demand: fault injection, when a test or a user asks for it.

They lie in the cloud's file, so that they can be set while a server runs, which makes them happen.
"""

from azdo_emulator.model.faults.book import add, clear, due, listed
from azdo_emulator.model.faults.fault import Fault, Kind

__all__ = ["Fault", "Kind", "add", "clear", "due", "listed"]
