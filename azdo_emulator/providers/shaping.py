"""The states that go back to the engine: foreseen in a preview, or as the cloud has them."""

from azdo_emulator.providers.checking import Types, guarded
from azdo_emulator.providers.declaring import State
from azdo_emulator.providers.differing import same
from azdo_emulator.providers.facts import ResourceFacts
from azdo_emulator.providers.values import UNKNOWN, Values, has_secret, plain, secret


def foreseen(facts: ResourceFacts, inputs: Values, old: Values | None = None) -> Values:
    """The outputs that a preview can know: what goes in and comes out again; of an update, all that was."""
    shared = facts.inputs.keys() & facts.outputs.keys()
    echoed = {name: inputs.get(name) for name in shared}
    if old is None:
        return dict.fromkeys(facts.outputs.keys() - shared, UNKNOWN) | echoed
    return {name: value for name, value in old.items() if name in facts.outputs} | echoed


def marked(facts: ResourceFacts, types: Types, state: State, known: Values) -> Values:
    """The outputs, secret where the facts say so or where what is known of them already was."""
    outputs = {name: state.outputs[name] for name in facts.outputs if state.outputs.get(name) is not None}
    outputs = guarded(outputs, facts.outputs, types)
    return {
        name: secret(plain(value)) if has_secret(known.get(name)) and not has_secret(value) else value
        for name, value in outputs.items()
    }


def inputs_of(facts: ResourceFacts, state: State, old_inputs: Values, old_outputs: Values) -> Values:
    """The inputs that a program would have given for what the cloud has.

    On an import that is all that is not empty. On a refresh the program's own stay, but for those that
    changed in the cloud: what a service adds by itself is no business of the program's.
    """
    inputs = dict(old_inputs)
    for name, fact in facts.inputs.items():
        now = state.outputs.get(name, state.inputs.get(name))
        before = old_outputs.get(name)
        is_import = not old_inputs and (fact.required or now not in ("", [], {}))
        if is_import or (old_inputs and name in facts.outputs and not same(before, now, fact.alike)):
            inputs[name] = now
    return {name: value for name, value in inputs.items() if value is not None}
