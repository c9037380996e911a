"""The parts that messages are made of, and which of their facts happen once.

Two parts are kept apart, because not every receiver may have them: ``confidential`` holds negotiated
prices and reported volumes, ``person`` the name of a natural person.
"""

import re
from datetime import date
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.patents.models import Patent
from marketplace.patents.reference import technology_field
from marketplace.payments.models import PaymentStatus
from marketplace.terms.record import Terms, as_data

Data = dict[str, Any]

CONFIDENTIAL = "confidential"
PERSON = "person"

_ONCE = (
    "published_on",
    "number",
    "announced_on",
    "effective_on",
    "declaration",
    "evaluated_on",
    "filed_on",
    "recognition_number",
    "recognized_on",
)
_CONTACT = re.compile(
    r"[^\s@，、；（）]+@[^\s@，、；（）]+|(?<!\d)(?:\d{17}[\dXx]|(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)",
    re.ASCII,
)
_TERMS = frozenset(
    {
        "schema_version",
        "currency",
        "fee_mode",
        "period",
        "entry_fee",
        "lump_sum",
        "instalments",
        "royalty",
        "free_window",
    }
)


def party(organization: Organization) -> Data:
    """A party: a unit with name, credit code and region; of a natural or foreign person only the
    kind, with the name in a part of its own."""
    known = {
        "id": organization.public_id,
        "kind": organization.kind.value,
        "region": organization.region,
        "abroad": organization.abroad,
    }
    if organization.kind.has_code:
        return known | {"name": organization.name, "code": organization.code}
    return known | {PERSON: {"name": organization.name}}


def patent(found: Patent) -> Data:
    """Bibliographic data, with the code lists that the message names."""
    return {
        "number": found.number,
        "kind": found.kind.value,
        "title": found.title,
        "ipc": list(found.ipc),
        "industries": list(found.industries),
        "technology_field": technology_field(found.ipc[0]) if found.ipc else None,
    }


def settled(data: Data) -> dict[str, Any]:
    """The facts in a message that happen once: a later one that says otherwise corrects it."""
    found = {key: data[key] for key in _ONCE if data.get(key) is not None}
    inner = data.get(CONFIDENTIAL) or data
    for each in inner.get("payments", []):
        found[f"payment {each['id']}"] = each["status"] != PaymentStatus.REVERSED
    for period, amount in inner.get("volumes", {}).items():
        found[f"volume {period}"] = amount
    for year, said in inner.get("sales", {}).items():
        found[f"sales {year}"] = said
    return found


def without_contacts(text: str) -> str:
    """A text with ``…`` where a mail address, a telephone or an identity number stands."""
    return _CONTACT.sub("…", text)


def guarded(amounts: Data, *, announced: bool) -> Data:
    """Amounts of an announced standard are everybody's to know; negotiated ones are not, nor what
    shows how much was sold."""
    return amounts if announced else {CONFIDENTIAL: amounts}


def terms_shown(terms: Terms) -> Data:
    """What everybody sees of the fee; clauses and references to third parties stay here."""
    return {key: value for key, value in as_data(terms).items() if key in _TERMS}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
