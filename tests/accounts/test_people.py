"""Registering, confirming, signing in, passwords: outcome, event, mail."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.accounts import passwords, services
from marketplace.accounts.services.people import find_by_email
from marketplace.accounts.texts import PROCESSING_RULES
from marketplace.database import transaction
from marketplace.errors import Refused
from tests.accounts.factories import PASSWORD, make_user

EMAIL = "li@example.com"


def _register(email=EMAIL, password=PASSWORD, **values):
    with transaction():
        return services.register(email, "李工", password, **{"consented": True, **values})


def _token(path):
    return path.rsplit("/", 1)[1]


def test_registering_keeps_the_consent_and_mails_a_link(app, tags, mails):
    user = _register(" LI@Example.com ", locale="en")
    assert user.email == EMAIL
    assert user.consent_version == PROCESSING_RULES.version
    assert not user.is_active
    assert tags() == ["user:register"]
    assert [mail.to for mail in mails()] == [EMAIL]
    assert "Confirm your email address" in mails()[0].subject


def test_the_password_is_not_kept(app):
    user = _register()
    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash


@pytest.mark.parametrize(
    ("password", "code"),
    [("short 123", "password_short"), ("x" * 201, "password_long"), (EMAIL, "password_is_address")],
)
def test_an_unfit_password_is_refused_and_nothing_is_left(app, tags, password, code):
    with pytest.raises(Refused) as refusal:
        _register(password=password)
    assert refusal.value.code == code
    assert find_by_email(EMAIL) is None
    assert tags() == []


def test_without_consent_there_is_no_account(app):
    with pytest.raises(Refused, match="rules on personal information"):
        _register(consented=False)
    assert find_by_email(EMAIL) is None


def test_a_known_address_is_told_by_mail_and_nothing_of_it_changes(app, tags, mails):
    owner = make_user(EMAIL)
    before = owner.password_hash
    assert _register(password="another password") is None
    assert (owner.password_hash, owner.name) == (before, owner.name)
    assert tags() == ["user:register_again"]
    assert "/sign-in" in mails(EMAIL)[0].body


def test_registering_again_before_confirming_voids_the_first_link(app, mailed_path):
    _register(password="the first password")
    first = _token(mailed_path(EMAIL))
    _register(password="the second password")
    with pytest.raises(Refused, match="no longer valid"):
        services.user_of_confirmation(first)
    user, _path = services.user_of_confirmation(_token(mailed_path(EMAIL)))
    assert user.email == EMAIL


def test_the_link_confirms_only_with_the_password_chosen(app, mailed_path, tags):
    _register(next_path="/inbox")
    token = _token(mailed_path(EMAIL))
    with transaction():
        assert services.confirm_address(token, "not the password") is None
    assert not find_by_email(EMAIL).is_active
    with transaction():
        assert services.confirm_address(token, PASSWORD).is_active
    assert tags() == ["user:register", "user:sign_in_failed", "user:confirm"]


def test_the_link_works_once_and_for_three_days(app, mailed_path):
    _register()
    token = _token(mailed_path(EMAIL))
    with clock.at(clock.now() + timedelta(days=3, seconds=1)), pytest.raises(Refused):
        services.user_of_confirmation(token)
    with transaction():
        services.confirm_address(token, PASSWORD)
    with pytest.raises(Refused):
        services.user_of_confirmation(token)


def test_a_link_for_one_purpose_opens_no_other(app, mailed_path):
    make_user(EMAIL)
    with transaction():
        services.request_reset(EMAIL)
    with pytest.raises(Refused):
        services.user_of_confirmation(_token(mailed_path(EMAIL)))


def test_signing_in_and_out_leaves_events(app, tags):
    user = make_user(EMAIL)
    with transaction():
        assert services.authenticate("LI@example.com", PASSWORD) == user
        services.sign_out(user)
    assert tags() == ["user:sign_in", "user:sign_out"]


@pytest.mark.parametrize("values", [{"confirmed_at": None}, {"is_active_flag": False}])
def test_unconfirmed_and_closed_accounts_do_not_sign_in(app, tags, values):
    make_user(EMAIL, **values)
    with transaction():
        assert services.authenticate(EMAIL, PASSWORD) is None
    assert tags() == ["user:sign_in_failed"]


def test_a_wrong_password_and_an_unknown_address_look_alike(app, last_event):
    user = make_user(EMAIL)
    with transaction():
        assert services.authenticate(EMAIL, "wrong password") is None
    assert last_event().subject_id == user.public_id
    assert last_event().actor_kind == "system"
    with transaction():
        assert services.authenticate("nobody@example.com", PASSWORD) is None


def test_an_unknown_address_costs_one_comparison_as_well(app, monkeypatch):
    compared = []
    verify = passwords.PasswordHasher.verify
    monkeypatch.setattr(
        passwords.PasswordHasher, "verify", lambda *a: compared.append(1) or verify(*a)
    )
    with transaction():
        services.authenticate("nobody@example.com", PASSWORD)
    assert compared == [1]


def test_an_old_hash_is_renewed_at_sign_in(app):
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    user = make_user(EMAIL, password_hash=weak)
    with transaction():
        services.authenticate(EMAIL, PASSWORD)
    assert user.password_hash != weak
    assert passwords.matches(user.password_hash, PASSWORD)


def test_a_reset_sets_the_password_once_and_ends_sessions(app, mailed_path, mails, tags):
    user = make_user(EMAIL)
    epoch = user.session_epoch
    with transaction():
        services.request_reset(EMAIL)
    token = _token(mailed_path(EMAIL))
    with transaction():
        services.reset_password(token, "a new long password")
    assert passwords.matches(user.password_hash, "a new long password")
    assert user.session_epoch == epoch + 1
    with pytest.raises(Refused, match="used already"):
        services.reset_password(token, "yet another password")
    assert tags() == ["user:request_reset", "user:reset_password"]
    assert len(mails(EMAIL)) == 2


def test_a_reset_link_lives_one_hour(app, mailed_path):
    make_user(EMAIL)
    with transaction():
        services.request_reset(EMAIL)
    token = _token(mailed_path(EMAIL))
    with clock.at(clock.now() + timedelta(minutes=59)):
        services.user_of_reset(token)
    with clock.at(clock.now() + timedelta(minutes=60, seconds=1)), pytest.raises(Refused):
        services.user_of_reset(token)


def test_a_forged_reset_link_is_refused(app):
    for token in ("", "forged", "WzEsInh4Il0.abc"):
        with pytest.raises(Refused):
            services.user_of_reset(token)


def test_a_reset_proves_an_unconfirmed_address(app, mailed_path):
    user = make_user(EMAIL, confirmed_at=None)
    with transaction():
        services.request_reset(EMAIL)
    with transaction():
        services.reset_password(_token(mailed_path(EMAIL)), "a new long password")
    assert user.is_active


@pytest.mark.parametrize("values", [None, {"is_active_flag": False}])
def test_a_reset_for_an_unknown_or_closed_account_is_silent(app, mails, tags, values):
    if values is not None:
        make_user(EMAIL, **values)
    with transaction():
        services.request_reset(EMAIL)
    assert mails() == []
    assert tags() == []


def test_changing_the_password_refuses_a_short_one(app):
    user = make_user(EMAIL)
    with pytest.raises(Refused) as refusal, transaction():
        services.change_password(user, "short")
    assert refusal.value.field == "password"
    assert user.session_epoch == 0


def test_the_operator_makes_confirmed_accounts(app, last_event):
    with transaction():
        user = services.create_user(EMAIL, "管理员", PASSWORD, is_administrator=True)
    assert user.is_active
    assert user.is_administrator
    assert last_event().data == {"administrator": True, "auditor": False}
    with pytest.raises(Refused, match="already has an account"), transaction():
        services.create_user(EMAIL, "又", PASSWORD)


def test_the_language_is_kept_and_only_a_change_is_an_event(app, tags):
    user = make_user()
    with transaction():
        services.set_locale(user, "en")
        services.set_locale(user, "en")
    assert user.locale == "en"
    assert tags() == ["user:set_locale"]
    with pytest.raises(ValueError, match="fr"):
        services.set_locale(user, "fr")


def test_closing_an_account_ends_its_sessions(app, tags):
    user = make_user()
    with transaction():
        services.set_active(user, False, user, reason="离职")
    assert (user.is_active, user.session_epoch) == (False, 1)
    with transaction():
        services.set_active(user, True, user, reason="复职")
    assert user.is_active
    assert tags() == ["user:close", "user:open"]


def test_no_event_carries_an_address_a_name_or_a_password(app, session):
    from marketplace.audit.models import AuditEvent

    _register()
    with transaction():
        services.authenticate(EMAIL, "wrong password")
        services.request_reset(EMAIL)
    for event in session.query(AuditEvent).all():
        for secret in (EMAIL, "李工", PASSWORD, "wrong password"):
            assert secret not in event.canonical.decode()
