"""Taking effect: the one place where a license begins."""

from datetime import date

from marketplace.accounts.services import notify
from marketplace.agreements import messages, papers
from marketplace.agreements.models import Agreement
from marketplace.agreements.prices import keep_contracted
from marketplace.agreements.services.acts import changed
from marketplace.agreements.signals import agreement_effective
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.terms.schedule import license_period


def begin(agreement: Agreement, day: date, action: str = "") -> None:
    """Let the license begin on ``day``, with the hash of its text; sealing follows as a job.

    The period ends at the latest with the shortest life among its patents (O62 12(4)).
    """
    terms = agreement.record
    lives = [patent.expires_on for patent in agreement.patents if patent.expires_on]
    _, last_day = license_period(terms, day, min(lives, default=None))
    agreement.move(action or ("begin_trial" if terms.trial is not None else "take_effect"))
    agreement.effective_on = day
    agreement.last_day = last_day
    event = record(
        "agreement:take_effect",
        agreement,
        SYSTEM,
        related=[agreement.licensor, agreement.licensee, *agreement.patents],
        effective_on=day.isoformat(),
        last_day=last_day.isoformat() if last_day else None,
        terms_sha256=agreement.terms_sha256,
        text_sha256=agreement.text_sha256,
    )
    keep_contracted(agreement, day, SYSTEM)
    papers.request(agreement)
    for organization in (agreement.licensor, agreement.licensee):
        notify(
            organization,
            messages.ENTERED if agreement.elsewhere else messages.EFFECTIVE,
            event=event,
            link=messages.link(agreement),
            title=agreement.title,
            day=day.isoformat(),
        )
    agreement_effective.send(agreement)
    changed(agreement, "take_effect")
