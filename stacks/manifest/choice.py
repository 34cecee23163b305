"""A part in which one of several keys is written."""

from typing import Any, ClassVar, Self

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from stacks.manifest.part import Part
from stacks.manifest.refusal import refusal


class Choice(Part):
    """A part that has exactly one of the keys in `one_of`, beside others."""

    one_of: ClassVar[tuple[str, ...]]

    @property
    def chosen(self) -> str:
        """The one key that is there."""
        return next(key for key in self.one_of if getattr(self, key) is not None)

    @model_validator(mode="after")
    def _refuse_none_and_several(self) -> Self:
        given = [f"`{key}`" for key in self.one_of if getattr(self, key) is not None]
        keys = [f"`{key}`" for key in self.one_of]
        if len(given) != 1:
            raise refusal(
                f"{' and '.join(given)} together" if given else f"neither {' nor '.join(keys)}",
                expected=f"exactly one of {', '.join(keys)}",
                todo="keep the one that fits" if given else "add the one that fits",
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        fragment = handler.resolve_ref_schema(handler(schema))
        fragment["oneOf"] = [{"required": [key]} for key in cls.one_of]
        return fragment
