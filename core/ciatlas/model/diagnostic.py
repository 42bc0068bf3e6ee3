"""Diagnostics: what is wrong in a pipeline file, where, and how badly."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an `error` is rejected by the CI system, a `warning` is not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding in a file. Line and column are 1-based; `code` is a stable kebab-case name."""

    line: int
    column: int
    severity: Severity
    code: str
    message: str
