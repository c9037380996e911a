"""Asking, answering, publishing: what is said stays, who may do what, what is told to whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from marketplace import clock
from marketplace.accounts.models import InboxMessage, MailPreference, Role
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.enquiries import clocks, queries, services
from marketplace.enquiries.contacts import contacts_in
from marketplace.enquiries.models import LIFECYCLE, EnquiryDraft, EnquirySide, EnquiryStatus
from marketplace.enquiries.services import talking
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from marketplace.mail import OutgoingMail
from tests import deals
from tests.accounts.factories import make_administrator, make_member, make_user, owner_of
from tests.enquiries.factories import ANSWER, QUESTION, answered, asked, published
from tests.listings.factories import make_listing


def inbox_of(organization):
    rows = select(InboxMessage).where(InboxMessage.organization_id == organization.id)
    return [row.code for row in db.session.scalars(rows.order_by(InboxMessage.id))]


def test_a_question_reaches_the_patentee_and_its_answer_the_asker(app):
    enquiry = asked()
    assert enquiry.status is EnquiryStatus.OPEN
    assert inbox_of(enquiry.patentee)[-1] == "enquiry:asked"
    with transaction():
        services.answer(enquiry, owner_of(enquiry.patentee), ANSWER)
    assert enquiry.status is EnquiryStatus.ANSWERED
    assert inbox_of(enquiry.organization) == ["enquiry:answered"]
    assert [each.side for each in enquiry.messages] == list(EnquirySide)


def test_mails_follow_the_preference_and_never_carry_the_text(app):
    listing, organization = deals.published(), deals.licensee()
    owner_of(listing.organization).mail_preference = MailPreference.ALL
    db.session.commit()
    asked(listing, organization)
    mails = list(db.session.scalars(select(OutgoingMail)))
    own = [mail for mail in mails if mail.to == owner_of(listing.organization).email]
    assert any("Question" in mail.subject or "咨询" in mail.subject for mail in own)
    assert all(QUESTION not in mail.body for mail in mails)


def test_nothing_said_enters_the_trail(app):
    enquiry = published()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.tag.startswith("enquiry:")))
    written = [event.canonical.decode() for event in events]
    assert len(written) == 3
    assert all(QUESTION not in each and ANSWER not in each for each in written)
    assert enquiry.is_public


def test_a_thread_goes_to_and_fro_and_ends(app):
    enquiry = answered()
    with transaction():
        services.ask_again(enquiry, owner_of(enquiry.organization), "能看样件吗?")
    assert enquiry.status is EnquiryStatus.OPEN
    with transaction():
        services.close(enquiry, owner_of(enquiry.organization))
    assert inbox_of(enquiry.patentee)[-1] == "enquiry:closed"
    with pytest.raises(TransitionNotAllowed), transaction():
        services.answer(enquiry, owner_of(enquiry.patentee), "晚了")


@pytest.mark.parametrize("status", EnquiryStatus)
@pytest.mark.parametrize("action", LIFECYCLE.moves)
def test_every_move_is_allowed_exactly_as_declared(app, status, action):
    origins, target = LIFECYCLE.moves[action]
    if status in origins:
        assert LIFECYCLE.after(status, action) is target
    else:
        with pytest.raises(TransitionNotAllowed):
            LIFECYCLE.after(status, action)


@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_keeps_what_was_said(app):
    enquiry = asked()
    for statement in ("UPDATE enquiry_messages SET text = ''", "DELETE FROM enquiry_messages"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert enquiry.messages[0].text == QUESTION


def test_nobody_asks_the_own_organization_or_about_what_is_not_shown(app):
    listing = deals.published()
    with pytest.raises(NotAllowed), transaction():
        services.ask(listing, listing.organization, owner_of(listing.organization), "?")
    paused = make_listing(ListingStatus.PAUSED)
    company = deals.licensee()
    with pytest.raises(NotAllowed), transaction():
        services.ask(paused, company, owner_of(company), "?")
    stranger = make_user()
    with pytest.raises(NotAllowed), transaction():
        services.ask(listing, company, stranger, "?")


def test_a_viewer_of_the_patentee_reads_but_does_not_answer(app):
    enquiry = asked()
    viewer = make_member(enquiry.patentee, None, Role.VIEWER).user
    with pytest.raises(NotAllowed), transaction():
        services.answer(enquiry, viewer, ANSWER)
    assert enquiry.status is EnquiryStatus.OPEN


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("请打 13800138000", ["13800138000"]),
        ("电话 １３８００１３８０００", ["13800138000"]),
        ("固话 020-87110000", ["020-87110000"]),
        ("发到 wang.li@example.com 即可", ["wang.li@example.com"]),
        ("加微信 factory_boss88", ["微信 factory_boss88"]),
        ("专利号 ZL202110012345.6,量产 100000 件,12000.00 元", []),
        ("申请号 2021100123456、公告日 2026-11-21", []),
    ],
)
def test_contact_data_are_noticed_and_figures_are_not(typed, found):
    assert contacts_in(typed) == found


def test_contact_data_warn_and_are_sent_as_they_are_when_meant(app):
    with pytest.raises(Refused) as refused:
        asked(text="请打 13800138000")
    assert (refused.value.code, refused.value.field) == ("contact_in_text", "text")
    enquiry = asked(text="请打 13800138000", knowing=True)
    assert enquiry.messages[0].text == "请打 13800138000"


def test_too_many_unanswered_questions_about_one_listing_are_refused(app, monkeypatch):
    listing, company = deals.published(), deals.licensee()
    for _ in range(talking.MOST_UNANSWERED):
        last = asked(listing, company)
    with pytest.raises(Refused) as refused:
        asked(listing, company)
    assert refused.value.code == "too_many_unanswered"
    with transaction():
        services.answer(last, owner_of(listing.organization), ANSWER)
    asked(listing, company)
    monkeypatch.setattr(talking, "MOST_A_DAY", talking.MOST_UNANSWERED + 1)
    with pytest.raises(Refused) as refused:
        asked(deals.published(), company)
    assert refused.value.code == "too_many_today"
    with clock.at(clock.now() + timedelta(days=1)):
        asked(deals.published(), company)


def test_without_the_asker_s_agreement_nothing_is_published(app):
    """The protective rule; with the tick the same call goes through."""
    private, agreed = answered(may_publish=False), answered()
    for enquiry, allowed in ((private, False), (agreed, True)):
        patentee = owner_of(enquiry.patentee)
        if allowed:
            with transaction():
                services.publish(enquiry, patentee, question=QUESTION, answer=ANSWER)
        else:
            with pytest.raises(NotAllowed), transaction():
                services.publish(enquiry, patentee, question=QUESTION, answer=ANSWER)
        assert bool(queries.published(enquiry.listing)) is allowed
    assert inbox_of(agreed.organization)[-1] == "enquiry:published"


def test_only_an_answered_question_is_published_by_who_manages_the_listing(app):
    enquiry = asked()
    with pytest.raises(Refused), transaction():
        services.publish(enquiry, owner_of(enquiry.patentee), question="问", answer="答")
    enquiry = answered()
    with pytest.raises(NotAllowed), transaction():
        services.publish(enquiry, owner_of(enquiry.organization), question="问", answer="答")


def test_what_is_published_names_nobody(app):
    enquiry = answered()
    for question, answer in (
        (f"我们{enquiry.organization.name}能用吗?", ANSWER),
        (QUESTION, "请打 13800138000"),
    ):
        with pytest.raises(Refused) as refused, transaction():
            services.publish(enquiry, owner_of(enquiry.patentee), question=question, answer=answer)
        assert refused.value.code == "names_somebody"


def test_published_and_taken_off_again(app):
    enquiry = published()
    assert queries.published(enquiry.listing) == [(QUESTION, ANSWER)]
    with transaction():
        services.unpublish(enquiry, owner_of(enquiry.patentee))
    assert queries.published(enquiry.listing) == []


def test_staff_take_a_reported_thread_away_and_bring_it_back(app):
    enquiry, staff = published(), make_administrator()
    with transaction():
        services.report(enquiry, owner_of(enquiry.patentee), "广告")
    codes = [row.code for row in db.session.scalars(select(InboxMessage).filter_by(user=staff))]
    assert codes == ["enquiry:reported"]
    assert list(db.session.scalars(queries.reported())) == [enquiry]
    with transaction():
        services.hide(enquiry, staff, "与专利无关")
    assert queries.published(enquiry.listing) == []
    assert list(db.session.scalars(queries.reported())) == []
    with transaction():
        services.restore(enquiry, staff)
    assert enquiry.status is EnquiryStatus.OPEN


def test_staff_do_not_decide_where_they_stand_themselves(app):
    enquiry, staff = asked(), make_administrator()
    make_member(enquiry.organization, staff, Role.VIEWER)
    with pytest.raises(NotAllowed), transaction():
        services.hide(enquiry, staff, "自己的")


def test_the_patentee_is_reminded_once_a_wait(app):
    enquiry = asked()
    assert clocks.run() == 0
    with clock.at(clock.now() + timedelta(days=clocks.REMIND_AFTER_DAYS)):
        assert clocks.run() == 1
        assert clocks.run() == 0
        assert inbox_of(enquiry.patentee)[-1] == "enquiry:waiting"
        with transaction():
            services.answer(enquiry, owner_of(enquiry.patentee), ANSWER)
    with clock.at(clock.now() + timedelta(days=30)):
        assert clocks.run() == 0


def test_typed_text_is_forgotten_after_a_week(app):
    listing = deals.published()
    with transaction():
        services.keep_draft(listing, "还没登录", may_publish=False)
    assert clocks.run() == 0
    with clock.at(clock.now() + timedelta(days=clocks.DRAFT_DAYS, seconds=1)):
        assert clocks.run() == 1
    assert db.session.scalar(select(EnquiryDraft)) is None
