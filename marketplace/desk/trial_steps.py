"""The next step of a trial: evaluate, convert, or sign the contract that it is converted into."""

from flask import url_for
from flask_babel import gettext as _

from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.desk.look import Action, Look, NextStep


def trial_step(look: Look) -> NextStep | None:
    """What the licensee does next with its trial; None for everybody else."""
    if look.side is not Side.LICENSEE:
        return None
    if look.agreement.status is S.ON_TRIAL:
        return NextStep(
            "info",
            _("The trial runs."),
            _("When you have seen enough, say what it showed; then convert or return."),
            Action(_("Evaluate the trial"), look.link("agreements.with_reason", step="evaluation")),
        )
    if look.agreement.status is S.EVALUATED:
        into = look.agreement.conversion
        if into is not None:
            url = url_for("desk.agreement", agreement_id=into.public_id)
            return NextStep(
                "due",
                _("The contract of conversion waits for its signatures."),
                _("Until it is concluded the trial goes on."),
                Action(_("Open the contract"), url),
            )
        action = Action(_("Convert the trial"), look.link("agreements.convert"))
        return NextStep(
            "due",
            _("The trial is evaluated."),
            _("Convert it as agreed, or return it below."),
            action if look.may_sign else None,
        )
    return None
