"""Filings that follow later: the change and the end of what was recorded, and an institution's year."""

from datetime import date, timedelta

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind, User
from marketplace.accounts.policies import may_manage
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.deeds.models import Deed
from marketplace.deeds.queries import deeds_of
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.registration import messages, queries
from marketplace.registration.duties import DUTIES, YEARLY
from marketplace.registration.models import NOT_SUBMITTED, Filing, FilingStatus, Note
from marketplace.registration.services.acts import FILERS
from marketplace.registration.services.opening import open_filing
from marketplace.terms.routes import Duty
from marketplace.terms.timeline import license_period

_NOTHING_FILED = frozenset({FilingStatus.NOT_NEEDED, FilingStatus.CANCELLED})
_RECORDED = frozenset({FilingStatus.DONE, FilingStatus.CHANGED})
_INSTITUTIONS = frozenset(
    {OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE, OrganizationKind.HOSPITAL}
)


def note_end(agreement: Agreement) -> None:
    """The license is over: whoever recorded it has the recordal cancelled. The 30 days that offices
    ask for are not confirmed, so they remind and make nothing overdue."""
    recordal = queries.one(agreement, Duty.RECORDAL)
    if recordal is None or recordal.status not in _RECORDED:
        return
    recordal.note = Note.AGREEMENT_ENDED
    filing = _open_about_recordal(
        recordal,
        Duty.RECORDAL_CANCELLATION,
        Note.LICENSE_ENDED,
        (agreement.ended_on or clock.today())
        + timedelta(DUTIES[Duty.RECORDAL_CANCELLATION].advised_days),
    )
    event = record("filing:note", recordal, SYSTEM, related=[agreement], note=recordal.note.value)
    notify(
        recordal.filer,
        messages.ENDED,
        event=event,
        link=messages.link(filing),
        due_on=filing.advised_on,
        roles=FILERS,
        title=recordal.title,
    )


def note_never(agreement: Agreement) -> None:
    """The license never took effect: what was not filed yet is not needed; of what was filed, its
    filer is asked to take it back or to have it cancelled. A recordal has its own cancellation, see
    ``note_end``."""
    for filing in queries.of_agreement(agreement):
        if filing.status in NOT_SUBMITTED:
            filing.move("overtake")
            filing.note = Note.NEVER_EFFECTIVE
            record("filing:overtake", filing, SYSTEM, related=[agreement])
        elif not _has_cancellation(filing) and filing.status not in _NOTHING_FILED:
            filing.note = Note.NEVER_EFFECTIVE
            event = record(
                "filing:note", filing, SYSTEM, related=[agreement], note=filing.note.value
            )
            notify(
                filing.filer,
                messages.NEVER_EFFECTIVE,
                event=event,
                link=messages.link(filing),
                roles=FILERS,
                title=filing.title,
            )


def _has_cancellation(filing: Filing) -> bool:
    return filing.kind is Duty.RECORDAL and filing.status in _RECORDED


def note_amendment(deed: Deed) -> None:
    """The contract says something else now: who recorded or registered it files the change."""
    agreement = deed.agreement
    for duty in (Duty.RECORDAL, Duty.CONTRACT_REGISTRATION):
        filing = queries.one(agreement, duty)
        if filing is None or filing.status in _NOTHING_FILED:
            continue
        filing.note = Note.AGREEMENT_AMENDED
        about = filing
        if duty is Duty.RECORDAL and filing.status in _RECORDED:
            about = _open_about_recordal(
                filing,
                Duty.RECORDAL_CHANGE,
                Note.CHANGE_TO_RECORD,
                advised_day(deed),
                occasion=str(deed.ordinal),
            )
        event = record(
            "filing:note", filing, SYSTEM, related=[agreement, deed], note=filing.note.value
        )
        notify(
            filing.filer,
            messages.AMENDED,
            event=event,
            link=messages.link(about),
            due_on=about.awaited_on,
            roles=FILERS,
            title=filing.title,
            day=deed.effective_on.isoformat() if deed.effective_on else "",
        )


def note_product(agreement: Agreement) -> None:
    """A product is made under the license: its filing is to be done now."""
    filing = queries.one(agreement, Duty.PRODUCT_FILING)
    if filing is not None and filing.note is Note.NO_PRODUCT_YET:
        filing.note = None
        record("filing:need", filing, SYSTEM, related=[agreement])


def advised_day(deed: Deed) -> date:
    """The day by which to have an amendment recorded: an extension two months before the period
    that it extends ends, anything else with the change. A reminder, not a term of law."""
    effective_on = deed.effective_on or clock.today()
    before, after = _last_days(deed)
    if before is None or after is None or after <= before:
        return effective_on
    return clock.add_months(before, DUTIES[Duty.RECORDAL_CHANGE].advised_months)


def open_yearly(organization: Organization, kind: Duty, year: int, by: User) -> Filing:
    """Put what an institution files about one of its years on its list; there is one of each.

    Refused for organizations that are not universities, institutes or hospitals."""
    if not may_manage(by, organization):
        raise NotAllowed()
    if kind not in YEARLY or organization.kind not in _INSTITUTIONS:
        raise Refused(
            "not_an_institution",
            N_("Universities, research institutes and hospitals file this; others need not."),
        )
    if not 2015 <= year <= clock.today().year:
        raise Refused(
            "year_unfit",
            N_("Enter a year from 2015 to this year."),
            status=422,
            field="year",
        )
    known = queries.one(organization, kind, str(year))
    if known is not None:
        return known
    return open_filing(
        organization=organization,
        kind=kind,
        occasion=str(year),
        filer=organization,
        note=Note.YEARLY,
        related=[organization],
    )


def _open_about_recordal(
    recordal: Filing, kind: Duty, note: Note, advised_on: date, occasion: str = ""
) -> Filing:
    agreement = recordal.agreement
    if agreement is None:  # pragma: no cover - a recordal is about an agreement
        raise ValueError("a recordal is about an agreement")
    known = queries.one(agreement, kind)
    if known is not None:
        return _again(known, note, advised_on, occasion)
    return open_filing(
        agreement=agreement,
        kind=kind,
        occasion=occasion,
        filer=recordal.filer,
        note=note,
        advised_on=advised_on,
        related=[agreement, *agreement.patents],
    )


def _again(filing: Filing, note: Note, advised_on: date, occasion: str) -> Filing:
    """A further amendment: what was recorded before is due again; what is still open says more now."""
    if filing.status is FilingStatus.DONE:
        filing.renew(occasion)
        record("filing:renew", filing, SYSTEM, related=[filing.subject], occasion=occasion)
    filing.note, filing.advised_on, filing.occasion = note, advised_on, occasion
    return filing


def _last_days(deed: Deed) -> tuple[date | None, date | None]:
    """The last day of the license before an amendment and after it."""
    agreement, effective_on = deed.agreement, deed.agreement.effective_on
    if effective_on is None:
        return None, None
    earlier = [each.record for each in deeds_of(agreement) if each.terms and each.id < deed.id]
    before = earlier[-1] if earlier else agreement.record
    return license_period(before, effective_on)[1], license_period(deed.record, effective_on)[1]
