"""Whether a workload is at work."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from stacks.manifest.refusal import refusal


def _refuse_what_comes_later(value: object) -> object:
    if value == "suspended":
        raise refusal(
            "`suspended` is not supported yet",
            expected="`active` or `retired`",
            todo="to suspend the workload now, take `signs_in_from` and `connections` out",
        )
    return value


Lifecycle = Annotated[Literal["active", "retired"], BeforeValidator(_refuse_what_comes_later)]
