"""Hypotheses as data: data/ciatlas_data/hypotheses.yaml, or a file of the user's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ciatlas.model.errors import CiatlasError

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound: from `value` on (`at_least`), or up to it."""

    value: float
    at_least: bool

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within."""
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Level:
    """A metric of each tool against thresholds; without one, nothing speaks that way."""

    metric: str
    supports: Threshold
    opposes: Threshold | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two metrics over the tools; `direction` is 1 or -1, the bounds are of rho in it."""

    metrics: tuple[str, str]
    direction: int
    supports: float
    opposes: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """A metric of cohorts beside control cohorts; the bounds are of delta in `direction`."""

    metric: str
    group: tuple[str, ...]
    control: tuple[str, ...]
    direction: int
    supports: float
    opposes: float


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator as asked for."""

    test: Level | Correlation | Contrast
    reason: str
    weight: float = 1.0
    required: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """From which score on a hypothesis is (not) supported, and how much has to be known."""

    supported: float
    not_supported: float
    known: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis: title and statement by language, its indicators, the rule, and the limits."""

    id: str
    title: Mapping[str, str]
    statement: Mapping[str, str]
    indicators: tuple[Asked, ...]
    rule: Rule
    limits: tuple[str, ...] = field(default=())


@cache
def load_hypotheses(path: Path | None = None) -> tuple[Hypothesis, ...]:
    """Read the hypotheses that ship, or those of a file of the user's own.

    Raises:
        CiatlasError: the file cannot be read or understood; the message says where.
    """
    import yaml

    name = str(path) if path else "hypotheses.yaml"
    try:
        text = (
            path.read_text(encoding="utf-8")
            if path
            else resources.files("ciatlas_data").joinpath(name).read_text(encoding="utf-8")
        )
        content = yaml.load(text, Loader=yaml.CSafeLoader)
        rule = Rule(**content["rule"])
        shared = tuple(content.get("limits", ()))
        return tuple(_hypothesis(entry, rule, shared) for entry in content["hypotheses"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CiatlasError(f"{name} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CiatlasError(f"{name} is no list of hypotheses: {error!r} is amiss") from error


def _hypothesis(entry: Mapping[str, Any], rule: Rule, limits: tuple[str, ...]) -> Hypothesis:
    title, statement = entry["title"], entry["statement"]
    return Hypothesis(
        id=entry["id"],
        title={language: title[language] for language in LANGUAGES},
        statement={language: statement[language] for language in LANGUAGES},
        indicators=tuple(_asked(one) for one in entry["indicators"]),
        rule=rule,
        limits=(*entry.get("limits", ()), *limits),
    )


def _asked(entry: Mapping[str, Any]) -> Asked:
    return Asked(
        test=_test(entry),
        reason=entry["reason"],
        weight=float(entry.get("weight", 1)),
        required=bool(entry.get("required", False)),
    )


def _test(entry: Mapping[str, Any]) -> Level | Correlation | Contrast:
    if "level" in entry:
        opposes = _threshold(entry["against"]) if "against" in entry else None
        return Level(entry["level"], _threshold(entry["for"]), opposes)
    direction = {"positive": 1, "negative": -1, "higher": 1, "lower": -1}[entry["expect"]]
    bounds = float(entry["for"]), float(entry["against"])
    if "correlation" in entry:
        one, other = entry["correlation"]
        return Correlation((one, other), direction, *bounds)
    return Contrast(
        entry["contrast"], tuple(entry["group"]), tuple(entry["control"]), direction, *bounds
    )


def _threshold(entry: Mapping[str, float]) -> Threshold:
    ((word, value),) = entry.items()
    return Threshold(float(value), {"at_least": True, "at_most": False}[word])
