"""Stories by the day."""

from datetime import date

from marketplace import clock
from marketplace.demo.timeline import Timeline, together

TODAY = date(2026, 6, 30)


def _story(seen, name, *pauses):
    for pause in pauses:
        seen.append((clock.today(), name))
        yield pause
    seen.append((clock.today(), name))


def test_stories_are_told_in_the_order_of_the_days(app):
    timeline, seen = Timeline(TODAY), []
    with clock.at(TODAY):
        timeline.begin(10, _story(seen, "a", 5))
        timeline.begin(7, _story(seen, "b"))
        timeline.run(lambda day: None)
    assert seen == [
        (date(2026, 6, 20), "a"),
        (date(2026, 6, 23), "b"),
        (date(2026, 6, 25), "a"),
    ]


def test_what_lies_after_today_has_not_happened(app):
    timeline, seen = Timeline(TODAY), []
    with clock.at(TODAY):
        timeline.begin(2, _story(seen, "a", 2, 1))
        timeline.run(lambda day: None)
    assert [day for day, _ in seen] == [date(2026, 6, 28), TODAY]


def test_evenings_come_after_the_days_acts(app):
    timeline, seen = Timeline(TODAY), []
    with clock.at(TODAY):
        timeline.begin(3, _story(seen, "a"))
        timeline.run(lambda day: seen.append((day, "evening")))
    assert seen == [(date(2026, 6, 27), "a"), (date(2026, 6, 27), "evening")]


def test_stories_go_on_beside_each_other(app):
    timeline, seen = Timeline(TODAY), []
    with clock.at(TODAY):
        timeline.begin(9, together(_story(seen, "a", 4), _story(seen, "b", 1, 1)))
        timeline.run(lambda day: None)
    days = [(day.day, name) for day, name in seen]
    assert days == [(21, "a"), (21, "b"), (22, "b"), (23, "b"), (25, "a")]
