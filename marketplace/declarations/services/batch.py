"""One act on many declarations in one transaction: what is possible is done, the rest is reported
with its reason, and people are told once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from marketplace.accounts.models import Organization, User
from marketplace.audit.models import AuditEvent
from marketplace.declarations import subjects
from marketplace.declarations.material_models import Act, AgencyMandate
from marketplace.declarations.models import Declaration
from marketplace.declarations.services import announcement, co_owners, house, materials, papers
from marketplace.declarations.services.steps import TOLD, quietly, sat
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.inputs import require_text

LIMIT = 500
"""Declarations in one act: a sitting, and one transaction of some seconds."""


@dataclass(frozen=True)
class Outcome:
    """What became of one declaration, or of one row of a table (`row` as a spreadsheet counts).

    `public_id` and `title` are kept as texts: a report is written after the commit, which forgets
    what was loaded.
    """

    number: str
    refusal: Refused | None = None
    declaration: Declaration | None = None
    row: int | None = None
    public_id: str = ""
    title: str = ""

    @property
    def done(self) -> bool:
        return self.refusal is None


Acting = Callable[[Declaration], Any]


def sign_commitments(
    declarations: Sequence[Declaration], by: User, *, address: str = ""
) -> list[Outcome]:
    """Sign the commitment of each as one recorded act per declaration."""
    return _all(
        declarations,
        "sign_commitments",
        by,
        lambda d: materials.sign_commitment(d, by, address=address),
    )


def ask_co_owners(declarations: Sequence[Declaration], by: User) -> list[Outcome]:
    """Ask every co-owner whose statement is wanting and who was not asked already."""

    def ask(declaration: Declaration) -> None:
        wanting = [
            each
            for each in subjects.open_co_owners(declaration, Act.DECLARE)
            if subjects.stance(each, Act.DECLARE) is not subjects.Stance.PENDING
        ]
        if not wanting:
            raise Refused("nobody_to_ask", N_("There is nobody to ask: no statement is wanting."))
        for co_owner in wanting:
            co_owners.ask(co_owner, Act.DECLARE, by)

    return _all(declarations, "ask_co_owners", by, ask)


def submit_for_approval(declarations: Sequence[Declaration], by: User) -> list[Outcome]:
    """Put the papers of each before those whom the chain's first step names; they are told once."""
    outcomes = _attempts(declarations, lambda d: house.submit_for_approval(d, by))
    if outcomes:
        event = finish(declarations[0].organization, outcomes, "submit_for_approval", by)
        house.tell_asked([each.declaration for each in outcomes if each.declaration], event)
    return outcomes


def choose_mandate(
    declarations: Sequence[Declaration], by: User, mandate: AgencyMandate | None
) -> list[Outcome]:
    """Have one agency file them all, or none."""
    return _all(
        declarations, "choose_mandate", by, lambda d: materials.choose_mandate(d, mandate, by)
    )


def mark_submitted(declarations: Sequence[Declaration], by: User, day: date) -> list[Outcome]:
    """Note one day of filing for all."""
    return _all(declarations, "mark_submitted", by, lambda d: papers.mark_submitted(d, by, day))


def check_announcements(
    declarations: Sequence[Declaration], by: User, rejected: dict[str, str]
) -> list[Outcome]:
    """Confirm as the second person what was entered; `rejected` gives the reason by public id of
    those that differ from the evidence."""

    def check(declaration: Declaration) -> None:
        if declaration.public_id in rejected:
            announcement.reject_announcement(declaration, by, rejected[declaration.public_id])
        else:
            announcement.check_announcement(declaration, by)

    return _all(declarations, "check_announcements", by, check, tell=TOLD)


def require_reason(reason: str) -> str:
    """The reason of a rejection; Refused without one."""
    return require_text(reason, "reason")


def finish(
    organization: Organization,
    outcomes: Sequence[Outcome],
    action: str,
    by: User,
    tell: str | None = None,
) -> AuditEvent:
    """One event of the whole sitting, and one message where somebody has to act."""
    done = [each.number for each in outcomes if each.done]
    refused = [each.number for each in outcomes if not each.done]
    return sat(organization, action, by, done, refused, tell)


def attempt(number: str, act: Callable[[], Declaration], row: int | None = None) -> Outcome:
    """One act in a savepoint of its own, so that a refusal undoes it alone.

    Its changes are written at the end of the savepoint, together, and not before each question
    that it asks the database.
    """
    try:
        with db.session.begin_nested(), db.session.no_autoflush, quietly():
            found = act()
    except Refused as refusal:
        return Outcome(number, refusal, row=row)
    return Outcome(number, None, found, row, found.public_id, found.patent.title)


def _all(
    declarations: Sequence[Declaration],
    action: str,
    by: User,
    act: Acting,
    *,
    tell: str | None = None,
) -> list[Outcome]:
    outcomes = _attempts(declarations, act)
    if outcomes:
        finish(declarations[0].organization, outcomes, action, by, tell)
    return outcomes


def _attempts(declarations: Sequence[Declaration], act: Acting) -> list[Outcome]:
    _require_few(len(declarations))

    def once(declaration: Declaration) -> Declaration:
        act(declaration)
        return declaration

    return [attempt(each.patent.number, partial(once, each)) for each in declarations]


def _require_few(count: int) -> None:
    if count > LIMIT:
        raise Refused(
            "too_many",
            N_("Choose at most %(limit)s declarations at once; these are %(count)s."),
            status=422,
            limit=LIMIT,
            count=count,
        )
