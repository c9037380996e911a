"""What an import would do, decided from the rows and the patents that are known: no writing.

``read_statements`` refuses rows that name no patent and joins rows about the same one; then
``decide`` finds each patent new, changed, unchanged, or held by another organization.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from marketplace.errors import N_
from marketplace.patents.cells import Problem
from marketplace.patents.columns import Column
from marketplace.patents.enums import Claim, StatusSource
from marketplace.patents.models import Patent
from marketplace.patents.rows import (
    Finding,
    RowError,
    Statement,
    finding,
    read_row,
    title_missing,
)
from marketplace.patents.sheets import Row


@dataclass
class Plan:
    """New patents by number, changes by patent, and the report."""

    read: int = 0
    creates: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: list[tuple[Patent, dict[str, Any]]] = field(default_factory=list)
    claims: list[Patent] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.creates or self.updates or self.claims)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "created": len(self.creates),
            "updated": len(self.updates),
            "unchanged": self.unchanged,
        }


def read_statements(rows: Iterable[Row]) -> tuple[Plan, list[Statement]]:
    """Read the rows: a plan that holds what was refused and warned so far, and one statement
    for each patent. Rows about the same patent are joined, the first filled cell counts."""
    plan = Plan()
    statements: dict[str, Statement] = {}
    for row in rows:
        if row.is_note:
            plan.warnings.append(_note(row))
            continue
        plan.read += 1
        try:
            statement = read_row(row)
        except RowError as refusal:
            plan.refused.append(refusal.finding)
            continue
        first = statements.setdefault(statement.number.text, statement)
        if first is not statement:
            first.values = statement.values | first.values
            first.warnings.extend([*statement.warnings, _repeated(statement, first)])
            plan.unchanged += 1
    return plan, list(statements.values())


def decide(
    plan: Plan,
    statements: Iterable[Statement],
    known: Mapping[str, Patent],
    organization_id: int,
    competing: Set[int],
) -> Plan:
    """Decide about every statement; afterwards read = created + updated + unchanged + refused.

    ``known`` are the existing patents by number, ``competing`` the ids of those that this
    organization already claims beside another.
    """
    for statement in statements:
        patent = known.get(statement.number.text)
        if patent is None:
            _create(plan, statement)
        elif patent.claimant_id != organization_id:
            _contest(plan, statement, patent, already=patent.id in competing)
        else:
            _update(plan, statement, patent)
    plan.refused.sort(key=lambda each: each.row)
    plan.warnings.sort(key=lambda each: each.row)
    return plan


def _create(plan: Plan, statement: Statement) -> None:
    if not statement.title:
        plan.refused.append(title_missing(statement.row))
        return
    plan.creates[statement.number.text] = statement.values
    plan.warnings.extend(statement.warnings)


def _update(plan: Plan, statement: Statement, patent: Patent) -> None:
    plan.warnings.extend(statement.warnings)
    values = dict(statement.values)
    if "legal_status" in values:
        _keep_better_status(plan, statement, patent, values)
    changes = {name: value for name, value in values.items() if getattr(patent, name) != value}
    if changes:
        plan.updates.append((patent, changes))
    else:
        plan.unchanged += 1


def _keep_better_status(
    plan: Plan, statement: Statement, patent: Patent, values: dict[str, Any]
) -> None:
    """A list never overwrites a status that was looked up elsewhere; it only says they differ."""
    if patent.legal_status_source in (None, StatusSource.IMPORTED_LIST):
        return
    stated = values.pop("legal_status")
    for name in ("legal_status_source", "legal_status_on"):
        values.pop(name, None)
    if stated is patent.legal_status:
        return
    problem = Problem(
        "status_differs",
        N_(
            "The list says “%(value)s”, but a status from a better source is recorded. It was "
            "kept: look the status up again."
        ),
        {"value": statement.row.text(Column.LEGAL_STATUS)[:60]},
    )
    plan.warnings.append(finding(statement.row, Column.LEGAL_STATUS, problem))


def _contest(plan: Plan, statement: Statement, patent: Patent, *, already: bool) -> None:
    params = {"number": patent.number}
    if patent.claim is Claim.PROVEN:
        problem = Problem(
            "number_held",
            N_(
                "%(number)s is held by another organization with proof of ownership. If it is "
                "yours now, send the register copy to the administrators."
            ),
            params,
        )
        plan.refused.append(finding(statement.row, Column.NUMBER, problem))
        return
    problem = Problem(
        "number_claimed_elsewhere",
        N_(
            "%(number)s was listed by another organization first. Your claim is recorded beside "
            "it and its data were not changed: send proof of ownership to the administrators."
        ),
        params,
    )
    plan.warnings.append(finding(statement.row, Column.NUMBER, problem))
    plan.unchanged += 1
    if not already:
        plan.claims.append(patent)


def _note(row: Row) -> Finding:
    problem = Problem(
        "row_ignored",
        N_("“%(value)s” stands alone in its row and was read as a remark, not as a patent."),
        {"value": next(cell for cell in row.cells if cell)[:60]},
    )
    return finding(row, Column.NUMBER, problem)


def _repeated(statement: Statement, first: Statement) -> Finding:
    problem = Problem(
        "duplicate_in_file",
        N_("%(number)s stands in row %(row)s already; this row only filled its gaps."),
        {"number": statement.number.text, "row": str(first.row.number)},
    )
    return finding(statement.row, Column.NUMBER, problem)
