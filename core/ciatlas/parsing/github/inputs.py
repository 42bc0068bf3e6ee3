"""What GitHub refuses in the inputs of `workflow_dispatch` and `workflow_call`."""

from ciatlas.parsing import yaml
from ciatlas.parsing.schema import Report, is_expression
from ciatlas.parsing.values import child, entries, number, text

MAX_DISPATCH_INPUTS = 25


def check_inputs(event: str, inputs: yaml.Node | None, report: Report) -> None:
    """Report inputs whose options or default do not go with their type."""
    if not isinstance(inputs, yaml.Mapping):
        return
    if event == "workflow_dispatch" and len(inputs) > MAX_DISPATCH_INPUTS:
        message = f"workflow_dispatch takes at most {MAX_DISPATCH_INPUTS} inputs"
        report(inputs, "too-many-inputs", message)
    for key, node in entries(inputs):
        if isinstance(node, yaml.Mapping):
            _check_options(key, node, report)
            _check_default(key, node, report)


def _check_options(key: yaml.Scalar, node: yaml.Mapping, report: Report) -> None:
    options = node.get("options")
    if text(node.get("type")) != "choice":
        if options is not None:
            message = f"the input {key.text!r} has options, so its type has to be choice"
            report(key, "input-options", message)
        return
    if not isinstance(options, yaml.Sequence) or not len(options):
        report(key, "input-options", f"the choice {key.text!r} needs options")
        return
    seen: set[str] = set()
    for item in options:
        if isinstance(item, yaml.Scalar):
            if item.text in seen:
                report(item, "input-options", f"the option {item.text!r} stands twice")
            seen.add(item.text)
    default = node.get("default")
    if isinstance(default, yaml.Scalar) and default.text and default.text not in seen:
        report(default, "input-default", f"{default.text!r} is none of the options")


def _check_default(key: yaml.Scalar, node: yaml.Mapping, report: Report) -> None:
    default = child(node, "default")
    kind = text(node.get("type"))
    if not isinstance(default, yaml.Scalar) or not default.text or is_expression(default):
        return
    if kind == "boolean" and default.text.lower() not in ("true", "false"):
        message = f"the default of the boolean {key.text!r} has to be true or false"
        report(default, "input-default", message)
    if kind == "number" and number(default) is None:
        report(default, "input-default", f"the default of the number {key.text!r} is no number")
