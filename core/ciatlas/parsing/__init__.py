"""Text to model: YAML, GitHub Actions, CircleCI, dev containers, shell commands."""

from ciatlas.parsing.pipeline import kind_of, parse

PARSER_VERSION = 1
"""Raised whenever parsing yields other facts, so that stored versions are parsed anew."""

__all__ = ["PARSER_VERSION", "kind_of", "parse"]
