"""From the δ in a formula to the units where they come from."""

from playground.core.notation import delta_symbol
from playground.explain.explanation import Link
from playground.explain.moment import ExplainedMoment


def links(moment: ExplainedMoment, layer: int) -> tuple[Link, ...]:
    """Find the δ that stand in the formulas of a layer's units; none where the chain is written out."""
    if not moment.formulas.recursive(layer):
        return ()
    after = range(moment.network.layers[layer + 1])
    return tuple(Link(delta_symbol(moment.network, layer + 1, unit).plain, layer + 1, unit) for unit in after)
