"""A provider of one resource, a note; with `slow` its creation waits until somebody writes `release`."""

import asyncio
import json
import os
import sys
from pathlib import Path

from pulumi.provider.experimental import provider, server

FOLDER = Path(os.environ["NOTES"])


class Notes(provider.Provider):
    async def get_schema(self, request: provider.GetSchemaRequest) -> provider.GetSchemaResponse:
        note = {"properties": {"text": {"type": "string"}}, "inputProperties": {"text": {"type": "string"}}}
        return provider.GetSchemaResponse(
            json.dumps({"name": "notes", "version": "1.2.3", "resources": {"notes:index:Note": note}})
        )

    async def configure(self, request: provider.ConfigureRequest) -> provider.ConfigureResponse:
        return provider.ConfigureResponse()

    async def create(self, request: provider.CreateRequest) -> provider.CreateResponse:
        if request.preview:
            return provider.CreateResponse(None, request.properties)
        if request.name == "slow":
            (FOLDER / "plugin.pid").write_text(f"{os.getpid()} {os.getppid()}")
            while not (FOLDER / "release").exists():
                await asyncio.sleep(0.05)
        (FOLDER / request.name).write_text("created")
        return provider.CreateResponse(request.name, request.properties)

    async def delete(self, request: provider.DeleteRequest) -> None:
        (FOLDER / request.resource_id).unlink()


server.main(sys.argv[1:], "1.2.3", Notes())
