"""Bodies that callers send: models of the keys that are read; any other key is left alone."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Body(BaseModel):
    """A body whose keys are in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


Number = Annotated[int, Field(ge=0, lt=2**31)]
"""The number of something; no service gives a larger one."""
