"""Git repositories written for tests, with fixed authors and dates."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Repository:
    """A repository with a work tree, written commit by commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git here and return what it prints."""
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments],
            capture_output=True,
            text=True,
            check=True,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.path),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": "A",
                "GIT_COMMITTER_NAME": "C",
                "GIT_COMMITTER_EMAIL": "committer@example.org",
                **environment,
            },
        )
        return done.stdout.strip()

    def commit(
        self,
        files: Mapping[str, str | None],
        *,
        author: str = "ann@example.org",
        date: str = "2024-01-01T00:00:00+00:00",
    ) -> str:
        """Write files (`None` removes one), commit them, and return the commit's id."""
        for name, content in files.items():
            target = self.path / name
            if content is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, encoding="utf-8")
        self.git("add", "--all")
        self.git(
            "commit", "--quiet", "--allow-empty", "--message", "a change",
            GIT_AUTHOR_EMAIL=author, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date,
        )  # fmt: skip
        return self.git("rev-parse", "HEAD")
