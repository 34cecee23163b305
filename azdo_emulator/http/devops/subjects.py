"""Subjects of any kind: their two names inside the organisation, and looking for them."""

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.graph_bodies import link, place, subject_body
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import ids
from azdo_emulator.model.devops import errors, graph, projects, subjects

router = APIRouter(route_class=DevOpsRoute, tags=["graph"])


class LookupKey(Body):
    """One of those asked for."""

    descriptor: str


class Lookup(Body):
    """Who is asked for."""

    lookup_keys: list[LookupKey]


class SubjectQuery(Body):
    """How the name of those looked for begins."""

    query: str = Field(min_length=1)
    subject_kind: tuple[str, ...] = ("User", "Group")
    scope_descriptor: str | None = None


@router.get("/{organization}/_apis/graph/descriptors/{storage_key}")
async def get_descriptor(context: AnyContext, storage_key: str) -> JSONResponse:
    """GET _apis/graph/descriptors/{storage key}: of somebody, of a group, or of a project as a scope."""
    with context.read() as call:
        descriptor = _descriptor(call, storage_key)
        links = {
            "self": link(call, "Descriptors", storage_key),
            "storageKey": link(call, "StorageKeys", descriptor),
            "subject": link(call, place(descriptor), descriptor),
        }
    return JSONResponse({"value": descriptor, "_links": links})


@router.get("/{organization}/_apis/graph/storagekeys/{descriptor}")
async def get_storage_key(context: AnyContext, descriptor: str) -> JSONResponse:
    """GET _apis/graph/storagekeys/{descriptor}."""
    with context.read() as call:
        storage_key = _storage_key(call, descriptor)
        links = {
            "self": link(call, "StorageKeys", descriptor),
            "descriptor": link(call, "Descriptors", storage_key),
        }
    return JSONResponse({"value": storage_key, "_links": links})


@router.post("/{organization}/_apis/graph/subjectlookup")
async def lookup_subjects(context: AnyContext, body: Lookup) -> JSONResponse:
    """POST _apis/graph/subjectlookup: the subjects by descriptor, without those whom nobody knows."""
    with context.read() as call:
        wanted = [key.descriptor for key in body.lookup_keys]
        found = graph.lookup_subjects(call.session, call.organization, wanted)
        value = {subject.descriptor: subject_body(call, subject) for subject in found}
    return JSONResponse({"count": len(value), "value": value})


@router.post("/{organization}/_apis/graph/subjectquery")
async def query_subjects(context: AnyContext, body: SubjectQuery) -> JSONResponse:
    """POST _apis/graph/subjectquery: at most 100 whose name begins so, also in Entra alone."""
    spelled = {"user": "user", "group": "group", "serviceprincipal": "servicePrincipal"}
    kinds = [spelled[kind.lower()] for kind in body.subject_kind if kind.lower() in spelled]
    with context.read() as call:
        scope = body.scope_descriptor
        project = graph.get_scope(call.session, call.organization, scope) if scope else None
        found = graph.query_subjects(call.session, call.organization, body.query, kinds, project)
        return listed([subject_body(call, subject) for subject in found])


def _descriptor(call: Call, storage_key: str) -> str:
    found = subjects.get_subject_by_storage_key(call.session, call.organization, storage_key)
    if found:
        return found.descriptor
    scopes = {call.organization.organization_id} | {
        project.project_id for project in projects.list_projects(call.session, call.organization)
    }
    if storage_key.lower() not in scopes:
        raise errors.storage_key_not_found(storage_key)
    return ids.scope_descriptor(storage_key.lower())


def _storage_key(call: Call, descriptor: str) -> str:
    if descriptor.startswith("scp."):
        project = graph.get_scope(call.session, call.organization, descriptor)
        return project.project_id if project else call.organization.organization_id
    return subjects.get_subject(call.session, call.organization, descriptor).storage_key
