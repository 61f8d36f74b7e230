"""Sliding windows: how much was spent lately."""

from collections import deque
from datetime import datetime, timedelta


class Window:
    def __init__(self, within: timedelta) -> None:
        self._within = within
        self._spent: deque[tuple[datetime, int]] = deque()
        self._total = 0

    def spend(self, amount: int, now: datetime) -> int:
        """What has been spent within the window, this amount included."""
        self._forget(now)
        self._spent.append((now, amount))
        self._total += amount
        return self._total

    def seconds_until_free(self, now: datetime) -> int:
        """Until the oldest amount falls out of the window."""
        if not self._spent:
            return 0
        return max(1, round((self._spent[0][0] + self._within - now).total_seconds()))

    def _forget(self, now: datetime) -> None:
        while self._spent and self._spent[0][0] <= now - self._within:
            self._total -= self._spent.popleft()[1]
