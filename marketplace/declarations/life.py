"""The life of a declaration as a chain, and who has to do what next, in plain words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from marketplace import clock
from marketplace.declarations import materials
from marketplace.declarations.models import CLOSED, Declaration, DeclarationStatus
from marketplace.in_house.queries import notice_of
from marketplace.web_parts.chain import Station, StationState

S = DeclarationStatus
_ORDER = (S.PREPARING, S.APPROVING, S.IN_HOUSE_NOTICE, S.READY, S.SUBMITTED, S.ANNOUNCED)
_PLACE = {
    **{status: place for place, status in enumerate(_ORDER)},
    S.CORRECTION: _ORDER.index(S.SUBMITTED),
    S.NOT_ANNOUNCED: _ORDER.index(S.SUBMITTED),
}
_LAST = len(_ORDER)


@dataclass(frozen=True)
class Waiting:
    """What is waiting, for whom, until when."""

    who: str
    what: str
    due_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def chain(declaration: Declaration) -> list[Station]:
    """The stations from the papers to the end of the declaration, with their days."""
    stations = [
        _station(declaration, "papers", _("Papers"), S.PREPARING, declaration.approval_asked_at),
        _station(declaration, "approval", _("Approval"), S.APPROVING, declaration.approved_at),
        _in_house(declaration),
        _station(declaration, "filed", _("Filed"), S.READY, declaration.submitted_on),
        _office(declaration),
    ]
    if declaration.announced_elsewhere:
        elsewhere = _("before joining")
        stations[:4] = [
            Station(each.key, each.label, StationState.NOT_NEEDED, note=elsewhere)
            for each in stations[:4]
        ]
    return [*stations, *_end(declaration)]


def waiting(declaration: Declaration) -> Waiting | None:
    """Whose turn it is now; None where nothing is waiting for anybody."""
    ours = declaration.organization.name
    another = _("another person of %(organization)s", organization=ours)
    office = _("the patent office")
    turns: dict[DeclarationStatus, Waiting] = {
        S.PREPARING: Waiting(ours, _("finishes the papers and puts them forward")),
        S.APPROVING: Waiting(another, _("approves the papers or returns them")),
        S.IN_HOUSE_NOTICE: Waiting(
            ours, _("closes the in-house notice when it has run"), _notice_ends_on(declaration)
        ),
        S.READY: _ready(declaration),
        S.SUBMITTED: Waiting(another, _("compares the entry with the gazette"))
        if declaration.awaits_check
        else Waiting(office, _("announces the declaration, asks for a correction or refuses")),
        S.CORRECTION: Waiting(
            ours, _("corrects the papers and files them again"), declaration.correction_due_on
        ),
        S.WITHDRAWING: Waiting(office, _("announces the withdrawal or refuses it")),
    }
    return turns.get(declaration.status)


def _ready(declaration: Declaration) -> Waiting:
    wanting = materials.missing(declaration)
    if any(each.code == "co_owners_missing" for each in wanting):
        names = next(each.params["names"] for each in wanting if each.code == "co_owners_missing")
        return Waiting(names, _("states whether it agrees"))
    who = declaration.mandate.name if declaration.mandate else declaration.organization.name
    if wanting:
        return Waiting(declaration.organization.name, _("completes the materials"))
    return Waiting(who, _("files the papers at the office"))


def _station(
    declaration: Declaration, key: str, label: str, status: DeclarationStatus, done: Any
) -> Station:
    here, there = _PLACE.get(declaration.status, _LAST), _PLACE[status]
    if here > there:
        return Station(key, label, StationState.DONE, _as_day(done))
    return Station(key, label, StationState.DUE if here == there else StationState.WAITING)


def _in_house(declaration: Declaration) -> Station:
    label = _("In-house notice")
    if not declaration.needs_in_house_notice:
        reason = _("no state institution")
        return Station("in_house", label, StationState.NOT_NEEDED, note=reason)
    station = _station(
        declaration, "in_house", label, S.IN_HOUSE_NOTICE, declaration.in_house_passed_on
    )
    if declaration.status is S.IN_HOUSE_NOTICE:
        return Station("in_house", label, station.state, _notice_ends_on(declaration))
    return station


def _notice_ends_on(declaration: Declaration) -> date | None:
    """The last day of the in-house notice in which the declaration stands now."""
    if declaration.status is not S.IN_HOUSE_NOTICE:
        return None
    notice = notice_of(declaration)
    return notice.ends_on if notice else None


def _office(declaration: Declaration) -> Station:
    if declaration.status is S.NOT_ANNOUNCED:
        day = declaration.not_announced_on
        return Station("announced", _("Not announced"), StationState.OVERDUE, day)
    if declaration.status is S.CORRECTION:
        due = declaration.correction_due_on
        late = due is not None and due < clock.today()
        state = StationState.OVERDUE if late else StationState.DUE
        return Station("announced", _("Correction"), state, due)
    done = declaration.announced_on if declaration.is_announced else None
    return _station(declaration, "announced", _("Announced"), S.SUBMITTED, done)


def _end(declaration: Declaration) -> list[Station]:
    if declaration.status is S.WITHDRAWING:
        day = declaration.withdrawal_requested_on
        return [Station("end", _("Withdrawal requested"), StationState.DUE, day)]
    if declaration.status in CLOSED and declaration.closed_on is not None:
        words = {
            S.WITHDRAWN: _("Withdrawn"),
            S.ENDED: _("Ended"),
            S.REVOKED: _("Revoked"),
            S.EXPIRED: _("Expired"),
        }
        label = words[declaration.status]
        return [Station("end", label, StationState.DONE, declaration.closed_on)]
    return []


def _as_day(done: Any) -> date | None:
    return clock.shanghai_day(done) if hasattr(done, "hour") else done
