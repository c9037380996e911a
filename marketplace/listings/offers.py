"""The very text of a standing offer: legal text, so the Chinese counts and has a version.

A changed wording gets a new version; signed offers keep the text that was signed.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from marketplace.errors import N_, Refused
from marketplace.listings.models import Listing
from marketplace.terms.clauses import clauses

VERSION: Final = "standing-offer/1"

PATENTS_LINE: Final = "许可专利："
_ZH: Final = {
    "title": "专利实施许可要约（普通许可）",
    "licensor": "许可人：{name}",
    "code": "统一社会信用代码：{code}",
    "patents": PATENTS_LINE,
    "patent": "{place}. {title}，专利号 ZL {number}",
    "offer": (
        "许可人在此向不特定的单位和个人发出要约：任何人在本许可信息发布期间接受下列条款的，"
        "专利实施许可合同自承诺生效时成立。许可人在本许可信息下架前不变更下列条款；"
        "下架不影响此前已经成立的合同。"
    ),
}
_EN: Final = {
    "title": "Offer of a patent license (ordinary license)",
    "licensor": "Licensor: {name}",
    "code": "Unified social credit code: {code}",
    "patents": "Patents licensed:",
    "patent": "{place}. {title}, patent number ZL {number}",
    "offer": (
        "The licensor offers this license to everybody: whoever accepts the terms below while "
        "this listing is published concludes a patent license contract when the acceptance takes "
        "effect. The licensor does not change the terms before the listing is taken off; taking "
        "it off does not touch contracts concluded before."
    ),
}


@dataclass(frozen=True)
class OfferText:
    """What a signatory reads and signs; `sha256` is over the UTF-8 bytes of the Chinese text."""

    version: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def offer_text(listing: Listing) -> OfferText:
    """The Chinese text that is signed; Refused while the listing has no terms of its own."""
    return OfferText(VERSION, _text(listing, _ZH, "zh"))


def reading_text(listing: Listing) -> str:
    """The English text, for reading only."""
    return _text(listing, _EN, "en")


def _text(listing: Listing, words: dict[str, str], language: str) -> str:
    terms = listing.record
    if terms is None:
        raise Refused("no_terms", N_("Enter the terms of the license."))
    organization = listing.organization
    lines = [words["title"], words["licensor"].format(name=organization.name)]
    if organization.code:
        lines.append(words["code"].format(code=organization.code))
    lines.append(words["patents"])
    lines += [
        words["patent"].format(place=place, title=patent.title, number=patent.number)
        for place, patent in enumerate(listing.patents, start=1)
    ]
    lines.append(words["offer"])
    lines += [f"{c.number}. {c.heading}\n{c.text}" for c in clauses(terms, language)]
    return "\n".join(lines) + "\n"
