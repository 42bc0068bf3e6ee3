"""What is known of commands that run other commands. Data; the sources are their own manuals."""

import re
from dataclasses import dataclass

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A command that runs the command after it.

    Attributes:
        values: its options that take their value as the next word.
        skip: how many positional words come before the wrapped command.
        mark: an option after which the wrapped command starts (`find -exec`, `python -m`).
        only_marked: whether nothing is wrapped without that option.
        unless: options with which nothing is run (`command -v`).
        strip: what is no part of the wrapped program's name (`prettier@3`).
    """

    values: frozenset[str] = _NOTHING
    skip: int = 0
    mark: re.Pattern[str] | None = None
    only_marked: bool = False
    unless: frozenset[str] = _NOTHING
    strip: re.Pattern[str] | None = None


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MODULE = re.compile(r"-[bBdEiIOPqsSuvx]*m")
_EXECUTE = re.compile(r"-(exec|ok)(dir)?")
_COMMAND = re.compile(r"-c|--command")
_VERSION = re.compile(r"(?<=.)(@[^/@]*|==.*|\[.*)\Z")
_ENVIRONMENT = re.compile(r"\A[\w.+-]+:(?=.)")

_UV = _set(
    "--with --python -p --extra --group --only-group --no-group --no-extra --project --directory"
    " --package --env-file --with-requirements --with-editable --index-url --index --from"
)
_CONDA = _set("-n --name -p --prefix --cwd -r --root-prefix")
_PLAIN = Wrapper()

WRAPPERS: dict[str, Wrapper] = {
    # Privileges, environment, time
    "sudo": Wrapper(_set("-u -g -C -D -h -p -r -t -T -U --user --group --chdir --host --prompt")),
    "doas": Wrapper(_set("-u -C")),
    "gosu": Wrapper(skip=1),
    "su-exec": Wrapper(skip=1),
    "runuser": Wrapper(_set("-u -g -G --user --group")),
    "chroot": Wrapper(skip=1),
    "env": Wrapper(_set("-u -C --unset --chdir")),
    "cross-env": _PLAIN,
    "dotenv": Wrapper(_set("-e -f -c")),
    "direnv exec": Wrapper(skip=1),
    "time": Wrapper(_set("-f -o --format --output")),
    "timeout": Wrapper(_set("-s -k --signal --kill-after"), skip=1),
    "nice": Wrapper(_set("-n --adjustment")),
    "ionice": Wrapper(_set("-c -n --class --classdata")),
    "taskset": Wrapper(skip=1),
    "nohup": _PLAIN,
    "setsid": _PLAIN,
    "arch": _PLAIN,
    "caffeinate": _PLAIN,
    "winpty": _PLAIN,
    "xcrun": Wrapper(_set("-sdk --sdk -toolchain --toolchain")),
    "flock": Wrapper(_set("-w -E --timeout"), skip=1),
    "stdbuf": Wrapper(_set("-i -o -e --input --output --error")),
    "unbuffer": _PLAIN,
    "chronic": _PLAIN,
    "strace": Wrapper(_set("-e -o -p -s")),
    "catchsegv": _PLAIN,
    "dumb-init": _PLAIN,
    "tini": _PLAIN,
    "xvfb-run": Wrapper(_set("-e -f -n -p -s -w --server-args --server-num --error-file")),
    "dbus-run-session": _PLAIN,
    "dbus-launch": _PLAIN,
    "retry": Wrapper(_set("-t -d -s -m --tries --delay --times --max --sleep --until")),
    "travis_retry": _PLAIN,
    "mpirun": Wrapper(_set("-n -np -H -x -hostfile --hostfile --host")),
    "mpiexec": Wrapper(_set("-n -np -H -hostfile --hostfile --host")),
    # The shell's own
    "exec": Wrapper(_set("-a")),
    "command": Wrapper(unless=_set("-v -V")),
    "builtin": _PLAIN,
    # Several inputs
    "xargs": Wrapper(_set("-I -i -n -P -L -d -a -s -E --max-args --max-procs --delimiter")),
    "parallel": Wrapper(_set("-j --jobs -a --arg-file --delay --timeout --retries")),
    "find": Wrapper(skip=1000, mark=_EXECUTE, only_marked=True),
    # Python
    "python": Wrapper(_set("-W -X"), mark=_MODULE, only_marked=True, unless=_set("-c")),
    "coverage run": Wrapper(
        _set("--rcfile --source --omit --include --data-file --context --concurrency"), mark=_MODULE
    ),
    "kernprof": Wrapper(_set("-o --outfile"), mark=_MODULE),
    "uv run": Wrapper(_UV, mark=_MODULE),
    "uv tool run": Wrapper(_UV, strip=_VERSION),
    "uvx": Wrapper(_UV, strip=_VERSION),
    "pipx run": Wrapper(_set("--spec --python --pip-args"), strip=_VERSION),
    "poetry run": _PLAIN,
    "pipenv run": _PLAIN,
    "pdm run": Wrapper(_set("-p --project --venv")),
    "hatch run": Wrapper(_set("-i -x --include --exclude"), strip=_ENVIRONMENT),
    "rye run": _PLAIN,
    "pixi run": Wrapper(_set("-e --environment --manifest-path")),
    "pyenv exec": _PLAIN,
    "tox exec": Wrapper(_set("-e")),
    "conda run": Wrapper(_CONDA),
    "mamba run": Wrapper(_CONDA),
    "micromamba run": Wrapper(_CONDA),
    # JavaScript
    "npx": Wrapper(_set("-p --package -w --workspace"), strip=_VERSION),
    "bunx": Wrapper(_set("-p --package"), strip=_VERSION),
    "npm exec": Wrapper(_set("--package -w --workspace"), strip=_VERSION),
    "npm x": Wrapper(_set("--package -w --workspace"), strip=_VERSION),
    "pnpx": Wrapper(strip=_VERSION),
    "pnpm exec": _PLAIN,
    "pnpm dlx": Wrapper(_set("--package"), strip=_VERSION),
    "yarn exec": _PLAIN,
    "yarn dlx": Wrapper(_set("-p --package"), strip=_VERSION),
    "bun x": Wrapper(strip=_VERSION),
    "lerna exec": Wrapper(_set("--scope --ignore --concurrency --since")),
    # Other languages and tool managers
    "bundle exec": _PLAIN,
    "rbenv exec": _PLAIN,
    "composer exec": _PLAIN,
    "opam exec": Wrapper(_set("--switch")),
    "stack exec": _PLAIN,
    "cabal exec": _PLAIN,
    "dotnet tool run": _PLAIN,
    "asdf exec": _PLAIN,
    "mise exec": _PLAIN,
    "mise x": _PLAIN,
    "nix develop": Wrapper(skip=1000, mark=_COMMAND, only_marked=True),
    "nix shell": Wrapper(skip=1000, mark=_COMMAND, only_marked=True),
    "doppler run": Wrapper(_set("-p -c --project --config")),
    "op run": Wrapper(_set("--env-file")),
}
"""Wrapping commands by the words that name them."""

PREFIXES = frozenset(
    path.rsplit(" ", count)[0] for path in WRAPPERS for count in range(1, path.count(" ") + 1)
)
"""Words after which another one may make a wrapper: `uv`, `uv tool`."""

_SHELL_OPTION = re.compile(r"-[A-Za-z]*c")
SCRIPT_OPTIONS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("bash", "sh", "zsh", "dash", "ksh", "script"), _SHELL_OPTION),
    "su": _COMMAND,
}
"""Programs to which an option hands a whole script."""

SAME_PROGRAM: dict[str, tuple[str, ...]] = {
    "pip3": ("pip",),
    "py": ("python",),
    "py.test": ("pytest",),
    "pytest-3": ("pytest",),
    "nodejs": ("node",),
    "gradlew": ("gradle",),
    "gradlew.bat": ("gradle",),
    "mvnw": ("mvn",),
    "mvnw.cmd": ("mvn",),
    "npm.cmd": ("npm",),
    "npx.cmd": ("npx",),
    "yarn.cmd": ("yarn",),
    "pnpm.cmd": ("pnpm",),
    "gtimeout": ("timeout",),
    "gmake": ("make",),
    "mingw32-make": ("make",),
    "docker-compose": ("docker", "compose"),
    "podman-compose": ("podman", "compose"),
    ".": ("source",),
}
"""Other names of programs, and the names they are read under."""

VERSIONED = frozenset("python pip pypy clang clang-format clang-tidy gcc g++ php ruby lua".split())
"""Programs whose name may carry a version (`python3.11`)."""
