"""The kind of identity that a workload signs in with."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from stacks.manifest.refusal import refusal


def _refuse_what_comes_later(value: object) -> object:
    kind = "existing" if isinstance(value, Mapping) and "existing" in value else value
    if kind in ("application", "existing"):
        raise refusal(
            f"an identity of the kind `{kind}` is not supported yet",
            expected="`managed`, the one kind that this version deploys",
            todo="write `identity: managed`, or leave this workload out for now",
        )
    return value


Identity = Annotated[Literal["managed"], BeforeValidator(_refuse_what_comes_later)]
