"""How a message reaches the worker even while the kernel is in the middle of a long step."""

import numpy as np
from numpy.typing import NDArray


class Interrupt:
    """Makes the kernel give up the step it is in, so that the next message is read at once.

    ``ask`` is called by the window's thread right before a message is sent, ``answer`` by the worker's when it has
    arrived. The flag stays up as long as a message is on its way, without a lock: whoever clears it looks again.
    """

    def __init__(self) -> None:
        self.flag: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self._asked = 0
        self._answered = 0

    def ask(self) -> None:
        """Announce a message."""
        self._asked += 1
        self.flag[0] = 1

    def answer(self) -> None:
        """The announced message is here."""
        self._answered += 1
        if self._answered == self._asked:
            self.flag[0] = 0
            if self._answered != self._asked:
                self.flag[0] = 1
