"""The next step while it is asked whether the license took effect at all."""

from flask_babel import gettext as _
from flask_login import current_user

from marketplace.agreements import policies
from marketplace.agreements.models import Side
from marketplace.agreements.questions import EffectQuestion
from marketplace.desk.look import Action, Look, NextStep
from marketplace.web import day as iso_day


def question_step(look: Look, question: EffectQuestion) -> NextStep:
    """What each side, or staff, does about it; nothing else is asked of anybody until it is decided."""
    url = look.link("agreements.effect")
    text = _(
        "To be decided by %(day)s; until then unpaid amounts are on hold, and what is not filed yet "
        "can wait.",
        day=iso_day(question.decide_by),
    )
    if look.side is Side.LICENSEE:
        title = _("It is asked whether your license took effect.")
        return NextStep("due", title, text, Action(_("State your view"), url))
    title = _("It is to be decided whether the license took effect.")
    return NextStep("due", title, text, Action(_words(look, question), url))


def _words(look: Look, question: EffectQuestion) -> str:
    found = question.found
    if found is None and policies.may_find(current_user, look.agreement):
        return _("Enter a finding")
    if found is not None and policies.may_confirm(current_user, found.by, look.agreement):
        return _("Decide on the finding")
    return _("See how it stands")
