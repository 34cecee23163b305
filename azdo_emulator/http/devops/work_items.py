"""Work items."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors, work_items
from azdo_emulator.model.devops.permissions import WRITE_WORK_ITEMS
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.devops.work_items import WorkItem

router = APIRouter(route_class=DevOpsRoute, tags=["wit"])

WORK_ITEMS = "_apis/wit/workitems"


@router.post(f"/{{organization}}/{{project}}/{WORK_ITEMS}/${{type}}")
async def create_work_item(
    context: AnyContext,
    project: str,
    type: str,
    given: list[Change],
) -> JSONResponse:
    """POST {project}/_apis/wit/workitems/${type}. Simplified: fields of any name, no relations, few rules."""
    fields: dict[str, object] = {}
    for change in given:
        kind, _, name = change.path.strip("/").partition("/")
        if change.op not in {"add", "replace"} or kind.lower() != "fields" or not name:
            raise errors.patch_not_valid(change.path)
        fields[name] = change.value
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        call.require(WRITE_WORK_ITEMS, of)
        made = work_items.create_work_item(call.session, of, type, fields, call.caller)
        body = _body(call, made)
    return JSONResponse(body)


@router.get(f"/{{organization}}/{WORK_ITEMS}/{{work_item_id}}")
async def get_work_item(context: AnyContext, work_item_id: Number) -> JSONResponse:
    """GET _apis/wit/workitems/{number}."""
    return _shown(context, "", work_item_id)


@router.get(f"/{{organization}}/{{project}}/{WORK_ITEMS}/{{work_item_id}}")
async def get_work_item_of_project(context: AnyContext, project: str, work_item_id: Number) -> JSONResponse:
    """GET {project}/_apis/wit/workitems/{number}."""
    return _shown(context, project, work_item_id)


def _shown(context: AnyContext, project: str, work_item_id: int) -> JSONResponse:
    with context.read() as call:
        of = get_project(call.session, call.organization, project) if project else None
        body = _body(call, work_items.get_work_item(call.session, call.organization, of, work_item_id))
    return JSONResponse(body)


def _body(call: Call, item: WorkItem) -> dict[str, Any]:
    creator = identity_ref(call, item.created_by)
    of_service = {
        "System.CreatedBy": creator,
        "System.CreatedDate": item.created_at,
        "System.ChangedBy": creator,
        "System.ChangedDate": item.created_at,
    }
    return {
        "id": item.work_item_id,
        "rev": 1,
        "fields": dict(item.fields) | of_service,
        "url": f"{call.url}/{item.project_id}/_apis/wit/workItems/{item.work_item_id}",
    }
