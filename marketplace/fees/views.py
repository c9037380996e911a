"""The guidance page: public, in both languages; it changes nothing."""

from flask import Blueprint, render_template, request

from marketplace import clock
from marketplace.accounts.acting import acting_organization
from marketplace.fees.forms import GuidanceForm
from marketplace.fees.queries import guidance_for

blueprint = Blueprint("fees", __name__)


@blueprint.get("/fees/guidance")
def guidance() -> str | tuple[str, int]:
    """The form, and below it the ranges once it was sent with sound values (else 422).

    A member's own inventory is compared with as well; everybody else sees public fees only.
    """
    asked = "licensees" in request.args
    form = GuidanceForm(request.args if asked else None)
    sound = asked and form.validate()
    found = guidance_for(form.inputs(clock.today()), acting_organization()) if sound else None
    page = render_template("fees/guidance.html", form=form, guidance=found)
    return page if sound or not asked else (page, 422)
