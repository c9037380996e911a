"""What the commands that read a list say about it, and how they stop."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Protocol

import click
from flask_babel import force_locale, gettext

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organization
from marketplace.errors import Refused
from marketplace.patents.rows import Finding
from marketplace.patents.sheets import Unreadable

FAULT = 1
COULD_NOT_RUN = 2
_SHOWN = 20


class ListReport(Protocol):
    """What became of the rows of a list."""

    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def refused(self) -> Sequence[Finding]: ...
    @property
    def warnings(self) -> Sequence[Finding]: ...


def owner_of_list(key: str) -> Organization:
    """The organization with this code or public id; the command stops where there is none."""
    organization = accounts.organization_by(key)
    if organization is None:
        stop(f"No organization has the code or id {key}. Register it first.")
    return organization


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Stop with the reason where the file cannot be read (2), or nothing may be written (1)."""
    try:
        yield
    except OSError as error:
        stop(f"{file}: {error.strerror}")
    except Unreadable as error:
        with force_locale(_language()):
            stop(f"{file}: {gettext(error.message) % error.params}")
    except Refused as refusal:
        with force_locale(_language()):
            stop(f"{file}: {gettext(refusal.message) % refusal.params}", code=FAULT)


def show_progress(done: int, total: int) -> None:
    """On stderr, as all progress."""
    click.echo(f"{done}/{total}", err=True)


def tell(report: ListReport, *, as_json: bool) -> None:
    """The report on stdout: lines for a person, or one line of JSON."""
    with force_locale(_language()):
        click.echo(json.dumps(_plain(report), ensure_ascii=False) if as_json else _summary(report))


def stop(message: str, code: int = COULD_NOT_RUN) -> NoReturn:
    """End the command with a reason."""
    click.echo(message, err=True)
    sys.exit(code)


def _language() -> str:
    """English for an English terminal, else the site's own language."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh_CN"


def _plain(report: ListReport) -> dict[str, object]:
    return {
        **report.counts,
        "refused": [_line(each) for each in report.refused],
        "warnings": [_line(each) for each in report.warnings],
    }


def _line(finding: Finding) -> dict[str, object]:
    return {
        "row": finding.row,
        "column": finding.column,
        "code": finding.code,
        "message": _message(finding),
    }


def _message(finding: Finding) -> str:
    text = gettext(finding.message)
    return text % finding.params if finding.params else text


def _summary(report: ListReport) -> str:
    lines = [", ".join(f"{name} {count}" for name, count in report.counts.items())]
    for name, findings in (("refused", report.refused), ("warnings", report.warnings)):
        lines.append(f"{name} {len(findings)}")
        lines.extend(f"  {each.row} {each.column}: {_message(each)}" for each in findings[:_SHOWN])
    return "\n".join(lines)
