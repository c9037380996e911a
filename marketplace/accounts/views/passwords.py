"""A new password, by mail or by knowing the old one."""

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import login_required

from marketplace.accounts import acting, forms, services
from marketplace.accounts.forms import refusals_at_fields
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, form_page, me, sign_in_rate
from marketplace.database import transaction
from marketplace.extensions import limiter
from marketplace.web import see_other


@blueprint.route("/password", methods=["GET", "POST"])
@limiter.limit(sign_in_rate, methods=["POST"])
def request_reset() -> Page:
    form = forms.ResetRequestForm()
    if form.validate_on_submit():
        with transaction():
            services.request_reset(form.email.data)
        return see_other(".reset_requested")
    return form_page("request_reset", form)


@blueprint.get("/password/sent")
def reset_requested() -> Page:
    return render_template("accounts/sent.html", purpose="reset")


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@limiter.limit(sign_in_rate, methods=["POST"])
def reset_password(token: str) -> Page:
    services.user_of_reset(token)
    form = forms.NewPasswordForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                user = services.reset_password(token, form.password.data)
            acting.begin_session(user)
            flash(_("The new password is set; every other session was signed out."), "done")
            return see_other(".account")
    return form_page("reset_password", form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@login_required
def change_password() -> Page:
    form = forms.PasswordChangeForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            user = acting.reauthenticated(form.password.data)
            with transaction():
                services.change_password(user, form.new_password.data)
            acting.begin_session(user)
            flash(_("The new password is set; every other session was signed out."), "done")
            return see_other(".account")
    return form_page("change_password", form, email=me().email)
