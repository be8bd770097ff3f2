"""A process that does not outlive its parent."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(*, with_signal: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when the thread that started it ends.

    Holds across exec, not across fork or a change of user. Other systems than Linux lack it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
