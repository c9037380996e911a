"""Patents and lists for tests: valid numbers, small sheets in the forms that people bring."""

import csv
import io
from datetime import date
from itertools import count

import openpyxl

from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.patents.numbers import check_digit
from marketplace.patents.services import new_patent
from tests.accounts.factories import make_organization

_serials = count(1_000_001)

HEADINGS = ("申请号", "专利类别", "专利名称")


def a_number(kind: int = 1, year: int = 2021, serial: int | None = None) -> str:
    """A valid application number that no other test has."""
    body = f"{year}{kind}{serial if serial is not None else next(_serials):07d}"
    return f"{body}.{check_digit(body)}"


def make_university(**values) -> Organization:
    return make_organization(kind=OrganizationKind.UNIVERSITY, **values)


def make_patent(organization: Organization | None = None, *, kind: int = 1, **values) -> Patent:
    """A patent filed on 15 March 2021, claimed by the organization."""
    number = values.pop("number", None) or a_number(kind)
    values = {"title": "一种电池", "filing_on": date(2021, 3, 15), **values}
    patent = new_patent(number, organization or make_university(), **values)
    db.session.add(patent)
    db.session.commit()
    return patent


def a_csv(*rows, headings=HEADINGS, encoding="utf-8", delimiter=",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def a_workbook(*sheets) -> bytes:
    """A workbook of (title, rows) pairs."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()
