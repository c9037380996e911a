"""What stands in the way of a step, in words that name what would unblock it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marketplace.errors import Refused
from marketplace.terms.findings import Finding


@dataclass(frozen=True)
class Problem:
    """One thing to mend before a step.

    `message` is an English msgid with `%(name)s` places that `params` fill, saying what is wrong
    and what to do; `step` names the page of the editor on which to do it; `article` the source
    in law where there is one.
    """

    code: str
    message: str
    step: str
    params: dict[str, Any] = field(default_factory=dict)
    article: str | None = None
    finding: Finding | None = None

    @classmethod
    def from_finding(cls, finding: Finding, step: str = "terms") -> Problem:
        """A finding about terms as a problem of the step on which terms are edited."""
        params = dict(finding.params)
        return cls(finding.code, finding.message, step, params, finding.article, finding)

    @property
    def refusal(self) -> Refused:
        """As a refusal, so that pages show it by the one way in which refusals are shown."""
        return Refused(self.code, self.message, **self.params)


class Blocked(Refused):
    """Refused for one or more problems; speaks the first, carries them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.code, first.message, **first.params)


def require_none(problems: Iterable[Problem]) -> None:
    """Raise Blocked when there is any problem."""
    found = tuple(problems)
    if found:
        raise Blocked(found)
