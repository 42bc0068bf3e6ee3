"""docs/configuration.md, made of the same data the settings are checked against."""

from ciatlas_tui.configuration import RESERVED, SETTINGS
from ciatlas_tui.keymap import KEYS

_HEAD = """\
# Configuration

`config.yaml` in the folder `ciatlas` of your configuration folder (on Linux
`~/.config/ciatlas/config.yaml`, or below `XDG_CONFIG_HOME`) holds settings of your own. What is
wrong in it is told with its line when the explorer starts, and by `ciatlas doctor`; the rest is
used. Everything may be left out.

```yaml
theme: high-contrast
start: last
keys:
  verdicts: f5
  to_search: [f6, ctrl+g]
clones:
  mlflow/mlflow: ~/src/mlflow
```

What you choose while you go (theme, sort orders, the last place) is remembered in `explorer.json`
in the state folder (on Linux `~/.local/state/ciatlas`). Nothing moves by itself and nothing blinks,
so there is no setting for less motion. Only the tour (`ciatlas --demo`) goes on by itself; with
`TEXTUAL_ANIMATIONS=none` in the environment it waits for the space bar. `NO_COLOR` and the number
of colours are taken from the terminal.

## Settings

| name | may be | what it is for |
|---|---|---|
"""
_KEYS = """
## Keys

Keys are written as `x`, `X`, `ctrl+x`, `alt+x` or by name (`f5`, `slash`, `left_square_bracket`).
A key that has a meaning on the same screen can be given away only when that one gets another. Not
to be had: {reserved}.

| name | keys | what they do |
|---|---|---|
"""


def configuration_page() -> str:
    """Return the reference page of settings and keys, as Markdown."""
    settings = [f"| `{one.name}` | {one.may_be} | {one.about} |" for one in SETTINGS]
    reserved = ", ".join(f"`{key}` ({whose})" for key, whose in RESERVED.items())
    keys = [
        f"| `{name}` | {', '.join(f'`{one}`' for one in key.keys.split(','))} | {key.about} |"
        for name, key in KEYS.items()
        if key.keys
    ]
    body = "\n".join(settings) + "\n" + _KEYS.format(reserved=reserved) + "\n".join(keys)
    return _HEAD + body + "\n"
