"""The engine's calls to a plug-in, answered from the declarations and the cloud."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2

from azdo_emulator.model import Cloud, Session, writing
from azdo_emulator.providers import checking, configuring, naming, shaping
from azdo_emulator.providers.answering import answered
from azdo_emulator.providers.declaring import Call, Mistake, Provider, Resource
from azdo_emulator.providers.differing import Difference, differences
from azdo_emulator.providers.facts import ResourceFacts, load
from azdo_emulator.providers.schema_text import schema_text
from azdo_emulator.providers.stalling import Stalling
from azdo_emulator.providers.stubs import plugin_pb2, provider_pb2, provider_pb2_grpc
from azdo_emulator.providers.values import Values, is_known, plain, read, write

Context = grpc.ServicerContext


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """One plug-in process: one provider, configured once."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.package = load(provider.name)
        self._resources = {resource.token: resource for resource in provider.resources}
        self._functions = {function.token: function for function in provider.functions}
        self._config: Values = {}
        self._opened: Cloud | None = None
        self._opening = threading.Lock()
        self._stalling = Stalling(configuring.folder)
        self._cancelled = False

    def close(self) -> None:
        """Let go of the cloud."""
        self._stalling.end()
        if self._opened:
            self._opened.close()

    # The plug-in ----------------------------------------------------------------------------------

    @answered
    def Handshake(self, request: provider_pb2.ProviderHandshakeRequest, context: Context) -> Any:
        """What the emulated plug-in understands."""
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    @answered
    def Attach(self, request: plugin_pb2.PluginAttach, context: Context) -> Any:
        """Nothing to do: the emulated plug-in never calls the engine."""
        return empty_pb2.Empty()

    @answered
    def GetPluginInfo(self, request: empty_pb2.Empty, context: Context) -> Any:
        """The version of the official plug-in that this stands in for."""
        return plugin_pb2.PluginInfo(version=self.package.version)

    @answered
    def GetSchema(self, request: provider_pb2.GetSchemaRequest, context: Context) -> Any:
        """The types that the emulated plug-in has."""
        return provider_pb2.GetSchemaResponse(schema=schema_text(self.package))

    @answered
    def Cancel(self, request: empty_pb2.Empty, context: Context) -> Any:
        """Begin nothing new; what is under way is short."""
        self._cancelled = True
        return empty_pb2.Empty()

    # The provider ---------------------------------------------------------------------------------

    @answered
    def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> Any:
        """The configuration as given: what the environment adds stays unseen, as with the official ones."""
        given = read(request.news)
        reasons = list(configuring.unknown_keys(self.package, given))
        if is_known(given):
            reasons += self._not_ours(configuring.in_force(self.package, given))
        return provider_pb2.CheckResponse(inputs=request.news, failures=_failures(reasons))

    @answered
    def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> Any:
        """No change of a configuration replaces a provider."""
        found = differences(_old_inputs(request), read(request.news), self.package.config)
        return provider_pb2.DiffResponse(changes=_changes(found))

    @answered
    def Configure(self, request: provider_pb2.ConfigureRequest, context: Context) -> Any:
        """Become the provider of the sandbox's own organisation or subscription."""
        config = configuring.in_force(self.package, read(request.args))
        for reason in self._not_ours(config):
            raise Mistake(f"{self.provider.name} on the sandbox: {reason}")
        self._config = config
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def _not_ours(self, config: Values) -> list[str]:
        with self._cloud().read() as session:
            return list(self.provider.complaints(Call(session, config)))

    # Look-ups -------------------------------------------------------------------------------------

    @answered
    def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> Any:
        """A look-up."""
        function, facts = self._functions.get(request.tok), self.package.functions.get(request.tok)
        if function is None or facts is None:
            raise Mistake(_no_such("look-up", request.tok, self._functions))
        given = read(request.args)
        reasons = list(checking.complaints(given, facts.inputs, self.package.types))
        if reasons or not is_known(given):
            return provider_pb2.InvokeResponse(failures=_failures(reasons))
        with self._cloud().read() as session:
            found = function.call(self._call(session), plain(given))
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(write(found))
        return response

    # Resources ------------------------------------------------------------------------------------

    @answered
    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> Any:
        """Refuse by name, or complete."""
        resource, facts = self._type(request)
        old, inputs = read(request.olds), read(request.news)
        inputs = naming.named(inputs, old, facts, request.urn, request.randomSeed)
        with self._cloud().read() as session:
            inputs = resource.fill(self._call(session), plain(old), inputs)
        inputs = checking.complete(inputs, facts.inputs, self.package.types)
        reasons = [
            *checking.complaints(inputs, facts.inputs, self.package.types),
            *resource.complaints(inputs),
        ]
        return provider_pb2.CheckResponse(
            inputs=write(checking.guarded(inputs, facts.inputs, self.package.types)),
            failures=_failures(reasons),
        )

    @answered
    def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> Any:
        """What an update would change, and whether it would take a replacement."""
        _, facts = self._type(request)
        old = _old_inputs(request)
        found = differences(old, read(request.news), facts.inputs)
        replaces = sorted({place.input for place in found if facts.inputs[place.input].replace})
        overlaps = bool(plain(old.get(naming.NAMED_BY_THE_PLUG_IN)))
        return provider_pb2.DiffResponse(
            changes=_changes(found),
            diffs=sorted({place.input for place in found}),
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and self.provider.delete_before_replace and not overlaps,
            detailedDiff={place.path: _detail(place, place.input in replaces) for place in found},
            hasDetailedDiff=True,
        )

    @answered
    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> Any:
        """Make it, or foresee it."""
        resource, facts = self._type(request)
        inputs = read(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=write(shaping.foreseen(facts, inputs)))
        if self._cancelled:
            raise Mistake("the run was cancelled before this was begun")
        self._stalling.before("create", request.urn)
        with self._alone(resource, plain(inputs)), self._cloud().write() as session:
            state = resource.create(self._call(session), plain(inputs))
        self._stalling.after("create", request.urn)
        outputs = shaping.marked(facts, self.package.types, state, inputs)
        return provider_pb2.CreateResponse(id=state.id, properties=write(outputs))

    @answered
    def Read(self, request: provider_pb2.ReadRequest, context: Context) -> Any:
        """It as the cloud has it: to refresh or to import. Where it is gone, the answer has no id."""
        resource, facts = self._type(request)
        old_outputs, old_inputs = read(request.properties), read(request.inputs)
        with self._cloud().read() as session:
            state = resource.read(self._call(session), request.id, plain(old_outputs))
        if state is None:
            return provider_pb2.ReadResponse()
        inputs = shaping.inputs_of(facts, state, old_inputs, old_outputs)
        outputs = shaping.marked(facts, self.package.types, state, old_outputs)
        return provider_pb2.ReadResponse(
            id=state.id,
            properties=write(outputs),
            inputs=write(checking.guarded(inputs, facts.inputs, self.package.types)),
        )

    @answered
    def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> Any:
        """Change it, or foresee the change."""
        resource, facts = self._type(request)
        old, new = read(request.olds), read(request.news)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=write(shaping.foreseen(facts, new, old)))
        with self._alone(resource, plain(new)), self._cloud().write() as session:
            state = resource.update(self._call(session), request.id, plain(old), plain(new))
        outputs = shaping.marked(facts, self.package.types, state, old | new)
        return provider_pb2.UpdateResponse(properties=write(outputs))

    @answered
    def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> Any:
        """Delete it."""
        resource, _ = self._type(request)
        outputs = plain(read(request.properties))
        self._stalling.before("delete", request.urn)
        with self._alone(resource, outputs | {"id": request.id}), self._cloud().write() as session:
            resource.delete(self._call(session), request.id, outputs)
        self._stalling.after("delete", request.urn)
        return empty_pb2.Empty()

    @contextmanager
    def _alone(self, resource: Resource, values: Values) -> Iterator[None]:
        """Where a service takes one writer at a time, be that one; who comes in between is refused."""
        if resource.alone is None:
            yield
            return
        with self._cloud().write() as session:
            place = resource.alone(self._call(session), values)
        try:
            writing.last()
            yield
        finally:
            with self._cloud().write() as session:
                writing.end(session, place)

    def _type(self, request: Any) -> tuple[Resource, ResourceFacts]:
        token = naming.token(request.type, request.urn)
        if token not in self._resources:
            raise Mistake(_no_such("resource type", token, self._resources))
        return self._resources[token], self.package.resources[token]

    def _call(self, session: Session) -> Call:
        return Call(session, self._config)

    def _cloud(self) -> Cloud:
        with self._opening:
            if self._opened is None:
                self._opened = Cloud(configuring.folder())
            return self._opened


def _old_inputs(request: provider_pb2.DiffRequest) -> Values:
    return read(request.old_inputs if request.HasField("old_inputs") else request.olds)


def _no_such(what: str, token: str, known: Iterable[str]) -> str:
    return f"the sandbox has no {what} {token}; it has {', '.join(sorted(known))}"


def _failures(reasons: Iterable[str]) -> list[provider_pb2.CheckFailure]:
    # Without a property: for a named one the engine would print its value, which may be a secret.
    return [provider_pb2.CheckFailure(reason=reason) for reason in reasons]


def _changes(found: list[Difference]) -> provider_pb2.DiffResponse.DiffChanges.ValueType:
    return provider_pb2.DiffResponse.DIFF_SOME if found else provider_pb2.DiffResponse.DIFF_NONE


def _detail(place: Difference, replaces: bool) -> provider_pb2.PropertyDiff:
    kind = provider_pb2.PropertyDiff.Kind.Value(f"{place.kind}_REPLACE" if replaces else place.kind)
    return provider_pb2.PropertyDiff(kind=kind)
