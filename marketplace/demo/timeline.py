"""Stories that move through the days: the clock is set, the services do the rest.

A story is a generator; it acts when it is resumed and yields how many days pass before its next
act. What would happen after the present day has not happened yet and is left out.
"""

import heapq
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from itertools import count

from marketplace import clock
from marketplace.database import transaction

Story = Generator[int, None, None]
_OPENS = time(9, 0)
_MINUTES_BETWEEN_ACTS = 2
_OFFICE_HOURS_MINUTES = 8 * 60


class Timeline:
    """Runs stories day by day until ``today`` (a Shanghai day); each day is one transaction."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._waiting: list[tuple[date, int, Story]] = []
        self._order = count()

    def begin(self, days_ago: int, story: Story) -> None:
        """Let a story begin some days before today."""
        self._push(self.today - timedelta(days=days_ago), story)

    def run(self, after_day: Callable[[date], None]) -> None:
        """Run everything in the order of the days; ``after_day`` is called with the clock of the
        day, once its transaction has ended."""
        while self._waiting and self._waiting[0][0] <= self.today:
            day = self._waiting[0][0]
            with transaction():
                self._run_day(day)
            with self._evening(day):
                after_day(day)

    def _run_day(self, day: date) -> None:
        acts = 0
        while self._waiting and self._waiting[0][0] == day:
            _, _, story = heapq.heappop(self._waiting)
            with self._moment(day, acts):
                days = next(story, None)
            acts += 1
            if days is not None:
                self._push(day + timedelta(days=days), story)

    def _push(self, day: date, story: Story) -> None:
        heapq.heappush(self._waiting, (day, next(self._order), story))

    def _moment(self, day: date, acts: int) -> AbstractContextManager[None]:
        minutes = min(acts * _MINUTES_BETWEEN_ACTS, _OFFICE_HOURS_MINUTES)
        opened = datetime.combine(day, _OPENS, clock.SHANGHAI)
        return self._set(day, opened + timedelta(minutes=minutes))

    def _evening(self, day: date) -> AbstractContextManager[None]:
        return self._set(day, datetime.combine(day, time(20, 0), clock.SHANGHAI))

    def _set(self, day: date, moment: datetime) -> AbstractContextManager[None]:
        """Today runs by the real clock: nothing may have happened in the future."""
        return nullcontext() if day >= self.today else clock.at(moment)


def together(*stories: Story) -> Story:
    """One story out of several that go on beside each other from the same day."""
    waiting = [(0, place, story) for place, story in enumerate(stories)]
    passed = 0
    while waiting:
        day, place, story = heapq.heappop(waiting)
        if day > passed:
            yield day - passed
            passed = day
        days = next(story, None)
        if days is not None:
            heapq.heappush(waiting, (passed + days, place, story))
