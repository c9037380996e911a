"""The next thing to do on a deal, for the side that looks at it, and what else can be done."""

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _

from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.agreements.queries import questions_of
from marketplace.desk.chain import held_words
from marketplace.desk.house_steps import before_signature
from marketplace.desk.look import Action, Look, NextStep
from marketplace.desk.question_steps import question_step
from marketplace.desk.trial_steps import trial_step
from marketplace.obligations.models import StatementStatus
from marketplace.payments.models import PaymentStatus
from marketplace.registration.models import AT_OFFICE, Filing
from marketplace.web import day as iso_day
from marketplace.web import label, money


def next_step(look: Look) -> NextStep:
    """What to do now, by the state of the deal and by who looks."""
    maker = _BY_STATUS.get(
        look.agreement.status, _in_force if look.agreement.is_in_force else _over
    )
    return maker(look)


# Before effect ---------------------------------------------------------------------------------


def _draft(look: Look) -> NextStep:
    if look.side is not Side.LICENSEE:
        return NextStep("info", _("The licensee has a draft."))
    found = before_signature(look)
    if found is not None:
        return found
    if not look.may_sign:
        return NextStep(
            "due",
            _("A signatory has to sign."),
            _("Only a signatory who has stated authority to bind the organization signs."),
            Action(_("State your authority"), url_for("accounts.authority")),
        )
    return NextStep(
        "info",
        _("Nothing is signed yet."),
        _("Check, read, sign: nothing binds you before the third step."),
        Action(_("Go on to sign"), look.link("agreements.check")),
    )


def _held(look: Look) -> NextStep:
    title = _("The notice is %(why)s.", why=held_words(look.agreement))
    if look.side is Side.LICENSEE and look.agreement.held_reason == "verification":
        text = _("It is served by itself as soon as your organization is verified.")
        action = Action(_("Ask to be verified"), url_for("accounts.verification"))
        asks = look.may_manage and look.agreement.licensee.may_request_verification
        return NextStep("due", title, text, action if asks else None)
    return NextStep("due", title, _("It is served by itself as soon as the check is done."))


def _sent(look: Look) -> NextStep:
    title = _("The notice is signed and not delivered yet.")
    if look.side is Side.LICENSEE:
        text = _("The patentee has no inbox here: send it to the announced contact.")
        return NextStep(
            "due", title, text, Action(_("Enter the delivery"), look.link("agreements.delivery"))
        )
    return NextStep("info", title)


def _awaiting_payment(look: Look) -> NextStep:
    amount = money(look.due_now_fen)
    if look.side is Side.LICENSEE and look.may_pay:
        return NextStep(
            "due",
            _("%(amount)s makes the license.", amount=amount),
            _("Pay to the account shown and upload the slip; the bank's value day counts."),
            Action(_("Pay and upload the slip"), look.link("payments.pay")),
        )
    found = _to_confirm(look)
    return found or NextStep(
        "info", _("Waiting for the licensee's payment of %(amount)s.", amount=amount)
    )


def _signed_by_one(look: Look) -> NextStep:
    day = iso_day(look.agreement.invitation_ends_on)
    if look.side is None or look.agreement.signature(look.side) is not None:
        return NextStep("info", _("Waiting for the other signature until %(day)s.", day=day))
    return NextStep(
        "due",
        _("The other side has signed. You can sign until %(day)s.", day=day),
        _("With your signature the contract is concluded."),
        Action(_("Read and sign"), look.link("agreements.check")) if look.may_sign else None,
    )


def _concluded(look: Look) -> NextStep:
    if look.agreement.held_reason is not None:
        title = _("The contract is concluded and %(why)s.", why=held_words(look.agreement))
        return NextStep("due", title, _("It takes effect as agreed once the check is done."))
    if look.due_now_fen:
        return _awaiting_payment(look)
    return NextStep(
        "info",
        _("The contract is concluded and takes effect as agreed."),
        _("Nothing needs to be done until then."),
    )


def _preparing(look: Look) -> NextStep:
    found = before_signature(look)
    if found is not None:
        return found
    state = label(look.agreement.status)
    if look.side is None:
        return NextStep("info", str(state))
    action = Action(_("Read and sign"), look.link("agreements.check")) if look.may_sign else None
    return NextStep(
        "info", _("The contract is not signed yet (%(state)s).", state=state), "", action
    )


# In force --------------------------------------------------------------------------------------


def _in_force(look: Look) -> NextStep:
    if look.question is not None:
        return question_step(look, look.question)
    steps = (_to_confirm, _late_money, _statements, _reports, _money_now, _filings, trial_step)
    found = (step(look) for step in steps)
    return next((step for step in found if step), _quiet(look))


def _late_money(look: Look) -> NextStep | None:
    if not look.overdue_fen:
        return None
    amount, agreement = money(look.overdue_fen), look.agreement
    text = ""
    if agreement.status is S.USE_STOPPED:
        text = _("Use of the patent must stop until it is paid.")
    elif agreement.status is S.DEMAND_SERVED:
        text = _("The demand ends on %(day)s.", day=iso_day(agreement.demand_deadline_on))
    action = None
    if look.side is Side.LICENSEE and look.may_pay:
        action = Action(_("Pay and upload the slip"), look.link("payments.pay"))
    elif look.side is Side.LICENSOR and not look.default_fen:
        text = _("The agreed days of grace still run; a demand is possible after them.")
    elif look.side is Side.LICENSOR and look.may_sign and "serve_demand" in agreement.actions:
        action = Action(_("Serve a demand"), look.link("desk.demand"))
    return NextStep("overdue", _("%(amount)s is overdue.", amount=amount), text, action)


def _to_confirm(look: Look) -> NextStep | None:
    for payment in look.payments:
        mine = payment.id in look.confirmable
        if mine and payment.status in (PaymentStatus.STATED, PaymentStatus.STANDS):
            url = url_for("payments.confirm", payment_id=payment.public_id)
            return NextStep(
                "due",
                _("The licensee states a payment of %(amount)s.", amount=money(payment.amount_fen)),
                _("Look at your account. If it is there, confirm; if not, say so below."),
                Action(_("Confirm the payment"), url, posts=True),
            )
    return None


def _statements(look: Look) -> NextStep | None:
    if look.side is not Side.LICENSOR:
        return None
    for statement in look.statements:
        if statement.status is StatementStatus.SUBMITTED:
            url = url_for("obligations.statement", statement_id=statement.public_id)
            return NextStep(
                "due",
                _("A royalty statement waits for your answer."),
                "",
                Action(_("Look at the statement"), url),
            )
    return None


def _reports(look: Look) -> NextStep | None:
    if look.side is not Side.LICENSEE or not look.open_periods:
        return None
    answered = [each for each in look.statements if each.status is StatementStatus.SUBMITTED]
    if answered and len(answered) >= look.open_periods:
        return NextStep("info", _("Your royalty statement waits for the licensor's answer."))
    return NextStep(
        "due",
        _("A reporting period is over."),
        _("Report the figure of the period; zero is a report too."),
        Action(_("Report the royalty base"), look.link("obligations.report")),
    )


def _money_now(look: Look) -> NextStep | None:
    if not look.due_now_fen or look.side is not Side.LICENSEE or not look.may_pay:
        return None
    return NextStep(
        "due",
        _("%(amount)s is payable now.", amount=money(look.due_now_fen)),
        "",
        Action(_("Pay and upload the slip"), look.link("payments.pay")),
    )


def _filings(look: Look) -> NextStep | None:
    own = [filing for filing in look.deal.filings if _is_mine(look, filing)]
    late = [filing for filing in own if filing.is_overdue(look.today)]
    waiting = [filing for filing in own if filing.status not in AT_OFFICE and filing.due_on]
    for filing in late:
        return NextStep(
            "overdue",
            _("%(filing)s: the day %(day)s has passed.", **_named(filing)),
            _("The contract stays in force and filing late is possible."),
            _open(filing),
        )
    for filing in waiting:
        title = _("%(filing)s is to be filed by %(day)s.", **_named(filing))
        return NextStep("due", title, "", _open(filing))
    return None


def _is_mine(look: Look, filing: Filing) -> bool:
    if look.side is None or not filing.is_open or filing.waits_for is not None:
        return False
    return filing.filer_id == look.agreement.party(look.side).id


def _named(filing: Filing) -> dict[str, str]:
    return {"filing": str(label(filing.kind)), "day": iso_day(filing.due_on)}


def _open(filing: Filing) -> Action:
    return Action(_("Open the filing"), filing_url(filing.public_id))


def filing_url(filing_id: str) -> str:
    """The page of a filing."""
    return url_for("registration.show", filing_id=filing_id)


def _quiet(look: Look) -> NextStep:
    ahead = [row.due_on for row in look.deal.obligations if row.due_on and row.open_fen]
    days = [day for day in ahead if day > look.today]
    text = _("The next payment falls due on %(day)s.", day=iso_day(min(days))) if days else ""
    return NextStep("done", _("Nothing needs to be done now."), text)


def _over(look: Look) -> NextStep:
    agreement = look.agreement
    title = _(
        "%(state)s since %(day)s.", state=label(agreement.status), day=iso_day(agreement.ended_on)
    )
    reason = agreement.end_reason
    known = {"declaration_closed": _("The declaration was withdrawn or ended.")}
    found = agreement.status is S.SET_ASIDE and bool(questions_of(agreement))
    action = Action(_("See how it was decided"), look.link("agreements.effect")) if found else None
    return NextStep("info", title, known.get(reason, reason), action)


_BY_STATUS: dict[S, Callable[[Look], NextStep]] = {
    S.DRAFT: _draft,
    S.HELD: _held,
    S.NOTICE_SENT: _sent,
    S.DELIVERED: _awaiting_payment,
    S.AWAITING_PAYMENT: _awaiting_payment,
    S.SIGNED_BY_ONE: _signed_by_one,
    S.CONCLUDED: _concluded,
    S.NEGOTIATING: _preparing,
    S.APPROVING: _preparing,
    S.IN_HOUSE_NOTICE: _preparing,
}
