"""What else can be done with a deal, behind a fold under its main button."""

from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts.policies import may_finance
from marketplace.agreements.models import Side
from marketplace.deeds.queries import open_deed
from marketplace.desk.house_steps import house_actions
from marketplace.desk.look import Action, Look
from marketplace.terms.routes import ROUTES, Instrument

_NOTICE = "notice-withdrawal"


def more_steps(look: Look) -> list[Action]:
    """Rare steps that the life cycle and the reader's role allow now."""
    doubt = _doubt(look)
    if look.side is None:
        return doubt
    if not (look.may_manage or look.may_sign):
        return _invoice(look)
    allowed = set(look.agreement.actions)
    after = [Action(_("After the license"), look.link("aftercare.show"))]
    steps = [
        *(after if look.agreement.effective_on else []),
        *(_record(look) if look.agreement.effective_on else []),
        *_facts(look),
        *_invoice(look),
        *house_actions(look),
        *_own(look, allowed),
    ]
    if look.may_manage:
        steps.append(
            Action(_("Choose for the public register"), look.link("public_register.choose"))
        )
        if look.agreement.effective_on:
            steps.append(Action(_("Tell this deal as a case"), look.link("reports.of_agreement")))
    if not look.agreement.is_over:
        steps.append(Action(_("Numbers of our house"), look.link("agreements.references")))
    if look.agreement.text_sha256 and not look.agreement.elsewhere:
        steps.append(Action(_("Sealed counterparts"), look.link("on_paper.counterparts")))
    if "refuse" in allowed and look.agreement.signature(look.side) is None:
        steps.append(_reasoned(look, _("Decline to sign"), "refusal"))
    if "serve_demand" in allowed and look.side is Side.LICENSOR and look.default_fen:
        steps.append(Action(_("Serve a demand"), look.link("desk.demand")))
    return [*steps, *_papers(look, allowed), *doubt]


def _doubt(look: Look) -> list[Action]:
    """The payment was taken back, the voucher is false, or the declaration was over before: whoever acts
    for the licensor, or staff, may find that no license arose."""
    if not look.doubtful:
        return []
    url = look.link("agreements.effect")
    return [Action(_("Question whether it took effect"), url, tone="danger")]


def _papers(look: Look, allowed: set[str]) -> list[Action]:
    """Further papers on a contract that runs; while one waits for a signature there is no other."""
    if "terminate" not in allowed or open_deed(look.agreement) is not None:
        return []
    steps = []
    if ROUTES[look.agreement.route].instrument is Instrument.CONTRACT:
        steps.append(Action(_("Change or extend the contract"), look.link("deeds.amend")))
    steps.append(Action(_("End the contract"), look.link("deeds.end"), tone="danger"))
    return steps


def _record(look: Look) -> list[Action]:
    """The record between the parties."""
    return [Action(_("Performance record"), look.link("obligations.performance"))]


def _invoice(look: Look) -> list[Action]:
    """Whoever sees to money at the licensee asks for an invoice once something is owed."""
    if look.side is not Side.LICENSEE or not look.deal.obligations:
        return []
    asks = may_finance(current_user, look.agreement.licensee)
    return [Action(_("Ask for an invoice"), look.link("invoices.new"))] if asks else []


def _facts(look: Look) -> list[Action]:
    """Facts that the terms wait for: first revenue (the licensee knows), milestones (both)."""
    words = {
        "first-revenue": _("Enter the first revenue"),
        "milestone": _("Enter an accepted milestone"),
    }
    return [
        Action(words[kind], look.link("obligations.fact", kind=kind)) for kind in look.waits_for
    ]


def _own(look: Look, allowed: set[str]) -> list[Action]:
    if look.side is not Side.LICENSEE:
        return []
    steps = []
    if "withdraw_notice" in allowed:
        steps.append(_reasoned(look, _("Withdraw the notice"), _NOTICE, tone="danger"))
    if "return_" in allowed:
        steps.append(_reasoned(look, _("Return after the trial"), "trial-return"))
    if "drop" in allowed:
        steps.append(
            Action(_("Give up the draft"), look.link("agreements.drop"), posts=True, tone="danger")
        )
    return steps


def _reasoned(look: Look, text: str, step: str, tone: str = "secondary") -> Action:
    return Action(text, look.link("agreements.with_reason", step=step), tone=tone)
