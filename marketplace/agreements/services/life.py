"""The life after effect: demand, stop of use, cure, trial, end, setting aside."""

from datetime import date, timedelta
from typing import Any

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements import messages, policies
from marketplace.agreements.lifecycles import RUNNING
from marketplace.agreements.models import Agreement
from marketplace.agreements.prices import take_back
from marketplace.agreements.services.acts import changed, locked, require_signatory
from marketplace.agreements.signals import agreement_ended
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.terms.record import Terms, digest
from marketplace.terms.schedule import license_period


def serve_demand(agreement: Agreement, amount_fen: int, deadline_on: date, by: User) -> None:
    """Serve a demand for payment 催告: a signatory of the licensor, with a deadline ahead.

    ``amount_fen`` is what is overdue; the clock only opens the possibility (PRODUCT §4).
    """
    agreement = locked(agreement)
    require_signatory(by, agreement.present_licensor)
    if amount_fen <= 0:
        raise Refused("nothing_overdue", N_("Nothing is overdue: there is nothing to demand."))
    if deadline_on <= clock.today():
        raise Refused("deadline_past", N_("Set a deadline after today."), field="deadline_on")
    agreement.move("serve_demand")
    agreement.demand_served_at = clock.now()
    agreement.demand_deadline_on = deadline_on
    event = record(
        "agreement:serve_demand",
        agreement,
        by,
        related=[agreement.licensee],
        amount=amount_fen,
        deadline_on=deadline_on.isoformat(),
    )
    notify(
        agreement.licensee,
        messages.DEMAND,
        event=event,
        link=messages.link(agreement),
        due_on=deadline_on,
        title=agreement.title,
        deadline=deadline_on.isoformat(),
    )
    changed(agreement, "serve_demand")


def stop_use(agreement: Agreement) -> None:
    """The demand's deadline passed unpaid: use stops on the day after it (民法典 873)."""
    agreement = locked(agreement)
    deadline = agreement.demand_deadline_on
    if deadline is None or clock.today() <= deadline:
        raise Refused("deadline_runs", N_("The deadline of the demand has not passed yet."))
    agreement.move("stop_use")
    agreement.use_stopped_on = deadline + timedelta(1)
    event = record(
        "agreement:stop_use",
        agreement,
        SYSTEM,
        related=[agreement.licensee],
        on=agreement.use_stopped_on.isoformat(),
    )
    for organization in (agreement.licensee, agreement.present_licensor):
        notify(
            organization,
            messages.USE_STOPPED,
            event=event,
            link=messages.link(agreement),
            title=agreement.title,
        )
    changed(agreement, "stop_use")


def cure(agreement: Agreement) -> None:
    """What was demanded is paid: the license runs on."""
    agreement = locked(agreement)
    agreement.move("cure")
    agreement.cured_on = clock.today()
    record("agreement:cure", agreement, SYSTEM, related=[agreement.licensee])
    changed(agreement, "cure")


def terminate(agreement: Agreement, reason: str, by: User) -> None:
    """End the contract by notice of a signatory of either side (民法典 563, 565)."""
    agreement = locked(agreement)
    if not _signs_for_a_party(agreement, by):
        raise NotAllowed(
            "not_signatory",
            N_("A signatory of one of the parties gives the notice of termination."),
        )
    _end(agreement, "terminate", reason, by)


def amend(agreement: Agreement, terms: Terms, by: Any) -> None:
    """An amendment signed by both is in force: the license period follows it, the signed terms and
    their text stay as they are. ``terms`` is the whole record that holds now."""
    agreement = locked(agreement)
    if agreement.status not in RUNNING or agreement.effective_on is None:
        raise Refused("not_running", N_("Only a contract that runs is amended."))
    lives = [patent.expires_on for patent in agreement.patents if patent.expires_on]
    _, last_day = license_period(terms, agreement.effective_on, min(lives, default=None))
    agreement.last_day = last_day
    record(
        "agreement:amend",
        agreement,
        by,
        related=[agreement.licensor, agreement.licensee, *agreement.patents],
        last_day=last_day.isoformat() if last_day else None,
        terms_sha256=digest(terms),
    )
    changed(agreement, "amend")


def end_by_deed(agreement: Agreement, reason: str, by: Any) -> None:
    """End the contract by a paper that was signed or served (民法典 562, 563, 565)."""
    _end(locked(agreement), "terminate", reason, by)


def expire(agreement: Agreement) -> None:
    """The license period is over since the day after ``last_day``."""
    agreement = locked(agreement)
    if agreement.last_day is None or clock.today() <= agreement.last_day:
        raise Refused("period_runs", N_("The license period is not over yet."))
    agreement.move("expire")
    agreement.ended_on = agreement.last_day
    record("agreement:expire", agreement, SYSTEM)
    agreement_ended.send(agreement)
    changed(agreement, "expire")


def set_aside(agreement: Agreement, reason: str, first: User, second: User) -> None:
    """Find that the license never took effect: a payment was reversed, a voucher was false, or
    the withdrawal day became known late. Two persons decide (PRODUCT §4), see ``questions``."""
    agreement = locked(agreement)
    if not policies.may_find(first, agreement) or not policies.may_confirm(
        second, first, agreement
    ):
        raise Refused("two_persons", N_("Two different persons decide on this."))
    agreement.move("set_aside")
    agreement.ended_on = clock.today()
    agreement.end_reason = reason
    record("agreement:set_aside", agreement, first, related=[second], reason=reason)
    take_back(agreement, first)
    agreement_ended.send(agreement)
    changed(agreement, "set_aside")


def evaluate(agreement: Agreement, evaluation: str, by: User) -> None:
    """The licensee says what the trial showed."""
    agreement = locked(agreement)
    agreement.move("evaluate")
    agreement.evaluated_on = clock.today()
    agreement.evaluation = evaluation
    record("agreement:evaluate", agreement, by, evaluation=evaluation)
    changed(agreement, "evaluate")


def return_trial(agreement: Agreement, reason: str, by: User) -> None:
    """The licensee returns what it tried; no further fee arises."""
    agreement = locked(agreement)
    _end(agreement, "return_", reason, by)


def _signs_for_a_party(agreement: Agreement, by: User) -> bool:
    for organization in (agreement.present_licensor, agreement.licensee):
        try:
            require_signatory(by, organization)
        except NotAllowed:
            continue
        return True
    return False


def _end(agreement: Agreement, action: str, reason: str, by: object) -> None:
    agreement.move(action)
    agreement.ended_on = clock.today()
    agreement.end_reason = reason
    record(f"agreement:{action}", agreement, by, reason=reason)
    agreement_ended.send(agreement)
    changed(agreement, action)
