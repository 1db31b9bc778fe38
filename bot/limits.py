"""How often: so many in a minute, spread evenly, with some at once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 10_000  # keys; of the one that was quiet longest nothing is remembered, which lets it do all at once again


class Limit:
    """At most `per_minute` of each key: all of them may come at once, and then as many as the time brings back."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._clock = per_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> how many are left, and when that was

    def wait(self, key: str) -> float:
        """Takes one of a key; seconds to wait for the next if there is none left, else 0."""
        now = self._clock()
        left, then = self._left.pop(key, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - then) * self.per_minute / 60)
        taken = left >= 1
        self._left[key] = (left - 1 if taken else left, now)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) * 60 / self.per_minute
