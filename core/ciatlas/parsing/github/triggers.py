"""What starts a workflow: the key `on` in all its forms."""

from collections.abc import Iterator

from ciatlas.model.pipeline import Parameter, Trigger
from ciatlas.parsing import yaml
from ciatlas.parsing.values import child, entries, flag, text, texts


def read_triggers(node: yaml.Node | None) -> tuple[Trigger, ...]:
    """Read `on` as a string, a list or a mapping; each cron of a schedule is a trigger."""
    if isinstance(node, yaml.Mapping):
        return tuple(trigger for key, value in entries(node) for trigger in _event(key, value))
    scalars = node.items if isinstance(node, yaml.Sequence) else [node]
    return tuple(
        Trigger(item.text, line=item.line)
        for item in scalars
        if isinstance(item, yaml.Scalar) and not item.is_null
    )


def _event(key: yaml.Scalar, node: yaml.Node) -> Iterator[Trigger]:
    if key.text == "schedule":
        yield from _schedule(key, node)
        return
    yield Trigger(
        event=key.text,
        branches=texts(child(node, "branches")),
        branches_ignore=texts(child(node, "branches-ignore")),
        tags=texts(child(node, "tags")),
        tags_ignore=texts(child(node, "tags-ignore")),
        paths=texts(child(node, "paths")),
        paths_ignore=texts(child(node, "paths-ignore")),
        types=texts(child(node, "types")),
        workflows=texts(child(node, "workflows")),
        inputs=parameters(child(node, "inputs")),
        outputs=parameters(child(node, "outputs")),
        secrets=parameters(child(node, "secrets")),
        line=key.line,
    )


def _schedule(key: yaml.Scalar, node: yaml.Node) -> Iterator[Trigger]:
    items = list(node) if isinstance(node, yaml.Sequence) else []
    for item in items:
        cron = text(child(item, "cron"))
        if cron is not None:
            zone = text(child(item, "timezone"))
            yield Trigger(key.text, cron=" ".join(cron.split()), timezone=zone, line=item.line)
    if not items:
        yield Trigger(key.text, line=key.line)


def parameters(node: yaml.Node | None) -> tuple[Parameter, ...]:
    """Read declared inputs, outputs or secrets."""
    return tuple(
        Parameter(
            name=key.text,
            type=text(child(value, "type")),
            required=flag(child(value, "required")) is True,
            default=_default(child(value, "default")),
        )
        for key, value in entries(node)
    )


def _default(node: yaml.Node | None) -> str | None:
    value = text(node)
    return value if value is not None and len(value) <= 80 and "\n" not in value else None
