"""``/desk``: my work."""

from typing import Any

from flask import render_template
from flask_login import login_required

from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.accounts.policies import may_finance
from marketplace.desk.views import blueprint
from marketplace.desk.workload import desk_of
from marketplace.web import language


@blueprint.get("/desk")
@login_required
def work() -> Any:
    """What waits for the organization acted for; a newcomer is told the next step."""
    organization, user = acting_organization(), signed_in()
    if organization is None or user is None:
        return render_template("desk/newcomer.html", user=user)
    return render_template(
        "desk/work.html",
        desk=desk_of(organization, user, language()),
        sees_money=may_finance(user, organization),
    )
