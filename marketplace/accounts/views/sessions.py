"""Registering, confirming the address, signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from marketplace.accounts import acting, forms, services
from marketplace.accounts.forms import refusals_at_fields
from marketplace.accounts.texts import PROCESSING_RULES
from marketplace.accounts.views.shared import blueprint, form_page, me, sign_in_rate
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.extensions import limiter
from marketplace.web import language, safe_next, see_other

Page = str | tuple[str, int] | Response


@blueprint.route("/register", methods=["GET", "POST"])
@limiter.limit(sign_in_rate, methods=["POST"])
def register() -> Page:
    if acting.signed_in():
        return redirect(safe_next(url_for(".organization")), 303)
    form = forms.RegistrationForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.register(
                    form.email.data,
                    form.name.data,
                    form.password.data,
                    consented=form.consent.data,
                    locale=language(),
                    next_path=safe_next(""),
                )
            return see_other(".registered")
    return form_page("register", form, next=safe_next(""))


@blueprint.get("/register/sent")
def registered() -> Page:
    return render_template("accounts/sent.html", purpose="registration")


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@limiter.limit(sign_in_rate, methods=["POST"])
def confirm(token: str) -> Page:
    _user, next_path = services.user_of_confirmation(token)
    form = forms.PasswordForm()
    if form.validate_on_submit():
        with transaction():
            user = services.confirm_address(token, form.password.data)
        if user is not None:
            acting.begin_session(user)
            return redirect(next_path or url_for(".organization"), 303)
        form.password.errors = [_("This is not the password you chose. Enter it again.")]
    return form_page("confirm", form)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(sign_in_rate, methods=["POST"])
def sign_in() -> Page:
    if acting.signed_in():
        return redirect(safe_next(url_for(".organization")), 303)
    form = forms.SignInForm()
    if form.validate_on_submit():
        with transaction():
            user = services.authenticate(form.email.data, form.password.data)
        if user is not None:
            acting.begin_session(user)
            return redirect(safe_next(url_for(".organization")), 303)
        form.form_errors = [
            _(
                "Email address or password is not right, or the address is not confirmed yet. "
                "Look for the mail with the link, or ask for a new password."
            )
        ]
    return form_page("sign_in", form, next=safe_next(""))


@blueprint.post("/sign-out")
@login_required
def sign_out() -> Page:
    with transaction():
        services.sign_out(me())
    acting.end_session()
    flash(_("You are signed out."), "done")
    return see_other(".sign_in")


@blueprint.get("/rules/personal-information")
def processing_rules() -> Page:
    settings = current_settings()
    paragraphs = PROCESSING_RULES.paragraphs(
        language(), operator=settings.operator_name, contact=settings.operator_contact or "—"
    )
    return render_template(
        "accounts/rules.html",
        title=PROCESSING_RULES.title(language()),
        paragraphs=paragraphs,
        version=PROCESSING_RULES.version,
    )


def ask_to_sign_in() -> Page:
    """Lead an anonymous visitor to sign-in and back; a POST goes back to the page it came from."""
    back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else ""
    if not back and request.referrer and request.referrer.startswith(request.host_url):
        back = "/" + request.referrer.removeprefix(request.host_url)
    flash(_("Sign in to go on."), "info")
    return redirect(url_for("accounts.sign_in", next=back or None), 303)
