"""What the law asks of the license period, as one table (LAW 1.11, 1.15).

A shortest period is not known to the law; none is asked for.
"""

from typing import Final, NamedTuple

from marketplace.errors import N_


class PeriodLaw(NamedTuple):
    """One rule about the period: its article, what it asks, what a refusal says (gettext
    messages), and what helps."""

    article: str
    title: str
    refusal: str
    unblock: str


STATED: Final = PeriodLaw(
    "细则 85(2)",
    N_("A declaration and every license state their period"),
    N_("Enter the license period."),
    N_("Give years, an end day, or the whole life of the patent."),
)
WITHIN_LIFE: Final = PeriodLaw(
    "民法典 865",
    N_("A license never outlives the patent"),
    N_(
        "The license would run through %(end)s, but %(number)s certainly lives only "
        "through %(day)s. Choose an earlier day."
    ),
    N_(
        "Choose an earlier day, or count the period from effect: it then ends with the patent, and "
        "the last day is written into the terms at the notice."
    ),
)
PERIODS: Final = (STATED, WITHIN_LIFE)
