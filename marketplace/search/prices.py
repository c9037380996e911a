"""The figure on a card: what a license taken today asks for first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from marketplace.terms.cost import is_free, is_free_on, is_pay_later
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule
from marketplace.terms.summary import headline, summary
from marketplace.terms.wording import percent
from marketplace.web import money

Words = Callable[..., str]
"""``gettext``, or something that remembers what it said."""


@dataclass(frozen=True)
class Price:
    """``figure`` in large letters under ``label``; ``note`` is the whole fee in one line."""

    label: str
    figure: str
    note: str


def price_of(offers: Sequence[Terms], day: date, language: str, _: Words = gettext) -> Price | None:
    """The price of a listing with these terms; of a group it says that each has its own."""
    if not offers:
        return None
    first, note = offers[0], summary(offers[0], language)
    if any(terms != first for terms in offers[1:]):
        return Price(_("Each patent"), _("Own terms"), note)
    label, figure = _figure(first, day, language, _)
    return Price(label, figure, "" if is_free(first) or note == figure else note)


def _figure(terms: Terms, day: date, language: str, _: Words) -> tuple[str, str]:
    if terms.transfer is not None:
        return _("Transfer"), _transfer(terms, _)
    if is_free_on(terms, day):
        return _("Now"), _("Free of charge")
    if is_pay_later(terms):
        months = terms.deferral.months_after_effect if terms.deferral else None
        later = _("After %(number)s months", number=months) if months else _("After the trigger")
        return _("First payment"), later
    due = [line for line in schedule(terms, day) if line.due_on == day and line.amount_fen]
    if due:
        amount = money(sum(line.amount_fen or 0 for line in due))
        return (_("Once") if terms.lump_sum and not terms.royalty else _("At signing")), amount
    if terms.royalty and terms.royalty.tiers[0].rate_ppm is not None:
        return _("Royalty"), percent(terms.royalty.tiers[0].rate_ppm)
    return _("First payment"), headline(terms, day, language)


def _transfer(terms: Terms, _: Words) -> str:
    transfer = terms.transfer
    if transfer is not None and transfer.price_fen:
        return money(transfer.price_fen)
    if transfer is not None and transfer.shares_ppm:
        return percent(transfer.shares_ppm)
    return _("Negotiable")
