"""Runs of workflows, as an API tells of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One completed run of a workflow.

    Times are seconds since 1970 UTC. A run that was repeated counts by its last attempt: `started`
    and `ended` are those of the attempt, `created` stays.
    """

    id: int
    path: str
    event: str
    conclusion: str
    attempt: int
    head: str
    created: int
    started: int
    ended: int

    @property
    def seconds(self) -> int:
        """How long it, or its last attempt, took."""
        return max(0, self.ended - self.started)


@dataclass(frozen=True, slots=True)
class RunJob:
    """One job of a run; times are seconds since 1970 UTC."""

    run: int
    id: int
    name: str
    conclusion: str
    created: int
    started: int
    ended: int

    @property
    def waited(self) -> int:
        """Seconds it waited for a runner."""
        return max(0, self.started - self.created)
