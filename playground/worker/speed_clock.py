"""When steps are due at a limited speed, and how fast training really goes."""

import time

SLICE_SECONDS = 0.012
"""How long the kernel is called for in a run. Every return waits for Python's lock, which the window may hold; what
is urgent interrupts the kernel."""
SHORTEST_SLICE_SECONDS = 0.003


class SpeedClock:
    """Which steps are due at a limited speed, how many fit into a slice, and how fast it really goes."""

    WINDOW_SECONDS = 0.5
    TICK_SECONDS = 0.008

    def __init__(self) -> None:
        self.measured = 0.0
        self.restart(same_pace=False)

    def restart(self, *, with_step: bool = True, same_pace: bool = True) -> None:
        """Count from now on.

        Parameters
        ----------
        with_step : bool
            Whether the first step is due at once, or only after its time.
        same_pace : bool
            Whether steps still take as long as before.
        """
        if not same_pace:
            self._seconds_per_step = 0.0
        now = time.perf_counter()
        self._began, self._taken = now, 0 if with_step else 1
        self._window_began, self._window_steps = now, 0
        self.measured = 0.0

    def affordable(self, until: float) -> int:
        """Steps that fit into a slice, which ends at ``until`` if that is soon.

        One as long as it is not known how long they take, for it may be seconds.
        """
        if self._seconds_per_step <= 0:
            return 1
        room = until - time.perf_counter()
        seconds = room if SHORTEST_SLICE_SECONDS < room < SLICE_SECONDS else SLICE_SECONDS
        return max(1, int(seconds / self._seconds_per_step))

    def due(self, speed: float | None) -> int:
        """How many steps are due now at ``speed`` steps a second; very many without a limit."""
        if speed is None:
            return 1 << 40
        now = time.perf_counter()
        due = int((now - self._began) * speed) - self._taken + 1
        if due > max(2.0, 0.25 * speed):  # the machine cannot keep up: never run after what was missed
            self._began, self._taken = now, 0
            due = max(1, int(self.TICK_SECONDS * speed))
        return max(0, due)

    def count(self, steps: int, seconds: float) -> None:
        """So many steps were taken, in so much time."""
        if steps > 0:
            known, now_measured = self._seconds_per_step, seconds / steps
            self._seconds_per_step = 0.5 * (known + now_measured) if known else now_measured
        self._taken += steps
        self._window_steps += steps
        now = time.perf_counter()
        if now - self._window_began >= self.WINDOW_SECONDS:
            self.measured = self._window_steps / (now - self._window_began)
            self._window_began, self._window_steps = now, 0

    def pause_ms(self, speed: float | None) -> int:
        """Milliseconds until the next step is due; 0 without a limit."""
        if speed is None:
            return 0
        next_due = self._began + self._taken / speed - time.perf_counter()
        return int(1000 * max(self.TICK_SECONDS, next_due)) + 1
