"""Opening filings: with the effect of a license, with a declaration, with a bar that arises."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link as agreement_link
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import under as agreements_under
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import history, record
from marketplace.declarations.models import Declaration
from marketplace.deeds.queries import terms_in_force
from marketplace.extensions import db
from marketplace.patents.bars import BarResult, blocking
from marketplace.registration import messages, queries
from marketplace.registration.duties import DUTIES
from marketplace.registration.models import Filing, FilingStatus, Note
from marketplace.registration.policies import party_of
from marketplace.registration.services.acts import FILERS
from marketplace.registration.signals import filing_changed
from marketplace.terms.cost import is_free
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES, Duty, FilingDuty

_ARISEN = "filing:bar_arisen"


def open_for_agreement(agreement: Agreement) -> list[Filing]:
    """Open every filing that the route's table names, once; returns those opened now.

    The due day counts from the day of effect: months later the same day number, or the month's
    last (实施细则 15(2); R-66).
    """
    opened: dict[Duty, Filing] = {}
    known = queries.kinds_of(agreement)
    for duty in ROUTES[agreement.route].duties:
        if duty.duty not in known:
            after = opened.get(duty.after) if duty.after else None
            opened[duty.duty] = _of_duty(agreement, duty, after)
    abroad = agreement.licensee.abroad or agreement.licensor.abroad
    if abroad and Duty.EXPORT_REGISTRATION not in known:
        opened[Duty.EXPORT_REGISTRATION] = _of_export(agreement)
    _open(opened.values(), [agreement, *agreement.patents])
    _tell(agreement, list(opened.values()))
    return list(opened.values())


def open_for_declaration(declaration: Declaration, kind: Duty, **values: Any) -> Filing:
    """The filing of a declaration or of its withdrawal; there is one of each."""
    known = queries.one(declaration, kind)
    if known is not None:
        return known
    return open_filing(
        declaration=declaration,
        kind=kind,
        filer=declaration.organization,
        related=[declaration, declaration.patent],
        **values,
    )


def open_withdrawal(agreement: Agreement, bars: list[BarResult]) -> Filing | None:
    """A notice arrived while bars stand or are unknown: warn both sides, and open the duty to
    withdraw the declaration (PRODUCT §5.1). The notice itself is not touched."""
    declaration = agreement.declaration
    if declaration is None or not bars:
        return None
    filing = require_withdrawal(declaration, bars)
    articles = [bar.article for bar in bars]
    event = record("filing:note", filing, SYSTEM, related=[agreement, declaration], bars=articles)
    notify(
        agreement.licensee,
        messages.BARS,
        event=event,
        link=agreement_link(agreement),
        title=filing.title,
        bars=articles,
    )
    return filing


def require_withdrawal(declaration: Declaration, bars: list[BarResult]) -> Filing:
    """The duty to withdraw at once, which stands from the day on which a bar arose (LAW 1.16);
    the patentee is told when it opens, not again for every notice."""
    filing = queries.one(declaration, Duty.WITHDRAWAL)
    fresh = filing is None or filing.status is FilingStatus.NOT_NEEDED
    if filing is None:
        filing = open_for_declaration(
            declaration, Duty.WITHDRAWAL, note=Note.BAR_ARISEN, due_on=clock.today()
        )
    elif fresh:
        filing.move("need")
        filing.note, filing.due_on = Note.BAR_ARISEN, clock.today()
        record("filing:need", filing, SYSTEM, related=[declaration])
    if fresh:
        articles = [bar.article for bar in bars]
        notify(
            declaration.organization,
            messages.WITHDRAWAL,
            event=record("filing:note", filing, SYSTEM, related=[declaration], bars=articles),
            link=messages.link(filing),
            due_on=filing.due_on,
            roles=FILERS,
            title=filing.title,
            bars=articles,
        )
    return filing


def bar_arisen(declaration: Declaration, bars: list[BarResult]) -> Filing:
    """A bar is found while the declaration is in force: its withdrawal is due at once, and whoever
    holds or asked for a license under it is told once of every bar (指南 5-11-2(2), LAW 1.16).
    Licenses stand; an exclusive or sole license beside them is unlawful (专利法 51(3), LAW 2.3)."""
    filing = require_withdrawal(declaration, bars)
    known = {bar for each in history(filing) if each.tag == _ARISEN for bar in each.data["bars"]}
    fresh = [bar.article for bar in bars if bar.article not in known]
    if not fresh:
        return filing
    event = record(_ARISEN, filing, SYSTEM, related=[declaration], bars=fresh)
    for agreement in agreements_under(declaration):
        if agreement.signatures:
            notify(
                agreement.licensee,
                messages.BAR_ARISEN,
                event=event,
                link=agreement_link(agreement),
                title=agreement.title,
                bars=fresh,
            )
    return filing


def still_barred(declaration: Declaration) -> list[BarResult]:
    """The bars that stand or are not stated about the declared patent today."""
    return blocking(declaration.patent, clock.today())


def due_day(effective_on: date, months: int | None) -> date | None:
    """The last day of a duty that the law counts in months from effect; None without one."""
    return clock.add_months(effective_on, months) if months else None


def _of_duty(agreement: Agreement, duty: FilingDuty, after: Filing | None) -> Filing:
    effective_on = agreement.effective_on
    if effective_on is None:
        raise ValueError("filings arise with effect")
    status, note = _need(agreement, duty.duty)
    return _new(
        agreement=agreement,
        kind=duty.duty,
        filer=party_of(agreement, duty.filers[0]),
        article=duty.article or DUTIES[duty.duty].article,
        due_on=due_day(effective_on, duty.months),
        after=after,
        status=status,
        note=note,
    )


def _need(agreement: Agreement, duty: Duty) -> tuple[FilingStatus, Note | None]:
    if duty is Duty.CONTRACT_REGISTRATION and _asks_nothing(terms_in_force(agreement)):
        return FilingStatus.NOT_NEEDED, Note.FREE
    note = Note.NO_PRODUCT_YET if duty is Duty.PRODUCT_FILING else None
    return FilingStatus.DUE, note


def _asks_nothing(terms: Terms) -> bool:
    """Free for good, or a trial: its amounts are those of the contract that it is converted into."""
    return terms.trial is not None or is_free(terms)


def _of_export(agreement: Agreement) -> Filing:
    return _new(
        agreement=agreement,
        kind=Duty.EXPORT_REGISTRATION,
        filer=agreement.licensor,
        note=Note.PARTY_ABROAD,
    )


def open_filing(*, related: list[Any], filer: Organization, kind: Duty, **values: Any) -> Filing:
    """Put a filing on its filer's list; what the table of duties says stands unless given."""
    filing = _new(filer=filer, kind=kind, **values)
    _open([filing], related)
    return filing


def _new(*, filer: Organization, kind: Duty, **values: Any) -> Filing:
    return Filing(
        kind=kind,
        filer=filer,
        article=values.pop("article", DUTIES[kind].article),
        status=values.pop("status", FilingStatus.DUE),
        answers={},
        opened_at=clock.now(),
        **values,
    )


def _open(filings: Collection[Filing], related: Sequence[Any]) -> None:
    """One after the other: in their order they stand on every list."""
    for filing in filings:
        db.session.add(filing)
        db.session.flush()
        record(
            "filing:open",
            filing,
            SYSTEM,
            related=[*related, filing.filer],
            kind=filing.kind.value,
            status=filing.status.value,
            due_on=filing.due_on.isoformat() if filing.due_on else None,
            note=filing.note.value if filing.note else None,
        )
        filing_changed.send(filing, action="open")


def _tell(agreement: Agreement, filings: list[Filing]) -> None:
    """One message to each filer of a dated filing."""
    for filing in filings:
        if filing.due_on is None or not filing.is_open:
            continue
        event = record("filing:note", filing, SYSTEM, related=[agreement], told=filing.filer.name)
        notify(
            filing.filer,
            messages.OPENED,
            event=event,
            link=messages.link(filing),
            due_on=filing.due_on,
            roles=FILERS,
            title=filing.title,
            day=filing.due_on.isoformat(),
        )
