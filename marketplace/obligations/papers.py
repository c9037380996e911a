"""What bills, reminders and demands for payment say, in Chinese (what counts) and in English."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.deeds.queries import terms_in_force
from marketplace.obligations.creditors import creditor
from marketplace.obligations.models import Obligation, PaymentDemand, RoyaltyBill
from marketplace.obligations.paper_words import REASONS, WORDS
from marketplace.terms.enums import Reason, RoyaltyBase
from marketplace.types import Money


def bill(made: RoyaltyBill, language: str) -> dict[str, Any]:
    """A royalty bill or a credit note, for the template of accounts."""
    row, words = made.obligation, WORDS[language]
    own = words[made.kind.value]
    corrects = made.corrects
    facts = _parties(row.agreement, creditor(row), words) | {
        words["for"]: REASONS[language][row.reason],
        words["period"]: _span(row, language),
        own["number"]: made.number,
        own["corrects"]: corrects
        and words["dated"].format(what=corrects.number, day=_day(corrects.issued_on, language)),
        words["due_on"]: None if corrects else _day(row.due_on, language),
        words["terms"]: row.agreement.terms_sha256,
    }
    return {
        "title": own["title"],
        "language": language,
        "facts": _rows(facts),
        "columns": [
            {"label": words["item"], "width": 60},
            {"label": words["figure"], "width": 40, "align": "right"},
        ],
        "rows": list(_figures(made, words)),
        "total": {"label": own["total"], "value": _yuan(made.amount_fen)},
        "notes": [own["note"], words["computed"]],
    }


def reminder(row: Obligation, today: date, language: str) -> dict[str, Any]:
    """A friendly word before the due day or after it, for the template of letters."""
    words = WORDS[language]
    late = row.is_overdue(today)
    text = words["reminder"]["late" if late else "ahead"].format(
        title=row.agreement.title,
        reason=REASONS[language][row.reason],
        due_on=_day(row.due_on, language),
        amount=_yuan(row.open_fen),
    )
    account = creditor(row).payee_account
    facts = _parties(row.agreement, creditor(row), words) | {
        words["for"]: REASONS[language][row.reason],
        words["period"]: _span(row, language),
        words["due_on"]: _day(row.due_on, language),
        words["open"]: _yuan(row.open_fen),
        words["account"]: account
        and f"{account.holder} · {account.bank} · {account.account_number}",
        words["reference"]: row.agreement.public_id,
    }
    return {
        "title": words["reminder"]["title"],
        "language": language,
        "recipient": row.agreement.licensee.name,
        "paragraphs": [text, words["reminder"]["paid"]],
        "facts": _rows(facts),
        "facts_title": words["reminder"]["facts"],
        "notes": [words["reminder"]["note"]],
    }


def demand(served: PaymentDemand, language: str) -> dict[str, Any]:
    """A demand for payment as it was served, for the template of letters."""
    words, agreement = WORDS[language], served.agreement
    own, deadline = words["demand"], _day(served.deadline_on, language)
    text = own["text"].format(
        title=agreement.title,
        effective_on=_day(agreement.effective_on, language),
        amount=_yuan(served.amount_fen),
        deadline=deadline,
    )
    return {
        "title": own["title"],
        "language": language,
        "date": served.served_on.isoformat(),
        "recipient": agreement.licensee.name,
        "paragraphs": [text, own["consequence"].format(deadline=deadline)],
        "facts": _of_demand(served, words, language),
        "facts_title": own["facts"],
        "signature": {
            "name": agreement.present_licensor.name,
            "rows": _rows(
                {
                    own["signer"]: served.served_by.name,
                    own["served_on"]: _day(served.served_on, language),
                }
            ),
        },
        "notes": [own["note"]],
    }


def _of_demand(
    served: PaymentDemand, words: Mapping[str, Any], language: str
) -> list[dict[str, str]]:
    agreement, own = served.agreement, words["demand"]
    deferral = terms_in_force(agreement).deferral
    through = {"amount": _yuan(served.late_fen), "day": _day(served.served_on, language)}
    parties = _parties(agreement, agreement.present_licensor, words)
    return [
        *_rows(parties | {words["agreement"]: agreement.public_id}),
        *(_demanded(line, words, language) for line in served.lines),
        *_rows(
            {
                own["late"]: served.late_fen and own["through"].format(**through),
                own["deadline"]: _day(served.deadline_on, language),
                own["guarantee"]: deferral.guarantee if deferral else None,
            }
        ),
    ]


def _demanded(line: Mapping[str, Any], words: Mapping[str, Any], language: str) -> dict[str, str]:
    due_on = _day(date.fromisoformat(line["due_on"]), language)
    value = words["demand"]["due"].format(amount=_yuan(line["open_fen"]), day=due_on)
    return {"label": REASONS[language][Reason(line["reason"])], "value": value}


def _figures(made: RoyaltyBill, words: Mapping[str, Any]) -> Iterable[list[str]]:
    basis = made.basis
    for name in ("quantity", "cumulated_before", "before_caps", "minimum", "reached"):
        if name in basis:
            yield [words["figures"][name], _figure(made, name, basis[name])]
    yield [words["figures"]["amount"], _yuan(abs(made.amount_fen))]


def _figure(made: RoyaltyBill, name: str, value: int) -> str:
    royalty = terms_in_force(made.obligation.agreement).royalty
    counted = name in ("quantity", "cumulated_before")
    if counted and royalty is not None and royalty.base is RoyaltyBase.OUTPUT:
        return f"{value:,} {royalty.unit}"
    return _yuan(value)


def _parties(
    agreement: Agreement, licensor: Organization, words: Mapping[str, Any]
) -> dict[str, Any]:
    numbers = "、".join(patent.certificate_number for patent in agreement.patents)
    return {
        words["licensor"]: licensor.name,
        words["licensee"]: agreement.licensee.name,
        words["patents"]: f"{agreement.title}（{numbers}）" if numbers else agreement.title,
    }


def _span(row: Obligation, language: str) -> str | None:
    if row.period_from is None or row.period_to is None:
        return None
    return f"{_day(row.period_from, language)} – {_day(row.period_to, language)}"


def _rows(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": label, "value": str(value)} for label, value in facts.items() if value]


def _day(day: date | None, language: str) -> str | None:
    """2026年11月28日, or 2026-11-28."""
    if day is None:
        return None
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).yuan()}" if fen >= 0 else f"-¥{Money(-fen).yuan()}"
