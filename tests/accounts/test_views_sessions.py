"""Registering, signing in and out, passwords, in the browser."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import acting
from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_organization, make_user, owner_of

EMAIL = "li@example.com"
FORM = {"email": EMAIL, "name": "李工", "password": PASSWORD, "consent": "y"}


def _sign_in(client, email=EMAIL, password=PASSWORD, path="/sign-in"):
    return visit(client, path).send(email=email, password=password)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/register",
        "/register/sent",
        "/sign-in",
        "/password",
        "/password/sent",
        "/rules/personal-information",
    ],
)
def test_pages_for_everybody_open_in_both_languages(client, path, language):
    page = visit(client, f"{path}?lang={language}")
    assert page.status == 200
    assert page.soup.html["lang"] == ("zh-CN" if language == "zh_CN" else "en")


def test_the_pages_on_personal_information_name_the_handler(client):
    page = visit(client, "/rules/personal-information")
    assert current_settings().operator_name in page.text


def test_registering_a_new_and_a_known_address_looks_the_same(app, client):
    make_user("known@example.com")
    answers = [
        visit(client, "/register").send(**{**FORM, "email": email}).follow()
        for email in (EMAIL, "known@example.com")
    ]
    assert answers[0].text == answers[1].text
    assert len({page.response.request.path for page in answers}) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [("email", "no address"), ("name", " "), ("password", "short"), ("email", "")],
)
def test_a_wrong_entry_is_explained_at_its_field_and_the_rest_is_kept(client, field, typed):
    page = visit(client, "/register?lang=en").send(**{**FORM, field: typed})
    assert page.status == 422
    assert page.error_at(field)
    kept = "name" if field == "email" else "email"
    assert page.soup.find(id=kept)["value"] == FORM[kept]
    assert db.session.scalars(select(User)).all() == []


def test_consent_is_asked_for_at_its_field(client):
    page = visit(client, "/register?lang=en")
    form = {name: value for name, value in FORM.items() if name != "consent"}
    page = page.send(**form)
    assert "Agree to the rules" in page.error_at("consent")


def test_the_mailed_link_and_the_password_open_the_account(client, mailed_path):
    visit(client, "/register?next=/inbox").send(**FORM)
    page = visit(client, mailed_path(EMAIL))
    wrong = page.send(password="not the password")
    assert wrong.status == 422
    assert wrong.error_at("password")
    answer = wrong.send(password=PASSWORD)
    assert answer.response.location == "/inbox"
    assert answer.follow().status == 200


def test_a_used_confirmation_link_is_gone(client, mailed_path):
    visit(client, "/register").send(**FORM)
    path = mailed_path(EMAIL)
    visit(client, path).send(password=PASSWORD)
    assert visit(client, path).status == 410


def test_opening_the_link_alone_changes_nothing(client, mailed_path):
    visit(client, "/register").send(**FORM)
    visit(client, mailed_path(EMAIL))
    assert db.session.scalar(select(User.confirmed_at)) is None


def test_signing_in_leads_on(app, client):
    make_user(EMAIL)
    answer = _sign_in(client, path="/sign-in?next=/account")
    assert answer.response.location == "/account"
    assert EMAIL in answer.follow().text


@pytest.mark.parametrize(
    ("values", "password"),
    [
        ({}, "wrong password"),
        ({"confirmed_at": None}, PASSWORD),
        ({"is_active_flag": False}, PASSWORD),
    ],
)
def test_every_failed_sign_in_reads_the_same(app, client, values, password):
    make_user(EMAIL, **values)
    failed = _sign_in(client, password=password)
    unknown = _sign_in(app.test_client(), email="nobody@example.com")
    assert failed.status == unknown.status == 422
    assert failed.text == unknown.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:x",
        "evil",
    ],
)
def test_no_sign_in_leads_away_from_the_site(app, client, target):
    make_user(EMAIL)
    with client:
        page = visit(client, "/sign-in")
        data = {"email": EMAIL, "password": PASSWORD, "next": target}
        data["csrf_token"] = page.soup.select_one("input[name=csrf_token]")["value"]
        answer = client.post("/sign-in", data=data)
    assert answer.status_code == 303
    assert answer.location == "/organization"


def test_nothing_of_the_anonymous_session_survives_sign_in(app, client):
    make_user(EMAIL)
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
    _sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_sign_in_is_throttled(app, client, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setitem(
        app.extensions, "settings", replace(settings, rate_limit_sign_in="3 per minute")
    )
    statuses = [_sign_in(client).status for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert client.get("/sign-in").status_code == 200


def test_signing_out_ends_the_session(app, tags):
    client = client_of(app, make_user())
    visit(client, "/account")
    page = visit(client, "/account")
    token = page.soup.select_one("form[action='/sign-out'] input[name=csrf_token]")["value"]
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert client.get("/account").status_code == 303
    assert tags() == ["user:sign_out"]


@pytest.mark.parametrize(
    "path", ["/account", "/inbox", "/organization", "/organization/members?x=1"]
)
def test_a_page_behind_sign_in_is_come_back_to(client, path):
    answer = client.get(path)
    assert answer.status_code == 303
    parts = urlsplit(answer.location)
    assert parts.path == "/sign-in"
    assert parse_qs(parts.query)["next"] == [path]


def test_a_lost_password_is_replaced_by_mail(app, client, mailed_path):
    user = make_user(EMAIL)
    other = client_of(app, user)
    assert other.get("/account").status_code == 200
    sent = visit(client, "/password").send(email=EMAIL).follow()
    unknown = visit(client, "/password").send(email="nobody@example.com").follow()
    assert sent.text == unknown.text
    page = visit(client, mailed_path(EMAIL))
    differing = page.send(password="a new long password", again="another")
    assert differing.error_at("again")
    answer = differing.send(password="a new long password", again="a new long password")
    assert answer.follow().status == 200
    assert other.get("/account").status_code == 303


def test_an_old_reset_link_says_what_to_do(app, client, mailed_path):
    make_user(EMAIL)
    visit(client, "/password").send(email=EMAIL)
    with clock.at(clock.now() + timedelta(hours=2)):
        page = visit(client, mailed_path(EMAIL), headers={"Accept-Language": "en"})
    assert page.status == 410
    assert "Ask for a new one" in page.text


def test_changing_the_password_asks_for_the_present_one(app, tags):
    user = make_user(EMAIL)
    client, other = client_of(app, user), client_of(app, user)
    page = visit(client, "/account/password")
    new = {"new_password": "a new long password", "again": "a new long password"}
    refused = page.send(password="wrong password", **new)
    assert refused.status == 422
    assert refused.error_at("password")
    assert tags() == ["user:confirm_password_failed"]
    assert refused.send(password=PASSWORD, **new).follow().status == 200
    assert other.get("/account").status_code == 303
    assert tags()[-1] == "user:change_password"


def test_a_closed_account_loses_its_sessions(app):
    user = make_user()
    client = client_of(app, user)
    user.is_active_flag = False
    db.session.commit()
    assert client.get("/account").status_code == 303


def test_the_language_is_kept_per_user(app):
    user = make_user()
    client = client_of(app, user)
    visit(client, "/account")
    assert client.post("/language", data={"lang": "en", "next": "/account"}).status_code == 303
    assert user.locale == "en"
    assert visit(client_of(app, user), "/account").soup.html["lang"] == "en"


def test_a_failed_reauthentication_is_recorded_though_the_act_is_not(app, tags):
    user = make_user()

    def act():
        acting.confirm_password(user, "wrong password")
        with transaction():
            record("test:act", user, user)

    with app.test_request_context("/"), pytest.raises(Refused):
        act()
    assert tags() == ["user:confirm_password_failed"]


def test_asking_for_the_password_inside_the_act_is_refused_as_a_fault(app):
    """Else the recorded failure would be rolled back with the act."""
    user = make_user()

    def act():
        with transaction():
            acting.confirm_password(user, "wrong password")

    with app.test_request_context("/"), pytest.raises(RuntimeError, match="nest"):
        act()


def test_too_many_wrong_passwords_stop_even_the_right_one(app, monkeypatch):
    monkeypatch.setitem(
        app.extensions,
        "settings",
        replace(app.extensions["settings"], rate_limit_sign_in="2 per minute"),
    )
    user = make_user()
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(Refused, match="not your password"):
                acting.confirm_password(user, "wrong password")
        with pytest.raises(Refused) as refusal:
            acting.confirm_password(user, PASSWORD)
    assert refusal.value.code == "too_many_tries"


def test_kept_mails_are_ones_own_in_development(app, client):
    user = make_user(EMAIL)
    visit(client, "/password").send(email=EMAIL)
    visit(client, "/register").send(**{**FORM, "email": "other@example.com"})
    assert client.get("/account/mail").status_code == 303
    page = visit(client_of(app, user), "/account/mail")
    assert EMAIL in page.text
    assert "other@example.com" not in page.text


def test_kept_mails_are_everybodys_in_the_demonstration(app, client, monkeypatch):
    visit(client, "/register").send(**FORM)
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], demo=True))
    page = visit(client, "/account/mail")
    assert EMAIL in page.text
    assert page.soup.select_one("pre a")["href"].startswith("http://localhost/confirm/")


def test_there_are_no_kept_mails_where_mail_is_sent(app, monkeypatch):
    monkeypatch.setitem(
        app.extensions,
        "settings",
        replace(app.extensions["settings"], smtp_url="smtp://mail.example"),
    )
    assert client_of(app, make_user()).get("/account/mail").status_code == 404


def test_the_account_page_keeps_name_language_and_mail(app, tags):
    user = make_user()
    page = visit(client_of(app, user), "/account")
    answer = page.send(name="新名", locale="en", mail_preference="action")
    assert answer.follow().soup.html["lang"] == "en"
    assert (user.name, user.locale, user.mail_preference) == ("新名", "en", "action")
    assert tags() == ["user:set_locale", "user:edit"]


def test_a_token_is_shown_once_and_revoked(app):
    user = owner_of(make_organization())
    client = client_of(app, user)
    page = visit(client, "/account/tokens").send(name="管理系统")
    text = page.soup.select_one(".copy-value").get_text()
    assert text.startswith("olm_")
    again = visit(client, "/account/tokens")
    assert text not in again.text
    assert "管理系统" in again.text
    (form,) = again.soup.select("main form.inline-form")
    assert again.send(form["action"]).follow().status == 200
    stranger = client_of(app, owner_of(make_organization()))
    visit(stranger, "/account/tokens")
    token = visit(stranger, "/account/tokens").soup.select_one("input[name=csrf_token]")["value"]
    assert stranger.post(form["action"], data={"csrf_token": token}).status_code == 404
