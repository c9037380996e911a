"""The help pages: which there are, in which order."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Topic:
    """One help page; its text stands in ``templates/desk/help/<slug>.<language>.html``."""

    slug: str
    title: LazyString
    summary: LazyString


TOPICS = (
    Topic(
        "open-license",
        _l("How an open license works"),
        _l("Notice, payment, effect: what makes the license, and why nobody has to agree."),
    ),
    Topic(
        "law",
        _l("What the law asks"),
        _l("The nine circumstances, ceilings, period and ways: what shows each, what unblocks it."),
    ),
    Topic(
        "pay-later",
        _l("Use first, pay later"),
        _l("What triggers the first payment, and what happens if it is late."),
    ),
    Topic(
        "patentees",
        _l("For patentees"),
        _l("From a list of patents to a published license and money on your own account."),
    ),
    Topic(
        "record",
        _l("What our record is and is not"),
        _l("How signing works here, what our seal proves, and how anybody can check it."),
    ),
    Topic(
        "fees",
        _l("What fee guidance is"),
        _l("Ranges with their sources, for reference only: no appraisal and no official price."),
    ),
    Topic(
        "recordal",
        _l("Recordal and other filings"),
        _l("What is to be filed after a license takes effect, by whom and by when."),
    ),
    Topic(
        "filings",
        _l("Duties, days and grounds of refusal"),
        _l("Every filing of a deal in one table, and why papers come back."),
    ),
    Topic(
        "feedback",
        _l("Feedback of transaction data"),
        _l("For receivers: what messages say, how they come, how both sides compare."),
    ),
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}
