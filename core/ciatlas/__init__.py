"""ciatlas: an atlas of CI/CD pipelines.

The library behind the `ciatlas` command and explorer; it needs no terminal and no network.
"""
