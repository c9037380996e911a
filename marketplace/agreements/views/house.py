"""The form by which a state institution shows a negotiated price in its house, whatever the paper."""

from collections.abc import Callable
from typing import Any

from flask import render_template

from marketplace import clock, files
from marketplace.agreements.forms import HouseNoticeForm
from marketplace.database import transaction
from marketplace.in_house.models import InHouseNotice
from marketplace.web import refusals_at_fields, see_other


def notice_page(open_notice: Callable[..., InHouseNotice], template: str, **shown: Any) -> Any:
    """Show the form; when it is sent, open the notice by ``open_notice`` and go on to it."""
    form = HouseNoticeForm()
    if form.validate_on_submit():
        evidence = files.put(form.evidence.data.read()) if form.evidence.data else None
        with refusals_at_fields(form):
            with transaction():
                notice = open_notice(
                    opened_on=form.opened_on.data,
                    days=form.days.data,
                    place=form.place.data,
                    rules=form.rules.data or "",
                    related_party=form.related_party.data or "",
                    evidence=evidence,
                )
            return see_other("in_house.notice", public_id=notice.public_id)
    if not form.is_submitted():
        form.opened_on.data = clock.today()
    page = render_template(template, form=form, **shown)
    return page, 422 if form.is_submitted() else 200
