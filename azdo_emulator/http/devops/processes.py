"""The processes that a project can have."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import PROCESSES

router = APIRouter(route_class=DevOpsRoute, tags=["core"])


@router.get("/{organization}/_apis/process/processes")
async def get_processes(context: AnyContext) -> JSONResponse:
    """GET _apis/process/processes."""
    with context.read() as call:
        return listed([_body(call, name) for name in PROCESSES])


@router.get("/{organization}/_apis/process/processes/{process_id}")
async def get_process_by_id(context: AnyContext, process_id: str) -> JSONResponse:
    """GET _apis/process/processes/{id}: the official plug-in asks it for each project that it looks up."""
    with context.read() as call:
        for name, id in PROCESSES.items():
            if id == process_id.lower():
                return JSONResponse(_body(call, name))
        raise errors.process_not_found(process_id)


def _body(call: Call, name: str) -> dict[str, Any]:
    return {
        "id": PROCESSES[name],
        "name": name,
        "description": "",
        "isDefault": name == "Agile",
        "type": "system",
        "url": f"{call.url}/_apis/process/processes/{PROCESSES[name]}",
    }
