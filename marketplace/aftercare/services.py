"""Adding entries. Nothing is changed or taken away: a mistake is put right by a further entry."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.aftercare import policies
from marketplace.aftercare.models import AftercareEntry, EntryKind
from marketplace.aftercare.queries import items_of, suggested_items
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db

ANSWERED = {
    EntryKind.HANDED_OVER: EntryKind.ITEM,
    EntryKind.RECEIVED: EntryKind.ITEM,
    EntryKind.DONE: EntryKind.NEXT_STEP,
}
"""Kinds that answer an entry, and the kind that they answer."""
_PAST = frozenset(EntryKind) - {EntryKind.ITEM, EntryKind.NEXT_STEP}


def add(
    agreement: Agreement,
    side: Side,
    kind: EntryKind,
    by: User,
    *,
    title: str = "",
    text: str = "",
    on: date | None = None,
    about: AftercareEntry | None = None,
) -> AftercareEntry:
    """One side adds an entry; ``on`` is a Shanghai day, for what has happened not a later one than
    today. Refused before the license took effect, and for what was answered before."""
    if not policies.may_write(by, agreement, side, kind):
        raise NotAllowed()
    _lock(agreement)
    _require_effect(agreement)
    if kind in _PAST and on is not None and on > clock.today():
        raise Refused(
            "aftercare_future",
            N_("This day has not come yet. Enter the day on which it happened."),
            field="on",
        )
    _require_fit(agreement, kind, about)
    return _enter(agreement, side, kind, by, title=title, text=text, on=on, about=about)


def begin_handover(agreement: Agreement, side: Side, by: User) -> int:
    """Put what terms and listing promise on the list, once; returns how many items were added."""
    if not policies.may_write(by, agreement, side, EntryKind.ITEM):
        raise NotAllowed()
    _lock(agreement)
    _require_effect(agreement)
    if items_of(agreement):
        raise Refused(
            "handover_begun", N_("The list has items already. Add what is missing one by one.")
        )
    found = suggested_items(agreement)
    for title, due_on in found:
        _enter(agreement, side, EntryKind.ITEM, by, title=title, on=due_on)
    return len(found)


def _enter(
    agreement: Agreement,
    side: Side,
    kind: EntryKind,
    by: User,
    *,
    title: str = "",
    text: str = "",
    on: date | None = None,
    about: AftercareEntry | None = None,
) -> AftercareEntry:
    entry = AftercareEntry(
        agreement=agreement,
        side=side,
        kind=kind,
        about=about,
        title=title,
        text=text,
        on=on,
        author=by,
    )
    db.session.add(entry)
    record(
        "aftercare:add",
        entry,
        by,
        related=[agreement],
        kind=kind.value,
        on=on.isoformat() if on else None,
    )
    return entry


def _require_effect(agreement: Agreement) -> None:
    if agreement.effective_on is None:
        raise Refused("no_license_yet", N_("This begins once the license has taken effect."))


def _require_fit(agreement: Agreement, kind: EntryKind, about: AftercareEntry | None) -> None:
    wanted = ANSWERED.get(kind)
    if (about.kind if about else None) is not wanted:
        raise Refused("aftercare_unfit", N_("Choose the entry that this answers."), field="about")
    if about is None:
        return
    if about.agreement_id != agreement.id:
        raise NotAllowed()
    if about.answer(kind) is not None:
        raise Refused("aftercare_answered", N_("This was entered before. Look at the list."))


def _lock(agreement: Agreement) -> None:
    db.session.execute(lock(db.select(Agreement.id).where(Agreement.id == agreement.id)))
    db.session.expire_all()
