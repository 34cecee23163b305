"""What a member of the organisation may use."""

from typing import Literal

Seat = Literal["stakeholder", "basic", "basic-and-test-plans"]
"""The access level of a member."""

AccessLevel = Literal["none", "stakeholder", "basic", "basic-and-test-plans"]
"""The access level of a workload, which need not be a member."""
