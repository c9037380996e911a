"""Counting requests in this process: the fixed windows of the rate limits, without a thread.

The storage that comes with the library starts a timer thread about once a request; that costs
more than a small page. Here what has run out is swept away every so many requests.
"""

import threading
import time

from limits.storage import Storage

SWEEP_EVERY = 1_000


class CountingStorage(Storage):
    """Counters with the instant (seconds of the epoch) at which each begins anew."""

    STORAGE_SCHEME = ["counting"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._until_sweep = SWEEP_EVERY

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count in the window of ``expiry`` seconds that runs, or begin one."""
        now = time.time()
        with self._lock:
            self._sweep(now)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._counts[key] = (count + amount, until)
            return count + amount

    def get(self, key: str) -> int:
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._lock:
            number = len(self._counts)
            self._counts.clear()
        return number

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._until_sweep = SWEEP_EVERY
            self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
