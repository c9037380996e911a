"""Messages: one row per addressee, mails by preference, texts in the reader's language."""

import pytest
from sqlalchemy import select

from marketplace.accounts import messages, queries, services
from marketplace.accounts.models import InboxMessage, MailPreference, Role
from marketplace.accounts.notices import register_message
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from tests.accounts.factories import make_administrator, make_member, make_organization, make_user

register_message("test:paid", subject="%(amount_fen)s arrived", body="From %(payers)s.")
register_message("test:sign", subject="Probe to sign", body="By %(day)s.", action="Sign now")


@pytest.fixture
def organization(app):
    return make_organization()


def _notify(organization, code="test:paid", *, link="/x", **values):
    with transaction():
        event = record("test:happen", organization, organization.memberships[0].user)
        params = {"amount_fen": 1_200_000, "payers": ["甲", "乙"], "day": "2026-12-01"}
        return services.notify(organization, code, event=event, link=link, **{**params, **values})


def test_a_message_is_one_row_with_link_day_and_event(organization):
    from marketplace import clock

    message = _notify(organization, due_on=clock.today())
    assert db.session.scalars(select(InboxMessage)).all() == [message]
    assert (message.link, message.due_on) == ("/x", clock.today())
    assert message.params["amount_fen"] == 1_200_000
    assert message.event_id is not None


def test_every_member_is_mailed_or_those_with_the_roles(organization, mails):
    make_member(organization, make_user("viewer@example.com"))
    make_member(organization, make_user("finance@example.com"), Role.FINANCE)
    _notify(organization)
    assert len(mails()) == 3
    _notify(organization, roles=[Role.FINANCE])
    assert len(mails("finance@example.com")) == 2
    assert len(mails("viewer@example.com")) == 1


def test_mail_preferences_are_kept_to(organization, mails):
    make_member(organization, make_user("none@example.com", mail_preference=MailPreference.NONE))
    make_member(organization, make_user("act@example.com", mail_preference=MailPreference.ACTION))
    _notify(organization, "test:paid")
    _notify(organization, "test:sign")
    assert mails("none@example.com") == []
    assert [mail.subject for mail in mails("act@example.com")] == ["Probe to sign"]


def test_former_members_and_closed_accounts_are_not_mailed(organization, mails):
    make_member(organization, make_user("closed@example.com", is_active_flag=False))
    former = make_member(organization, make_user("former@example.com"))
    former.leave()
    db.session.commit()
    _notify(organization)
    assert mails("closed@example.com") == mails("former@example.com") == []


def test_a_mail_holds_text_action_and_full_address(organization, mails):
    _notify(organization, "test:sign", link="/agreements/abc")
    assert mails()[0].body == "By 2026-12-01.\n\nSign now:\nhttp://localhost/agreements/abc\n"


def test_nothing_is_told_when_the_change_is_rolled_back(organization, mails, inbox):
    def fail_after_telling():
        with transaction():
            event = record("test:happen", organization, organization.memberships[0].user)
            services.notify(organization, "test:sign", event=event, link="/x", day="-")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_telling()
    assert inbox() == []
    assert mails() == []


def test_an_unregistered_code_fails_at_once(organization, inbox):
    with pytest.raises(KeyError):
        _notify(organization, "test:unknown")
    assert inbox() == []


def test_a_code_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        register_message("test:paid", subject="x", body="y")


def test_money_and_lists_are_shown_in_words(app):
    rendered = messages.render("test:paid", {"amount_fen": 1_200_000, "payers": ["甲", "乙"]}, "en")
    assert rendered.subject == "¥12,000.00 arrived"
    assert rendered.body == "From 甲, 乙."
    assert rendered.action is None


def test_every_message_of_the_room_can_be_rendered_in_both_languages(app):
    names = [
        "name",
        "inviter",
        "organization",
        "person",
        "reason",
        "account",
        "bank",
        "amount_fen",
        "payers",
        "day",
        "number",
    ]
    params = {name: 1 if name.endswith("_fen") else name for name in names}
    for code in messages.codes():
        if code.partition(":")[0] in {"user", "organization", "payee_account"}:
            for locale in ("zh_CN", "en"):
                rendered = messages.render(code, params, locale)
                assert rendered.subject
                assert "%(" not in rendered.subject + rendered.body


def test_administrators_each_get_a_row_of_their_own(organization):
    first, second = make_administrator(), make_administrator()
    make_administrator(is_active_flag=False)
    with transaction():
        event = record("test:happen", organization, first)
        services.notify_administrators("test:sign", event=event, link="/admin", day="-")
    rows = db.session.scalars(select(InboxMessage)).all()
    assert {row.user for row in rows} == {first, second}


def test_the_inbox_shows_what_concerns_the_reader(organization):
    user = organization.memberships[0].user
    mine = _notify(organization)
    other = make_organization()
    _notify(other)
    with transaction():
        event = record("test:happen", user, user)
        personal = services.notify_user(user, "test:sign", event=event, link="/", day="-")
    assert db.session.scalars(queries.inbox(user, organization)).all() == [personal, mine]
    assert db.session.scalars(queries.inbox(user, None)).all() == [personal]
    assert queries.unread_count(user, organization) == 2


def test_reading_is_kept_once(organization):
    from datetime import timedelta

    from marketplace import clock

    message = _notify(organization)
    with transaction():
        services.mark_read(message)
    read_at = message.read_at
    with clock.at(clock.now() + timedelta(days=1)), transaction():
        services.mark_all_read([message])
    assert message.read_at == read_at
    assert queries.unread_count(organization.memberships[0].user, organization) == 0
