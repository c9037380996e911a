"""Every step of every life cycle has a name that people read."""

from marketplace.actions import ACTIONS
from marketplace.declarations.models import LIFECYCLE, DeclarationStatus
from marketplace.errors import TransitionNotAllowed
from marketplace.lifecycle import LIFECYCLES
from marketplace.web import refusal_text


def test_every_action_has_a_name_and_no_name_is_left_over(app):
    assert {action for each in LIFECYCLES.values() for action in each.moves} == set(ACTIONS)


def test_a_refused_step_is_named_in_the_reader_s_words(app):
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        try:
            LIFECYCLE.after(DeclarationStatus.ANNOUNCED, "mark_submitted")
        except TransitionNotAllowed as refusal:
            text = refusal_text(refusal)
    assert "提交国家知识产权局" in text
    assert "mark_submitted" not in text
