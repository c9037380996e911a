"""What a result card shows, in the reader's language; texts are marked and escaped here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import Row

from marketplace.declarations.models import CLOSED, IN_FORCE
from marketplace.patents.enums import LegalStatus
from marketplace.search import queries
from marketplace.search.backend import FREE_FOR_EVER
from marketplace.search.documents import free_until
from marketplace.search.highlight import excerpt, highlight
from marketplace.search.prices import Price, price_of
from marketplace.terms.cost import is_pay_later
from marketplace.terms.record import Terms, load
from marketplace.web import label

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Card:
    """``tags``: dicts of text and tone; ``meta``: the small line; ``url`` of the whole card."""

    title: Markup
    url: str
    summary: Markup
    tags: Sequence[Mapping[str, str]]
    meta: Sequence[str]
    price: Price | None = None
    action: str = ""


class Cards:
    """Makes the cards of one page; words that every card needs are looked up once."""

    def __init__(self, marks: Sequence[str], today: date, language: str) -> None:
        self._marks = marks
        self._today = today
        self._language = language
        self._said = _Said()

    def listings(self, keys: Sequence[str]) -> list[Card]:
        return [self._listing(row, items) for row, items in queries.listing_rows(keys)]

    def patents(self, keys: Sequence[str]) -> list[Card]:
        listed = queries.listed_numbers(keys)
        return [self._patent(row, listed.get(row.number)) for row in queries.patent_rows(keys)]

    def _listing(self, row: Row[Any], items: Sequence[Row[Any]]) -> Card:
        _ = self._said
        offers = _offers(row, items)
        title = row.title or (items[0].title if items else "")
        return Card(
            title=highlight(title, self._marks),
            url=f"/listings/{row.public_id}",
            summary=self._summary(row.summary or row.uses),
            tags=[*self._offer_tags(row, items, offers), *self._kind_tags(items)],
            meta=self._meta(row.licensor, items),
            price=price_of(offers, self._today, self._language, self._said),
            action=_("View license"),
        )

    def _patent(self, row: Row[Any], listing: str | None) -> Card:
        _ = self._said
        text = "" if row.text_private else row.advantage or row.abstract or ""
        tags = [*self._kind_tags([row])]
        if row.legal_status is not LegalStatus.NOT_STATED:
            tags.append({"text": _.label(row.legal_status)})
        if listing:
            tags.insert(0, {"text": _("License offered"), "tone": "done"})
        return Card(
            title=highlight(row.title, self._marks),
            url=f"/listings/{listing}" if listing else f"/patents/{row.number}",
            summary=self._summary(text),
            tags=tags,
            meta=self._meta(queries.patentee(row), [row]),
            action=_("View license") if listing else _("View patent"),
        )

    def _summary(self, text: str) -> Markup:
        return highlight(excerpt(text, self._marks), self._marks)

    def _offer_tags(
        self, row: Row[Any], items: Sequence[Row[Any]], offers: Sequence[Terms]
    ) -> list[dict[str, str]]:
        _ = self._said
        tags = []
        if row.fee_mode:
            tags.append(self._fee_tag(row, offers))
        if row.route:
            tags.append({"text": _.label(row.route), "tone": "accent"})
        if not row.terms and not any(_in_force(item) for item in items):
            open_ones = any(item.declared and item.declared not in CLOSED for item in items)
            text = _("Declaration in progress") if open_ones else _("Declaration ended")
            tags.append({"text": text, "tone": "due" if open_ones else "plain"})
        return tags

    def _fee_tag(self, row: Row[Any], offers: Sequence[Terms]) -> dict[str, str]:
        _ = self._said
        until = max((free_until(terms, self._today) or 0 for terms in offers), default=0)
        if self._today.toordinal() <= until < FREE_FOR_EVER:
            day = date.fromordinal(until).isoformat()
            return {"text": _("Free through %(day)s", day=day), "tone": "done"}
        tone = "done" if until else "due" if any(map(is_pay_later, offers)) else "accent"
        return {"text": _.label(row.fee_mode), "tone": tone}

    def _kind_tags(self, items: Sequence[Row[Any]]) -> list[dict[str, str]]:
        _ = self._said
        if not items:
            return []
        if len(items) > 1:
            return [{"text": _("%(number)s patents", number=len(items)), "tone": "plain"}]
        left = (items[0].expires_on - self._today).days
        if left < 0:
            return [{"text": _.label(items[0].kind), "tone": "plain"}, {"text": _("Term over")}]
        text = _(
            "%(kind)s · %(years)s years left",
            kind=_.label(items[0].kind),
            years=int(left / DAYS_PER_YEAR),
        )
        return [{"text": text, "tone": "plain"}]

    def _meta(self, holder: str, items: Sequence[Row[Any]]) -> list[str]:
        if not items:
            return [holder]
        symbols = [f"{symbol[:4]} {symbol[4:]}".strip() for symbol in items[0].ipc[:1]]
        return [holder, f"ZL {items[0].number}", *symbols]


class _Said:
    """Words for the cards of one page; each is looked up once, however many cards need it."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._labels: dict[Any, str] = {}

    def __call__(self, text: str, **params: Any) -> str:
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = gettext(text)
        return known % params if params else known

    def label(self, member: Any) -> str:
        known = self._labels.get(member)
        if known is None:
            known = self._labels[member] = str(label(member))
        return known


def _offers(row: Row[Any], items: Sequence[Row[Any]]) -> list[Terms]:
    """The listing's own terms, else those of its declarations, in the order of its patents."""
    if row.terms:
        return [load(row.terms)]
    return [load(item.terms) for item in items if item.terms]


def _in_force(item: Row[Any]) -> bool:
    return item.declared in IN_FORCE and item.checked_at is not None
