"""Long work hears Ctrl+C, and what it raises arrives."""

import _thread
import threading
import time

import pytest

from playground.experiment import supervised as module
from playground.experiment.supervised import Abandoned, supervised


def test_the_result_arrives():
    assert supervised(lambda _flag: threading.current_thread().name) == "work"


def test_an_error_arrives():
    def fail(_flag):
        raise ZeroDivisionError("in the thread")

    with pytest.raises(ZeroDivisionError, match="in the thread"):
        supervised(fail)


def test_ctrl_c_raises_the_flag():
    def work(flag):
        _thread.interrupt_main()
        while not flag[0]:
            time.sleep(0.001)
        return "stopped in time"

    assert supervised(work) == "stopped in time"


def test_work_that_does_not_stop_is_left_alone(monkeypatch):
    monkeypatch.setattr(module, "STOP_SECONDS", 0.01)
    release = threading.Event()

    def work(_flag):
        _thread.interrupt_main()
        release.wait(30)

    with pytest.raises(Abandoned):
        supervised(work)
    release.set()
