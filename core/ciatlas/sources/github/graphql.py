"""GraphQL, where a token makes it cheaper: the counts of issues, without a search.

GraphQL has no ETags, and what did not change costs nothing with them: hence a second sync is to be
answered by 304s alone. So a conditional request for the issue that changed last goes before it: as
long as its answer is the same, no issue was opened, closed or labelled, and the counts are those
kept beside its ETag. What REST tells in one conditional request is not asked in GraphQL.

Some servers have no GraphQL: that is noted down in the atlas once one said so, and for a while two
searches take the place of each query from the start.

Limits are told by errors that come with status 200. Source: GitHub's "Rate limits and query limits
for the GraphQL API". Nothing here was tried on the live service.
"""

from typing import Any

from ciatlas.sources.github.answers import UnavailableError, count_of, part_of
from ciatlas.store import Atlas, Reader

RESOURCE = "graphql"
_ENTERPRISE = "/api/v3"
_LIMITED = "RATE_LIMITED"
_ABSENT = (404, 405)
"""How a server answers that has no GraphQL."""
_BELIEVED = 7 * 86_400
"""Seconds for which that is believed; servers are brought up to date."""
_KEY = "no graphql:"
_ANYBODY = ""
"""It is the same whoever asks."""

# Labels are searched for, since a search says that a comma between them means "or".
ISSUES = """query($owner: String!, $name: String!, $bugs: String!) {
  repository(owner: $owner, name: $name) { issues { totalCount } }
  search(query: $bugs, type: ISSUE, first: 1) { issueCount }
}"""


def graphql_address(api: str) -> str:
    """Return where an API is asked in GraphQL: beside it on Enterprise, below it elsewhere."""
    if api.endswith(_ENTERPRISE):
        return f"{api.removesuffix(_ENTERPRISE)}/api/graphql"
    return f"{api}/graphql"


def is_absent(atlas: Reader, api: str, now: float) -> bool:
    """Tell whether an API is known to have no GraphQL."""
    known = atlas.response(_KEY + graphql_address(api), _ANYBODY)
    return known is not None and known.retrieved_at > now - _BELIEVED


def note_refusal(atlas: Atlas, api: str, error: UnavailableError, now: float) -> None:
    """Note down that an API has no GraphQL, if that is what an error says."""
    if error.status in _ABSENT:
        atlas.save_response(_KEY + graphql_address(api), _ANYBODY, "", "", {}, int(now))


def is_limited(content: object) -> bool:
    """Tell whether an answer says that the budget is spent."""
    errors = content.get("errors") if isinstance(content, dict) else None
    return isinstance(errors, list) and any(
        isinstance(one, dict)
        and (one.get("type") == _LIMITED or "rate limit" in str(one.get("message", "")).casefold())
        for one in errors
    )


def data_of(content: object) -> Any:
    """Return what was asked for; `UnavailableError` where there is an error beside it."""
    if isinstance(content, dict) and content.get("errors"):
        raise UnavailableError("the API cannot answer the query")
    return part_of(content, "data")


def issue_variables(full_name: str, bugs: str) -> dict[str, str]:
    """Return the variables of `ISSUES`; `bugs` is a search for the issues that are bugs."""
    owner, name = full_name.split("/")
    return {"owner": owner, "name": name, "bugs": bugs}


def issue_counts(data: object) -> tuple[int, int]:
    """Return how many issues there are, and how many of them are bugs."""
    issues = part_of(part_of(data, "repository"), "issues")
    return count_of(issues, "totalCount"), count_of(part_of(data, "search"), "issueCount")
