"""The identity that a workload signs in with."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticKnownError

from stacks.manifest.guid import Guid
from stacks.manifest.part import Part
from stacks.manifest.refusal import refusal

Created = Literal["application", "managed"]


class Principal(Part):
    """An identity that is there already: used, never changed, never deleted."""

    principal_id: Guid = Field(
        description="The object id of its service principal; of an application, the one under Enterprise "
        "applications."
    )
    client_id: Guid | None = Field(
        default=None, description="Its client id, also called application id; service connections need it."
    )

    @model_validator(mode="after")
    def _refuse_one_id_for_two(self) -> Self:
        if self.principal_id == self.client_id:
            raise refusal(
                "the principal id and the client id are the same",
                expected="two ids, which no identity has alike",
                todo="take the principal id from Enterprise applications, or from the managed identity",
            )
        return self


class Existing(Part):
    """An identity that somebody else looks after."""

    existing: Principal = Field(description="The identity, by its ids.")


def _identity(value: object) -> object:
    if isinstance(value, Mapping):
        return Existing.model_validate(value)
    if value in ("application", "managed") or isinstance(value, Existing):
        return value
    raise PydanticKnownError("literal_error", {"expected": "application or managed"})


# A plain union would put the name of the branch that failed into the place of a mistake.
Identity = Annotated[
    Created | Existing,
    PlainValidator(_identity, json_schema_input_type=Created | Existing),
    Field(
        examples=["managed"],
        json_schema_extra={
            "errorMessage": "`application`, `managed`, or {existing: {principal_id: …, client_id: …}}"
        },
    ),
]
