"""GitHub Actions: workflows and actions."""

from ciatlas.parsing.github.workflow import parse_action, parse_workflow

__all__ = ["parse_action", "parse_workflow"]
