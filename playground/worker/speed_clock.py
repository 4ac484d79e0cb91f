"""When steps are due at a limited speed, and how fast training really goes."""

import time


class SpeedClock:
    """Which steps are due at a limited speed, and how fast it really goes."""

    WINDOW_SECONDS = 0.5
    TICK_SECONDS = 0.008

    def __init__(self) -> None:
        self.measured = 0.0
        self.restart()

    def restart(self) -> None:
        """Count from now on."""
        now = time.perf_counter()
        self._began, self._taken = now, 0
        self._window_began, self._window_steps = now, 0
        self.measured = 0.0

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

    def count(self, steps: int) -> None:
        """So many steps were taken."""
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
