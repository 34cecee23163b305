"""The graph's lists of users, of service principals and of groups."""

from typing import Annotated

from fastapi import Query
from starlette.responses import JSONResponse

from azdo_emulator.http.devops import pages
from azdo_emulator.http.devops.call import Context
from azdo_emulator.http.devops.graph_bodies import subject_body
from azdo_emulator.model.devops import graph

SubjectTypes = Annotated[str, Query(alias="subjectTypes")]
"""The first parts of the descriptors wanted, with commas between them."""

Scope = Annotated[str, Query(alias="scopeDescriptor")]
"""The descriptor of a project's scope; the organisation without one."""


def page(
    context: Context, kind: str, continuation: str, subject_types: str = "", scope: str = ""
) -> JSONResponse:
    """One page of a list."""
    with context.read() as call:
        found = graph.page(
            call.session,
            call.organization,
            kind,
            after=pages.key(continuation),
            subject_types=[name for name in subject_types.split(",") if name],
            project=graph.get_scope(call.session, call.organization, scope) if scope else None,
            limit=graph.PAGE + 1,
        )
        values = [subject_body(call, subject) for subject in found[: graph.PAGE]]
    more = pages.token(found[graph.PAGE - 1].storage_key) if len(found) > graph.PAGE else None
    return pages.listed(values, more)
