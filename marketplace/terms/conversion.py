"""What a trial is converted into: the terms of a contract of its own, by the formula signed with it."""

from datetime import date
from typing import Any

from marketplace.terms.enums import Conversion, Route
from marketplace.terms.parts import Period, Transfer
from marketplace.terms.record import Terms


def passes_right(terms: Terms) -> bool:
    """Whether conversion means assignment or shares instead of a paid license."""
    return terms.trial is not None and terms.trial.conversion is not Conversion.LICENSE


def converted_terms(terms: Terms, last_day: date | None) -> Terms:
    """The terms of the contract that a trial promises. ``last_day`` is the last day of the trial's
    contract, with which a paid license ends too. ValueError for terms without a trial."""
    return sale_terms(terms) if passes_right(terms) else license_terms(terms, last_day)


def license_terms(terms: Terms, last_day: date | None) -> Terms:
    """The paid license that a trial promises: everything as signed, without the trial. It begins
    with its own conclusion, from which its days are counted as the trial counted them from
    conversion, and ends when the trial's contract would have ended: whoever tried longer does not
    use longer, and what was previewed is what is billed. What signing decided (a place among the
    first licensees, the patents' life) stays decided."""
    if terms.trial is None or passes_right(terms):
        raise ValueError("these terms promise no license")
    parts = {name: part for name, part in dict(terms).items() if name not in _OF_THE_TRIAL}
    if terms.period and not terms.period.whole_life and last_day:
        parts |= _within(terms, last_day)
    return Terms.of(parts.pop("route"), **parts)


_OF_THE_TRIAL = ("fee_mode", "trial", "effect")


def _within(terms: Terms, last_day: date) -> dict[str, Any]:
    """The parts that name days, within a period that ends on a day: a free time that outlasts it ends
    with it, an instalment after it never accrues and is left out."""
    window = terms.free_window
    if window and window.through and window.through > last_day:
        window = window.model_copy(update={"through": last_day})
    kept = tuple(item for item in terms.instalments if not item.due.on or item.due.on <= last_day)
    parts: dict[str, Any] = {
        "period": Period(end_on=last_day),
        "instalments": kept,
        "free_window": window,
    }
    if terms.instalments and not kept and not (terms.entry_fee or terms.lump_sum or terms.royalty):
        parts |= {"free_window": None, "deferral": None, "quota": None}
    return parts


def sale_terms(terms: Terms) -> Terms:
    """The terms of the sale that a trial promises: its price, or open where a formula or shares
    still give the figure. ValueError for terms that promise none."""
    trial = terms.trial
    if trial is None or not passes_right(terms):
        raise ValueError("these terms promise no sale")
    for_money = trial.conversion is Conversion.ASSIGNMENT and trial.price_fen
    sale = Transfer(price_fen=trial.price_fen, due_days=trial.due_days) if for_money else Transfer()
    return Terms.of(
        Route.TRANSFER,
        transfer=sale,
        tax=terms.tax,
        dispute=terms.dispute,
        late_interest_ppm=terms.late_interest_ppm,
        materials=terms.materials,
        handover_days=terms.handover_days,
    )
