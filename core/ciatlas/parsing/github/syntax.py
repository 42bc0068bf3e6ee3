"""The syntax of workflow and action files, as shapes.

Source: GitHub Docs, "Workflow syntax for GitHub Actions", "Metadata syntax for GitHub Actions" and
"Events that trigger workflows".
"""

import re

from ciatlas.parsing.schema import (
    Anything,
    Choice,
    Either,
    Flag,
    Items,
    Number,
    Section,
    Shape,
    Table,
    Text,
)

ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")

_TEXT = Text()
_OPTIONAL = Text(empty=True)
_VALUES = Table(_OPTIONAL)

_SCOPES = """
actions artifact-metadata attestations checks code-quality contents copilot-requests deployments
discussions id-token issues models organization-packages packages pages pull-requests
repository-projects security-events statuses vulnerability-alerts workflows
""".split()
_LEVEL = Choice(frozenset(("read", "write", "none")))
_NO_READ = Choice(frozenset(("write", "none")))
_NO_WRITE = Choice(frozenset(("read", "none")))

PERMISSIONS = Either(
    scalar=Choice(frozenset(("read-all", "write-all"))),
    mapping=Section(
        "permissions",
        {**dict.fromkeys(_SCOPES, _LEVEL), "id-token": _NO_READ, "models": _NO_WRITE},
    ),
)
CONCURRENCY = Either(
    scalar=_TEXT,
    mapping=Section(
        "concurrency",
        {
            "group": _TEXT,
            "cancel-in-progress": Flag(),
            "queue": Choice(frozenset(("single", "max"))),
        },
        required=("group",),
    ),
)
DEFAULTS = Section(
    "defaults",
    {"run": Section("run", {"shell": _TEXT, "working-directory": _TEXT})},
)
_CREDENTIALS = Section(
    "credentials", {"username": _TEXT, "password": _TEXT}, required=("username", "password")
)
_CONTAINER_KEYS: dict[str, Shape] = {
    "image": _TEXT,
    "credentials": _CREDENTIALS,
    "env": _VALUES,
    "ports": Items(_TEXT, least=0),
    "volumes": Items(_TEXT, least=0),
    "options": _OPTIONAL,
}
CONTAINER = Either(
    scalar=_OPTIONAL, mapping=Section("container", _CONTAINER_KEYS, required=("image",))
)
SERVICE = Either(
    scalar=_OPTIONAL,
    mapping=Section(
        "service",
        {**_CONTAINER_KEYS, "command": _OPTIONAL, "entrypoint": _OPTIONAL},
        required=("image",),
    ),
)
STEP_KEYS: dict[str, Shape] = {
    "id": Text(pattern=ID, expected="a letter or _, then letters, digits, - and _"),
    "if": _OPTIONAL,
    "name": _OPTIONAL,
    "uses": _TEXT,
    "run": _TEXT,
    "working-directory": _OPTIONAL,
    "shell": _TEXT,
    "with": _VALUES,
    "env": _VALUES,
    "continue-on-error": Flag(),
    "timeout-minutes": Number(above=0),
}
STEP = Section("step", STEP_KEYS)
STRATEGY = Section(
    "strategy",
    {
        "matrix": Table(Anything()),
        "fail-fast": Flag(),
        "max-parallel": Number(whole=True, above=0),
    },
)
RUNS_ON = Either(
    scalar=_TEXT,
    sequence=Items(_TEXT),
    mapping=Section("runs-on", {"group": _TEXT, "labels": Items(_TEXT, or_one=True)}),
)
JOB = Section(
    "job",
    {
        "name": _OPTIONAL,
        "permissions": PERMISSIONS,
        "needs": Items(_TEXT, or_one=True, least=0),
        "if": _OPTIONAL,
        "runs-on": RUNS_ON,
        "snapshot": Either(
            scalar=_TEXT,
            mapping=Section(
                "snapshot", {"image-name": _TEXT, "version": _TEXT, "if": _TEXT}, ("image-name",)
            ),
        ),
        "environment": Either(
            scalar=_OPTIONAL,
            mapping=Section(
                "environment",
                {"name": _OPTIONAL, "url": _OPTIONAL, "deployment": Flag()},
                required=("name",),
            ),
        ),
        "concurrency": CONCURRENCY,
        "outputs": _VALUES,
        "env": _VALUES,
        "defaults": DEFAULTS,
        "steps": Items(STEP),
        "timeout-minutes": Number(above=0),
        "strategy": STRATEGY,
        "continue-on-error": Flag(),
        "container": CONTAINER,
        "services": Table(SERVICE),
        "uses": _TEXT,
        "with": _VALUES,
        "secrets": Either(scalar=Choice(frozenset(("inherit",))), mapping=Table(_OPTIONAL)),
    },
)

_GLOBS = Items(_TEXT, or_one=True)
EVENT_KEYS: dict[str, Shape] = {
    "types": Items(_TEXT, or_one=True, least=0),
    "branches": _GLOBS,
    "branches-ignore": _GLOBS,
    "tags": _GLOBS,
    "tags-ignore": _GLOBS,
    "paths": _GLOBS,
    "paths-ignore": _GLOBS,
    "workflows": Items(_TEXT, or_one=True),
}
IMAGE_VERSION = Section(
    "image_version", {"names": Items(_TEXT), "versions": Items(_TEXT)}, empty=True
)
SCHEDULE = Items(Section("schedule", {"cron": _TEXT, "timezone": _TEXT}, required=("cron",)))
_DISPATCH_INPUT = Section(
    "input",
    {
        "description": _OPTIONAL,
        "required": Flag(),
        "default": _OPTIONAL,
        "deprecationMessage": _OPTIONAL,
        "type": Choice(frozenset(("string", "number", "boolean", "choice", "environment"))),
        "options": Items(_OPTIONAL),
    },
    empty=True,
)
DISPATCH = Section("workflow_dispatch", {"inputs": Table(_DISPATCH_INPUT)}, empty=True)
REPOSITORY_DISPATCH = Section(
    "repository_dispatch", {"types": Items(_TEXT, or_one=True)}, empty=True
)
CALL = Section(
    "workflow_call",
    {
        "inputs": Table(
            Section(
                "input",
                {
                    "description": _OPTIONAL,
                    "deprecationMessage": _OPTIONAL,
                    "required": Flag(),
                    "default": _OPTIONAL,
                    "type": Choice(frozenset(("string", "number", "boolean"))),
                },
                required=("type",),
            )
        ),
        "outputs": Table(
            Section("output", {"description": _OPTIONAL, "value": _OPTIONAL}, required=("value",))
        ),
        "secrets": Table(
            Section("secret", {"description": _OPTIONAL, "required": Flag()}, empty=True)
        ),
    },
    empty=True,
)
WORKFLOW = Section(
    "workflow",
    {
        "name": _OPTIONAL,
        "run-name": _OPTIONAL,
        "description": _OPTIONAL,
        "on": Anything(),
        "permissions": PERMISSIONS,
        "env": _VALUES,
        "defaults": DEFAULTS,
        "concurrency": CONCURRENCY,
        "jobs": Table(JOB, least=1),
    },
    required=("on", "jobs"),
)

_ACTION_STEP = Section("step", STEP_KEYS)
ACTION = Section(
    "action",
    {
        "name": _OPTIONAL,
        "author": _OPTIONAL,
        "description": _OPTIONAL,
        "inputs": Table(
            Section(
                "input",
                {
                    "description": _OPTIONAL,
                    "required": Flag(),
                    "default": _OPTIONAL,
                    "deprecationMessage": _OPTIONAL,
                    "type": _OPTIONAL,
                    "options": Anything(),
                },
                empty=True,
            )
        ),
        "outputs": Table(
            Section("output", {"description": _OPTIONAL, "value": _OPTIONAL}, empty=True)
        ),
        "runs": Section(
            "runs",
            {
                "using": _TEXT,
                "steps": Items(_ACTION_STEP, least=0),
                "main": _TEXT,
                "pre": _TEXT,
                "pre-if": _OPTIONAL,
                "post": _TEXT,
                "post-if": _OPTIONAL,
                "image": _TEXT,
                "env": _VALUES,
                "entrypoint": _TEXT,
                "pre-entrypoint": _TEXT,
                "post-entrypoint": _TEXT,
                "args": Items(_OPTIONAL, least=0),
                "plugin": _TEXT,
            },
            required=("using",),
        ),
        "branding": Anything(),
    },
    required=("runs",),
)
