"""What stands before the signature of a contract: terms still open, approval, in-house notice."""

from flask import url_for
from flask_babel import gettext as _

from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.agreements.services import notice_is_due
from marketplace.desk.look import Action, Look, NextStep
from marketplace.in_house import queries
from marketplace.in_house.models import ApprovalStatus
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.web import day as iso_day


def before_signature(look: Look) -> NextStep | None:
    """The step that comes before anybody can sign, or None where nothing does."""
    return _open_terms(look) or _round(look) or _notice(look) or _notice_due(look)


def house_actions(look: Look) -> list[Action]:
    """The same steps as buttons, for whoever manages."""
    allowed, found = set(look.agreement.actions), []
    if not look.may_manage:
        return []
    if look.agreement.status is S.NEGOTIATING:
        found.append(Action(_("See the proposals"), look.link("agreements.proposals")))
    if "negotiate" in allowed and ROUTES[look.agreement.route].passes_right:
        found.append(Action(_("Propose price or shares"), look.link("agreements.sale")))
    elif "negotiate" in allowed and ROUTES[look.agreement.route].instrument is Instrument.CONTRACT:
        found.append(Action(_("Propose other terms"), look.link("agreements.propose")))
    if "ask_approval" in allowed and look.side is Side.LICENSOR:
        url = look.link("agreements.ask_approval")
        found.append(Action(_("Put before our approval"), url, posts=True))
    return found


def _open_terms(look: Look) -> NextStep | None:
    sale = look.agreement.record.transfer
    if sale is None or sale.price_fen is not None or sale.shares_ppm is not None:
        return None
    action = Action(_("Propose price or shares"), look.link("agreements.sale"))
    return NextStep(
        "due",
        _("Price or shares are not agreed yet."),
        _("Either side proposes; nothing binds before both have signed."),
        action if look.side is not None and look.may_manage else None,
    )


def _round(look: Look) -> NextStep | None:
    if look.agreement.status is not S.APPROVING:
        return None
    asked = queries.latest_round(look.agreement)
    if asked is None or asked.status is not ApprovalStatus.PENDING:
        return None
    if look.side is Side.LICENSEE:
        return NextStep("info", _("The other side's house is deciding on the contract."))
    action = Action(_("See the approval"), url_for("in_house.approval", public_id=asked.public_id))
    return NextStep("due", _("The contract waits for approval in the house."), "", action)


def _notice(look: Look) -> NextStep | None:
    shown = queries.notice_of(look.agreement)
    if shown is None or not shown.is_running:
        return None
    title = _("The in-house notice runs through %(day)s.", day=iso_day(shown.ends_on))
    if look.side is Side.LICENSEE:
        return NextStep("info", title)
    action = Action(_("Open the notice"), url_for("in_house.notice", public_id=shown.public_id))
    return NextStep("due", title, "", action)


def _notice_due(look: Look) -> NextStep | None:
    agreement = look.agreement
    if not notice_is_due(agreement):
        return None
    text = _("A state institution shows name and price in the house before anybody signs.")
    if look.side is not Side.LICENSOR or not look.may_manage:
        return NextStep("info", _("An in-house notice comes first."), text)
    if agreement.status is S.APPROVING:
        action = Action(_("Open the in-house notice"), look.link("agreements.house_notice"))
    else:
        url = look.link("agreements.ask_approval")
        action = Action(_("Put before our approval"), url, posts=True)
    return NextStep("due", _("An in-house notice comes first."), text, action)
