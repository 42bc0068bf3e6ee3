"""One check of a claim: what is asked, what is expected, and whether the data bear it out."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any

from ciatlas.analysis.replication.facts import Fact, ToolFacts
from ciatlas.model.claim import Evidence, Finding

Tools = Mapping[str, ToolFacts]
Check = Mapping[str, Any]

_MOST_EVIDENCE = 12
_MOST_SHOWN = 6
_LITERAL = re.compile(r"\[([*?[])\]")


def run_check(check: Check, tools: Tools) -> Finding:
    """Run a check from claims.yaml; see there for its forms."""
    absent = [tool for tool in _asked(check, tools) if tools[tool].summary.snapshot is None]
    if absent:
        said = ", ".join(f"{tool} {tools[tool].summary.repository.absence}" for tool in absent)
        return Finding("history", said, None)
    return _run_values(check, tools) if "values" in check else _run_figure(check, tools)


def _run_values(check: Check, tools: Tools) -> Finding:
    name, path = check["values"], check.get("path", "*")
    facts = tools[check["tool"]].values(name, path)
    comparison = next(key for key in _VALUE_COMPARISONS if key in check)
    holds, telling = _VALUE_COMPARISONS[comparison](facts, check[comparison])
    where = f"{name} of {check['tool']}" + (f" in {path}" if path != "*" else "")
    return Finding(
        expected=f"{where}: {comparison.replace('_', ' ')} {_written(check[comparison])}",
        computed=_listed(sorted({fact.value for fact in telling or facts})),
        holds=holds,
        evidence=tuple(fact.evidence for fact in (telling or facts)[:_MOST_EVIDENCE]),
    )


def _fits(value: str, pattern: str) -> bool:
    return fnmatchcase(value.casefold(), pattern.casefold())


def _is(facts: Sequence[Fact], expected: Sequence[str]) -> tuple[bool, Sequence[Fact]]:
    return _has(facts, expected)[0] and _only(facts, expected)[0], facts


def _has(facts: Sequence[Fact], expected: Sequence[str]) -> tuple[bool, Sequence[Fact]]:
    telling = [fact for fact in facts if any(_fits(fact.value, one) for one in expected)]
    holds = all(any(_fits(fact.value, one) for fact in telling) for one in expected)
    return holds, telling


def _only(facts: Sequence[Fact], expected: Sequence[str]) -> tuple[bool, Sequence[Fact]]:
    others = [fact for fact in facts if not any(_fits(fact.value, one) for one in expected)]
    return bool(facts) and not others, others


def _lacks(facts: Sequence[Fact], expected: Sequence[str]) -> tuple[bool, Sequence[Fact]]:
    found = [fact for fact in facts if any(_fits(fact.value, one) for one in expected)]
    return not found, found


def _at_least(facts: Sequence[Fact], expected: int) -> tuple[bool, Sequence[Fact]]:
    return len({fact.value for fact in facts}) >= expected, facts


_VALUE_COMPARISONS: dict[str, Callable[[Sequence[Fact], Any], tuple[bool, Sequence[Fact]]]] = {
    "is": _is,
    "has": _has,
    "only": _only,
    "lacks": _lacks,
    "at_least": _at_least,
}


def _run_figure(check: Check, tools: Tools) -> Finding:
    name = check["figure"]
    asked = _asked(check, tools)
    figures = {tool: tools[tool].figure(name) for tool in asked}
    computed = _figures_text(name, figures)
    evidence = _histories(name, figures, tools)
    expected = f"{name}: {_expectation(check)}"
    missing = [tool for tool, figure in figures.items() if figure is None]
    if missing:
        text = f"{name} of {', '.join(missing)} not known yet; sync brings it"
        return Finding(expected, text, None)
    known = {tool: figure for tool, figure in figures.items() if figure is not None}
    if "of" in check:
        whole = sum(tools[tool].figure(check["of"]) or 0 for tool in asked)
        part = sum(known.values())
        text = f"{part:g} of {whole:g} {check['of']} over all tools"
        holds = part < check["below"] * whole if whole else None
        return Finding(expected, text, holds, evidence)
    return Finding(expected, computed, _holds(check, known), evidence)


def _asked(check: Check, tools: Tools) -> Sequence[str]:
    """Name the tools a check needs the figure of."""
    if "tool" in check:
        return [check["tool"]]
    return check.get("rising") or check.get("about") or list(tools)


def _holds(check: Check, figures: Mapping[str, float]) -> bool:
    if "tool" in check:
        return _compared(check, figures[check["tool"]])
    if "rising" in check:
        row = [figures[tool] for tool in check["rising"]]
        return all(one < other for one, other in pairwise(row))
    if "about" in check:
        one, other = (figures[tool] for tool in check["about"])
        return abs(one - other) <= float(check["within"]) * max(one, other)
    for key, sign in (("greatest", 1), ("least", -1)):
        if key in check:
            mine = sign * figures[check[key]]
            return all(mine > sign * f for tool, f in figures.items() if tool != check[key])
    mine = figures[check["times"]]
    others = [figure for tool, figure in figures.items() if tool != check["times"]]
    return mine >= float(check["at_least"]) * max(others)


def _compared(check: Check, figure: float) -> bool:
    if "equals" in check:
        return figure == float(check["equals"])
    low, high = check.get("at_least", figure), check.get("at_most", figure)
    return float(low) <= figure <= float(high)


def _expectation(check: Check) -> str:
    words = [
        f"{key.replace('_', ' ')} {_written(value)}"
        for key, value in check.items()
        if key not in ("figure", "tool")
    ]
    return " ".join([*([check["tool"]] if "tool" in check else []), *words])


def _figures_text(name: str, figures: Mapping[str, float | None]) -> str:
    return ", ".join(f"{tool} {_figure_text(name, figure)}" for tool, figure in figures.items())


def _figure_text(name: str, figure: float | None) -> str:
    if figure is None:
        return "unknown"
    return str(date.fromordinal(int(figure))) if name == "first commit" else f"{figure:,g}"


def _histories(
    name: str, figures: Mapping[str, float | None], tools: Tools
) -> tuple[Evidence, ...]:
    return tuple(
        evidence
        for tool, figure in figures.items()
        for evidence in tools[tool].whole(f"{name} {_figure_text(name, figure)}")
    )


def _written(value: object) -> str:
    """Write what is expected; a character that a glob takes literally (`[*]`) stands for itself."""
    written = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _LITERAL.sub(r"\1", written)


def _listed(values: Sequence[str]) -> str:
    if not values:
        return "nothing"
    more = f" and {len(values) - _MOST_SHOWN} more" if len(values) > _MOST_SHOWN else ""
    return ", ".join(values[:_MOST_SHOWN]) + more
