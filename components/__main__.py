"""Serve the components to programs in any language; the engine starts this as a plug-in."""

import inspect

from pulumi import ComponentResource
from pulumi.provider.experimental import component_provider_host

import components

nouns = [getattr(components, name) for name in components.__all__]
component_provider_host(
    name="patless",
    components=[noun for noun in nouns if inspect.isclass(noun) and issubclass(noun, ComponentResource)],
)
