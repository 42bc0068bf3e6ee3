"""`make bench`: every budget that can be measured here, as ratios within one run.

CLONES="PATH=OWNER/NAME …" names clones for the import; GRAPHS=FILE names graphs to draw,
CIATLAS_GOLD=FOLDER labels to agree with.
"""

import importlib
import sys

_BENCHES = ("importing", "drawing", "explorer", "activities", "fetching")


def main() -> None:
    """Run the named benches, or all of them."""
    for name in sys.argv[1:] or _BENCHES:
        print(f"\n== {name}")
        importlib.import_module(f"tests.bench.{name}").run()


if __name__ == "__main__":
    main()
