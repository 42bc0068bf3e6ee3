"""Build files written in Python: read as a syntax tree, never run."""

import ast
import warnings

from ciatlas.parsing.build.target import BuildFileError


def syntax_tree(text: str) -> ast.Module:
    """Return the syntax tree of a build file.

    Raises:
        BuildFileError: the file is no Python.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # e.g. invalid escapes in strings
        try:
            return ast.parse(text)
        except SyntaxError as error:
            message = f"this is no Python: {error.msg}"
            raise BuildFileError(error.lineno or 1, message) from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise BuildFileError(1, "this is no Python that can be read") from error
