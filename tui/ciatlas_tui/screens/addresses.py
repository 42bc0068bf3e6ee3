"""Addresses of places: plain data that leads there again, now or the next time."""

from importlib import import_module
from typing import Any

from ciatlas.display import visible
from ciatlas_tui.atlas_app import AtlasApp
from ciatlas_tui.screens.place import Place

_PLACES = {
    "tool": "tool.Tool",
    "figures": "figures.FiguresView",
    "workflow": "workflow.Workflow",
    "step": "step.StepView",
    "hypotheses": "hypotheses.HypothesesView",
    "hypothesis": "hypothesis.HypothesisView",
    "replication": "replication.ReplicationView",
    "compare": "compare.CompareView",
    "triage": "triage.TriageView",
    "runs": "runs.RunsView",
    "search": "search.SearchView",
    "sync": "sync.SyncView",
}
"""Classes of the places by the names addresses have for them; each is loaded when asked for."""


def name_of(address: dict[str, Any]) -> str:
    """Name the place at an address in a word."""
    parts = (address.get(part) for part in ("hypothesis", "path", "repository", "place"))
    named = next((part for part in parts if isinstance(part, str)), "")
    return visible(named.rsplit("/", 1)[-1])


def place_at(explorer: AtlasApp, address: dict[str, Any]) -> Place | None:
    """Return the place at an address, `None` when it is the overview or no place at all.

    Raises:
        CiatlasError: it is not in the atlas any more.
        LookupError, TypeError, ValueError: the address was not made by a place of today.
    """
    rest = dict(address)
    module, _, name = _PLACES.get(rest.pop("place"), "").partition(".")
    if not module:
        return None
    found = getattr(import_module(f"ciatlas_tui.screens.{module}"), name)
    place: Place = found.again(explorer, **rest)
    return place
