"""What a trial is converted into where the right itself shall pass: terms of a contract of its own."""

from marketplace.terms.enums import Conversion, Route
from marketplace.terms.parts import Transfer
from marketplace.terms.record import Terms


def passes_right(terms: Terms) -> bool:
    """Whether conversion means assignment or shares, which needs a contract of its own; a paid
    license follows the trial's own fee parts from the day of conversion."""
    return terms.trial is not None and terms.trial.conversion is not Conversion.LICENSE


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
