"""Text to model: YAML, GitHub Actions, CircleCI, dev containers, build files, shell commands."""

from ciatlas.parsing.build import BUILD_FILES, MANIFESTS
from ciatlas.parsing.pipeline import kind_of, parse

PARSER_VERSION = 5
"""Raised whenever parsing yields other facts, so that stored versions are parsed anew."""

__all__ = ["BUILD_FILES", "MANIFESTS", "PARSER_VERSION", "kind_of", "parse"]
