"""package.json: its scripts, which npm, yarn, pnpm and bun run by name.

Source: the npm manual, "scripts". JSON is read by the standard library, which is quick; lines are
found by looking for the names.
"""

import json

from ciatlas.parsing.build.target import BuildFileError, Target


def read_package(text: str) -> list[Target]:
    """Return the scripts of a package.json; one needs the `pre` script that runs before it.

    Raises:
        BuildFileError: the file is no JSON object.
    """
    scripts = _content(text).get("scripts")
    if not isinstance(scripts, dict):
        return []
    start = max(0, text.find('"scripts"'))
    return [
        _target(text, start, name, script)
        for name, script in scripts.items()
        if isinstance(script, str)
    ]


def _content(text: str) -> dict[str, object]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise BuildFileError(error.lineno, f"this is no JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise BuildFileError(1, "this is no JSON that can be read") from error
    if not isinstance(content, dict):
        raise BuildFileError(1, "the file has to hold an object")
    return content


def _target(text: str, start: int, name: str, script: str) -> Target:
    found = text.find(json.dumps(name, ensure_ascii=False), start)
    line = 0 if found < 0 else text.count("\n", 0, found) + 1
    # A script is one line of the file, whatever breaks are written into it.
    plain = script.replace("\n", " ; ")
    return Target(name, plain, needs=(f"pre{name}",), line=line, script_line=line)
