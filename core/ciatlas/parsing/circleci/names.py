"""What the jobs of a configuration are called, and which of them a `requires` means."""

from collections import Counter
from collections.abc import Sequence

from ciatlas.parsing.circleci.workflows import Invocation


def ids_of(invocations: Sequence[Invocation]) -> list[str]:
    """Name the jobs: by their own names, with workflow and number where those clash."""
    clashing = {name for name, n in Counter(i.name for i in invocations).items() if n > 1}
    numbers: Counter[str] = Counter()
    ids: dict[str, None] = {}
    for invocation in invocations:
        name = invocation.name
        if name in clashing and invocation.workflow:
            name = f"{invocation.workflow}/{name}"
        free = name
        while free in ids:
            numbers[name] += 1
            free = f"{name}-{numbers[name]}"
        ids[free] = None
    return list(ids)


class Names:
    """The names under which jobs are known in their workflows.

    A job's own name counts more than the alias of its matrix, and that more than the job it runs.
    """

    def __init__(self, invocations: Sequence[Invocation], ids: Sequence[str]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._legs: dict[str, list[str]] = {}
        for kind in ("name", "alias", "job"):
            for invocation, job_id in zip(invocations, ids, strict=True):
                name = getattr(invocation, kind)
                if name:
                    self._known.setdefault((invocation.workflow, name), job_id)
        for invocation in invocations:
            if invocation.matrix is not None:
                prefix = "" if "<<" in invocation.name else f"{invocation.job}-"
                self._legs.setdefault(invocation.workflow, []).append(prefix)

    def find(self, workflow: str, name: str) -> str | None:
        """Return the id of the job called `name` in a workflow."""
        return self._known.get((workflow, name))

    def is_leg(self, workflow: str, name: str) -> bool:
        """Whether a name may be that of one leg of a matrix job, `job-value-value`."""
        return name.startswith(tuple(self._legs.get(workflow, ())))
