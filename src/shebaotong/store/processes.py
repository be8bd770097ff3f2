"""What concerns a process as a whole: whom it does not outlive, and what it need not look through."""

import ctypes
import gc
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(*, parent: int, with_signal: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when its parent ends; leave at once if it has ended.

    To be precise, when the thread ends that started this process. Holds across exec, not across fork or
    a change of user. Other systems than Linux cannot; there the signal never comes.

    parent: the id of the process that is expected to be the parent.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    # The parent may have ended before the kernel was asked.
    if os.getppid() != parent:
        raise SystemExit(f"The process {parent} that started this one has ended.")


def keep_what_is_loaded() -> None:
    """Say that all that is loaded now stays for as long as the process lives.

    The collector of garbage looks through it otherwise, which takes a fifth of a second: people wait for it.
    """
    gc.collect()
    gc.freeze()
