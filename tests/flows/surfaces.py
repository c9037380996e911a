"""What each place says of one record, read back as a person or an office would: from the HTML, from
the typeset page, from the rows, from the package and from the copy sheet; never from the record.

Amounts are integer fen, days ISO texts; a line of a table is (day or None, amount or None).
"""

import json
import re
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

from bs4 import BeautifulSoup
from pypdf import PdfReader

from marketplace import files
from marketplace.agreements.papers import sealed
from marketplace.obligations.services import rows_of
from marketplace.registration.package.build import FILE_NAMES
from marketplace.registration.queries import of_agreement
from marketplace.types import Money
from tests.accounts.factories import client_of, owner_of
from tests.registration.scenes import filing, prepared

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YUAN = re.compile(r"¥([\d,]+(?:\.\d\d)?)")
_FORMAL = re.compile(r"人民币([\d,]+\.\d\d)元（大写：([^）]+)）")
_FOOT, _HEAD = 62, 772
"""Points between which the body of a page stands (A4: margins of 22 and 25 mm)."""


def fen(text):
    return Money.parse(text).amount


def amounts(text):
    """Every amount written with the sign ¥, in fen."""
    return {fen(each) for each in _YUAN.findall(text)}


def page(app, user, address):
    answer = client_of(app, user).get(address, follow_redirects=True)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def listing_page(app, agreement):
    """The buyer's page: the payments in its table, and every amount anywhere on it."""
    found = page(app, owner_of(agreement.licensee), f"/listings/{agreement.listing.public_id}")
    rows = [[cell.get_text(" ", strip=True) for cell in row] for row in _rows(found, "#cost")]
    main = found.select_one("main").get_text(" ")
    return Counter((_day(day), _amount(paid)) for day, paid, _ in rows), amounts(main)


def agreement_page(app, agreement):
    """What the parties' page of the agreement says is owed."""
    found = page(app, owner_of(agreement.licensee), f"/agreements/{agreement.public_id}")
    rows = [[cell.get_text(" ", strip=True) for cell in row] for row in _rows(found, "#payments")]
    return Counter((_day(due), _amount(amount)) for _, due, amount, _ in rows)


def obligations(agreement):
    return Counter((_iso(row.due_on), row.amount_fen) for row in rows_of(agreement))


def printed(agreement):
    """The sealed agreement: its formal amounts with their characters, and its text."""
    text = body_of(files.get(sealed(agreement).sealed_sha256))
    return {(fen(figure), words) for figure, words in _FORMAL.findall(text)}, text


def package(agreement):
    """The record and the copy sheet of the first filing that can be prepared."""
    kind = next(each.kind for each in of_agreement(agreement) if "prepare" in each.actions)
    digest = prepared(filing(agreement, kind)).package_sha256
    with ZipFile(BytesIO(files.get(digest))) as archive:
        return (
            json.loads(archive.read(FILE_NAMES["record"])),
            body_of(archive.read(FILE_NAMES["sheet"])),
        )


def filed(record):
    """What a package says is owed: in its data, and in the lines of the form."""
    fee = record["record"]["fee"]
    data = Counter(
        (each["due_on"], each["amount"] and each["amount"]["amount"]) for each in fee["obligations"]
    )
    lines = [line.split(" ") for line in fee["schedule"].splitlines() if " " in line]
    return data, Counter((_day(due), _amount(f"¥{paid}")) for due, _, paid in lines)


def declaration_sheet(app, agreement):
    """The copy sheet of the declaration: its fields by key, and its typeset page."""
    base = f"/declarations/{agreement.declaration.public_id}/sheets/declaration"
    client = client_of(app, owner_of(agreement.licensor))
    payload = json.loads(client.get(f"{base}.json").data)
    return payload, body_of(client.get(f"{base}.pdf").data)


def fields(payload):
    return {each["key"]: each["text"] for group in payload["groups"] for each in group["fields"]}


def body_of(pdf):
    """The text of a PDF without white space and without the head and foot of its pages, so that a
    figure is whole where a page ends in the middle of it."""
    parts = []

    def keep(text, cm, tm, *_):
        height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if _FOOT < height < _HEAD:
            parts.append(text)

    for each in PdfReader(BytesIO(pdf)).pages:
        each.extract_text(visitor_text=keep)
    return "".join("".join(parts).split())


def _rows(found, place):
    table = found.select_one(f"{place} table")
    cells = [row.find_all(["td", "th"]) for row in table.select("tbody tr")] if table else []
    return [row for row in cells if len(row) > 1]


def _day(text):
    found = _DAY.search(text)
    return found.group() if found else None


def _iso(day):
    return day.isoformat() if day else None


def _amount(text):
    found = _YUAN.search(text)
    return fen(found.group(1)) if found else None
