"""CircleCI 2.0 and 2.1."""

from ciatlas.parsing.circleci.config import parse_circleci

__all__ = ["parse_circleci"]
