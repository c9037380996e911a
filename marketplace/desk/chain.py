"""The chain of one deal: the stations of its route and how far each of them is.

Pure: everything is in the ``Deal``; no database, no request. ``ROUTES[route].stations`` says which
stations there are; this module says what each of them shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from marketplace import clock
from marketplace.agreements.lifecycles import ENDED, AgreementStatus
from marketplace.agreements.models import Agreement, Side
from marketplace.in_house.queries import notice_of
from marketplace.obligations.models import UNPAID, Obligation, ObligationStatus
from marketplace.registration.models import Filing, FilingStatus, Note
from marketplace.terms.cost import is_free
from marketplace.terms.routes import ROUTES, Duty
from marketplace.terms.routes import Station as Stop
from marketplace.terms.schedule import schedule
from marketplace.web import day as iso_day
from marketplace.web import label, money
from marketplace.web_parts.chain import Station, StationState

_RECEIVED = frozenset({FilingStatus.DONE, FilingStatus.CHANGED, FilingStatus.CANCELLED})


@dataclass(frozen=True)
class Deal:
    """All that a chain is made from, as of the Shanghai day ``today``.

    ``paid_on`` is the value day of the last payment that counts.
    """

    agreement: Agreement
    today: date
    obligations: Sequence[Obligation] = ()
    filings: Sequence[Filing] = ()
    paid_on: date | None = None

    @property
    def is_over(self) -> bool:
        """Nothing more will happen at stations that were not reached."""
        return self.agreement.status in ENDED

    def filing(self, duty: Duty) -> Filing | None:
        return next((each for each in self.filings if each.kind is duty), None)


@dataclass(frozen=True)
class Made:
    """What one station shows."""

    state: StationState
    day: date | None = None
    note: str = ""
    anchor: str = ""


_WAITING = Made(StationState.WAITING)


def stations(deal: Deal, links: Callable[[str], str] | None = None) -> list[Station]:
    """The stations of the deal's route in order, in the reader's language.

    ``links`` makes an address from an anchor of the agreement's page or from ``filing:<id>``;
    without it the stations are plain, as rows in lists need them.
    """
    made = []
    for stop in ROUTES[deal.agreement.route].stations:
        shown = _MAKERS[stop](deal)
        if deal.is_over and shown.state in (StationState.WAITING, StationState.DUE):
            shown = Made(StationState.NOT_NEEDED, note=str(label(deal.agreement.status)))
        made.append(
            Station(
                key=stop.value,
                label=str(label(stop)),
                state=shown.state,
                day=shown.day,
                note=shown.note,
                url=links(shown.anchor) if links and shown.anchor else None,
                beside=_is_beside(deal, stop),
            )
        )
    return made


def _is_beside(deal: Deal, stop: Stop) -> bool:
    """Whether the filing runs at the same time as the recordal before it (routes table)."""
    rules = ROUTES[deal.agreement.route]
    if stop is not Stop.CONTRACT_REGISTRATION or Stop.RECORDAL not in rules.stations:
        return False
    return all(duty.after is None for duty in rules.duties if duty.duty is _DUTIES[stop])


# Before the license -------------------------------------------------------------------------


def _declaration(deal: Deal) -> Made:
    declaration = deal.agreement.declaration
    if declaration is None:
        return _WAITING
    note = str(label(declaration.status)) if declaration.is_closed else ""
    if declaration.is_announced:
        return Made(StationState.DONE, declaration.announced_on, note, "subject")
    return Made(StationState.WAITING, note=str(label(declaration.status)), anchor="subject")


def _publication(deal: Deal) -> Made:
    listing = deal.agreement.listing
    if listing is None or listing.published_at is None:
        return _WAITING
    return Made(StationState.DONE, clock.shanghai_day(listing.published_at), anchor="subject")


def _notice(deal: Deal) -> Made:
    agreement = deal.agreement
    if agreement.delivered_on is not None:
        return Made(StationState.DONE, agreement.delivered_on, anchor="delivery")
    if agreement.status is AgreementStatus.DRAFT:
        return Made(StationState.DUE, note=_("to be signed"), anchor="next")
    if agreement.status is AgreementStatus.HELD:
        return Made(StationState.DUE, note=held_words(agreement), anchor="next")
    return Made(StationState.DUE, note=_("sent, not delivered yet"), anchor="delivery")


def _in_house_notice(deal: Deal) -> Made:
    agreement = deal.agreement
    if not agreement.licensor.is_state_institution:
        return Made(StationState.NOT_NEEDED, note=_("no state institution"))
    if agreement.elsewhere:
        return Made(StationState.NOT_NEEDED, note=_("not on this platform"))
    shown = notice_of(agreement)
    if shown is not None and shown.passed_on is not None:
        return Made(StationState.DONE, shown.passed_on, _("passed"))
    if shown is not None:
        return Made(StationState.DUE, shown.ends_on, _("running"), "next")
    if agreement.signature(Side.LICENSOR) is not None:
        return Made(StationState.DONE, note=_("passed"))
    return _WAITING


def _signature(deal: Deal) -> Made:
    agreement = deal.agreement
    signed = {each.side: each for each in agreement.signatures}
    if agreement.elsewhere and agreement.first_signed_at is not None:
        day = clock.shanghai_day(agreement.first_signed_at)
        return Made(StationState.DONE, day, _("not on this platform"), "document")
    if len(signed) >= ROUTES[agreement.route].signatures_needed and signed:
        last = max(each.signed_at for each in signed.values())
        return Made(StationState.DONE, clock.shanghai_day(last), anchor="signatures")
    if agreement.status is AgreementStatus.DRAFT and not signed:
        return Made(StationState.DUE, note=_("to be signed"), anchor="next")
    if signed:
        missing = Side.LICENSEE if Side.LICENSOR in signed else Side.LICENSOR
        note = _("%(side)s still to sign", side=label(missing))
        return Made(StationState.DUE, agreement.invitation_ends_on, note, "next")
    return _WAITING


def _conclusion(deal: Deal) -> Made:
    concluded_at = deal.agreement.concluded_at
    if concluded_at is None:
        return _WAITING
    return Made(StationState.DONE, clock.shanghai_day(concluded_at), anchor="signatures")


def _effect(deal: Deal) -> Made:
    agreement = deal.agreement
    if agreement.status is AgreementStatus.SET_ASIDE:
        return Made(StationState.NOT_NEEDED, note=str(label(agreement.status)), anchor="history")
    if agreement.effective_on is None:
        return _WAITING
    note = "" if agreement.status is AgreementStatus.EFFECTIVE else str(label(agreement.status))
    return Made(StationState.DONE, agreement.effective_on, note, "document")


def held_words(agreement: Agreement) -> str:
    """Why a signed notice is not served yet."""
    if agreement.held_reason == "export_check":
        return _("held for the export check")
    return _("held until verification")


# Payment ------------------------------------------------------------------------------------


def _payment(deal: Deal) -> Made:
    rows = [row for row in deal.obligations if row.status is not ObligationStatus.VOID]
    if not rows:
        return _payment_foreseen(deal)
    late = [row.due_on for row in rows if row.is_overdue(deal.today) and row.due_on]
    if late:
        owed = sum(row.open_fen for row in rows if row.is_overdue(deal.today))
        return Made(StationState.OVERDUE, min(late), money(owed), "payments")
    now = [row for row in rows if row.open_fen and row.due_on == deal.today]
    if now:
        owed = sum(row.open_fen for row in now)
        return Made(StationState.DUE, deal.today, money(owed), "payments")
    return _payment_later(deal, rows)


def _payment_later(deal: Deal, rows: Sequence[Obligation]) -> Made:
    """Nothing is payable today: paid so far, paid in full, or the first day still ahead."""
    open_rows = [row for row in rows if row.status in UNPAID]
    ahead = min((row.due_on for row in open_rows if row.due_on), default=None)
    if any(row.status is ObligationStatus.ON_HOLD for row in rows):
        return Made(StationState.WAITING, note=_("on hold"), anchor="payments")
    if any(row.paid_fen for row in rows):
        note = _("next %(day)s", day=iso_day(ahead)) if ahead else ""
        return Made(StationState.DONE, deal.paid_on, note, "payments")
    if not open_rows:
        return Made(StationState.NOT_NEEDED, note=_("waived"), anchor="payments")
    if ahead is not None:
        note = _("first on %(day)s", day=iso_day(ahead))
        return Made(StationState.WAITING, note=note, anchor="payments")
    return Made(StationState.WAITING, note=_("after its trigger"), anchor="payments")


def _payment_foreseen(deal: Deal) -> Made:
    """Before anything was delivered or concluded, the terms alone say what comes."""
    terms = deal.agreement.record
    if is_free(terms) and terms.transfer is None:
        return Made(StationState.NOT_NEEDED, note=_("nothing to pay"))
    if deal.agreement.effective_on is not None:
        return Made(StationState.WAITING, note=_("nothing due yet"), anchor="payments")
    lines = [line for line in schedule(terms, deal.today) if line.due_on]
    if lines and lines[0].due_on == deal.today:
        return _WAITING
    return Made(StationState.WAITING, note=_("nothing due yet"))


# Filings ------------------------------------------------------------------------------------


def _filing(deal: Deal, stop: Stop) -> Made:
    filing = deal.filing(_DUTIES[stop])
    if filing is None:
        return _WAITING
    anchor = f"filing:{filing.public_id}"
    if filing.status is FilingStatus.NOT_NEEDED:
        return Made(StationState.NOT_NEEDED, note=_reason(filing), anchor=anchor)
    if filing.status in _RECEIVED:
        note = "" if filing.status is FilingStatus.DONE else str(label(filing.status))
        return Made(StationState.DONE, filing.done_on, note, anchor)
    if filing.is_overdue(deal.today):
        return Made(StationState.OVERDUE, filing.due_on, _("late is still possible"), anchor)
    if filing.waits_for is not None:
        note = _("after: %(filing)s", filing=label(filing.waits_for.kind))
        return Made(StationState.WAITING, note=note, anchor=anchor)
    if filing.note is Note.NO_PRODUCT_YET and filing.status is FilingStatus.DUE:
        return Made(StationState.NOT_NEEDED, note=_("no product yet"), anchor=anchor)
    at_rest = filing.status is FilingStatus.DUE
    note = "" if at_rest and filing.due_on else str(label(filing.status))
    return Made(StationState.DUE, filing.due_on, note, anchor)


def _reason(filing: Filing) -> str:
    return filing.note_text or (str(label(filing.note)) if filing.note else "")


def _filing_maker(stop: Stop) -> Callable[[Deal], Made]:
    return lambda deal: _filing(deal, stop)


_DUTIES = {
    Stop.RECORDAL: Duty.RECORDAL,
    Stop.CONTRACT_REGISTRATION: Duty.CONTRACT_REGISTRATION,
    Stop.FEEDBACK: Duty.FEEDBACK,
    Stop.PRODUCT_FILING: Duty.PRODUCT_FILING,
    Stop.ASSIGNMENT_REGISTRATION: Duty.ASSIGNMENT_REGISTRATION,
}
_MAKERS: dict[Stop, Callable[[Deal], Made]] = {
    Stop.DECLARATION: _declaration,
    Stop.PUBLICATION: _publication,
    Stop.IN_HOUSE_NOTICE: _in_house_notice,
    Stop.NOTICE: _notice,
    Stop.SIGNATURE: _signature,
    Stop.CONCLUSION: _conclusion,
    Stop.EFFECT: _effect,
    Stop.PAYMENT: _payment,
    **{stop: _filing_maker(stop) for stop in _DUTIES},
}
