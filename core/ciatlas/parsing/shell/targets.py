"""What a program works on, where that is not simply its first word. Data."""

import re

from ciatlas.parsing.shell.tables import table

NAMING: dict[str, tuple[str, ...]] = table("""
    cargo: -p --package --test --bench --example --bin
    cmake: --build --install -S
    conda: -f --file -n --name
    ctest: --test-dir
    docker: -f --file -i --input
    git: -b -B
    java: -jar
    kubectl: -f --filename -k
    mamba: -f --file -n --name
    micromamba: -f --file -n --name
    mypy: -p --package -m --module
    nox: -s --session --sessions -e -t --tags
    pip: -r --requirement -e --editable --group
    pytest: -m
    tar: -f --file
    torchrun: -m
    tox: -e -m
    uv: -r --requirement -e --editable --group --extra --package
    xcodebuild: -scheme
""")
"""Options whose value is the target where no positional word is one, first choice first."""

INLINE_CALLS: dict[str, re.Pattern[str]] = {
    "R": re.compile(r"[A-Za-z][\w.]*::[\w.]+"),
    "Rscript": re.compile(r"[A-Za-z][\w.]*::[\w.]+"),
    "julia": re.compile(r"\b[A-Z]\w*\.\w+(?=\()"),
}
"""How the code of a one-liner (`Rscript -e CODE`) calls a package's function, its target then."""

NO_TARGET = frozenset("echo printf test : true false exit return set trap read".split())
"""Programs whose words are text, not things they act on."""

TEXT_FIRST = frozenset("sed awk gawk grep egrep fgrep rg jq tr".split())
"""Programs whose first word is a pattern or a script, unless an option gives it."""

EACH = frozenset("ant go-task gradle mage make mvn nmake rake sbt task".split())
"""Build tools that work on all words they are given, one after the other."""

HOW: dict[str, tuple[str, ...]] = table("""
    tox: run r run-parallel p legacy le
""")
"""First words that say how a runner goes about its targets, not which."""
