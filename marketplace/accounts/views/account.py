"""A person's own page, kept mails, API tokens."""

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import login_required
from sqlalchemy import select

from marketplace.accounts import acting, forms, queries, services
from marketplace.accounts.acting import member_required
from marketplace.accounts.models import ApiToken, MailPreference
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, form_page, me, mine
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db, login_manager
from marketplace.mail import OutgoingMail
from marketplace.web import see_other

KEPT_MAILS_SHOWN = 50


@blueprint.route("/account", methods=["GET", "POST"])
@login_required
def account() -> Page:
    user = me()
    form = forms.ProfileForm(obj=user)
    if form.validate_on_submit():
        with transaction():
            services.edit_profile(
                user,
                name=form.name.data,
                locale=form.locale.data,
                mail_preference=MailPreference(form.mail_preference.data),
            )
        session["language"] = user.locale
        flash(_("Saved."), "done")
        return see_other(".account")
    return form_page("account", form, user=user, shows_mail=_keeps_mail())


@blueprint.get("/account/mail")
def kept_mail() -> Page:
    """Mails that this installation keeps instead of sending: in the demonstration everybody's,
    in development those to the signed-in user's address."""
    if not _keeps_mail():
        raise Missing()
    statement = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(KEPT_MAILS_SHOWN)
    if not current_settings().demo:
        user = acting.signed_in()
        if user is None:
            return login_manager.unauthorized()
        statement = statement.where(OutgoingMail.to == user.email)
    mails = db.session.scalars(statement).all()
    return render_template("accounts/mail.html", mails=mails, everybody=current_settings().demo)


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@member_required
def tokens() -> Page:
    form = forms.TokenForm()
    user, (_membership, organization) = me(), mine()
    text = None
    if form.validate_on_submit():
        with transaction():
            _token, text = services.create_token(user, organization, form.name.data)
        form = forms.TokenForm(formdata=None)
    return form_page(
        "tokens", form, tokens=queries.tokens_of(user), organization=organization, text=text
    )


@blueprint.post("/account/tokens/<public_id>/revocation")
@login_required
def revoke_token(public_id: str) -> Page:
    token = db.session.scalar(
        select(ApiToken).where(ApiToken.public_id == public_id, ApiToken.user_id == me().id)
    )
    if token is None:
        raise Missing()
    with transaction():
        services.revoke_token(token, by=me())
    flash(_("The token is revoked; programs that use it are refused from now on."), "done")
    return redirect(url_for(".tokens"), 303)


def _keeps_mail() -> bool:
    settings = current_settings()
    return settings.demo or not settings.smtp_url
