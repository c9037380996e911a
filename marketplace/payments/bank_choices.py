"""The answers among which a person chooses for a row, each with what speaks for it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import SelectChoice

from marketplace.agreements.models import Agreement
from marketplace.payments.bank_forms import OTHER, UNRELATED
from marketplace.payments.bank_matching import SHOWN, Licenses, slips
from marketplace.payments.bank_models import BankRow
from marketplace.payments.models import Payment
from marketplace.payments.services import earlier_rows
from marketplace.web import day, label


@dataclass(frozen=True)
class Answer:
    """One answer: a license, with the stated transfer that the row is; or an earlier row."""

    value: str
    text: str
    hint: str = ""
    agreement: Agreement | None = None
    slip: Payment | None = None
    earlier: BankRow | None = None


def answers_for(row: BankRow) -> list[Answer]:
    """What a row may be, best first; the last two are always there."""
    found = _earlier(row) if row.takes_back else _licenses(row)
    other = [] if row.takes_back else [Answer(OTHER, _("For another license"))]
    return [*found[:SHOWN], *other, Answer(UNRELATED, _("No license fee"))]


def _licenses(row: BankRow) -> list[Answer]:
    found = []
    for candidate in Licenses(row.organization).candidates(row):
        agreement = candidate.agreement
        name = f"{agreement.title} · {agreement.licensee.name}"
        signs = _(", ").join(str(label(sign)) for sign in sorted(candidate.signs))
        for slip in slips(agreement):
            if slip.amount_fen == row.amount_fen:
                stated = _("the transfer stated with value day %(day)s", day=day(slip.value_day))
                hint = f"{signs} · {stated}"
                key = f"slip-{slip.public_id}"
                found.append(Answer(key, name, hint, agreement=agreement, slip=slip))
        found.append(Answer(f"license-{agreement.public_id}", name, signs, agreement=agreement))
    return found


def _earlier(row: BankRow) -> list[Answer]:
    return [
        Answer(
            f"row-{each.public_id}",
            _("Takes back the row of %(day)s", day=day(each.value_day)),
            " · ".join(filter(None, [each.payer, each.reference, each.purpose])),
            earlier=each,
        )
        for each in earlier_rows(row)
    ]


def choices_of(answers: list[Answer]) -> list[SelectChoice]:
    """The answers as a form takes them."""
    return [SelectChoice(each.value, each.text) for each in answers]
