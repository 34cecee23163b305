"""The token endpoint."""

from fastapi import APIRouter

from patless.sandbox.rest.route import Route

router = APIRouter(route_class=Route, tags=["token"])
