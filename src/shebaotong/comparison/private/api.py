"""The face of the private comparison: keys and mandates, the job, its engines and its line."""

from shebaotong.comparison.private.approval import MINIMUM_PERSONS, check_approval
from shebaotong.comparison.private.channel import Channel, ChannelLost
from shebaotong.comparison.private.drawing_up import commit_list
from shebaotong.comparison.private.ecdh import EcdhEngine
from shebaotong.comparison.private.engine import Engine, Progress
from shebaotong.comparison.private.folder import (
    Folder,
    make_folder,
    open_folder,
    read_private_key,
    write_private_key,
)
from shebaotong.comparison.private.http_channel import CallingChannel, ListeningChannel
from shebaotong.comparison.private.job import PrivateReport, compare_private
from shebaotong.comparison.private.mandate import Mandate, Side, parse_mandate, sign_mandate
from shebaotong.comparison.private.record import Record, check_record
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.rr22 import Rr22Engine
from shebaotong.comparison.private.rr22_install import CannotInstall, engine_python, install_engine
from shebaotong.comparison.private.trust import TrustedKey, read_trust, write_trust

__all__ = [
    "MINIMUM_PERSONS",
    "CallingChannel",
    "CannotInstall",
    "Channel",
    "ChannelLost",
    "EcdhEngine",
    "Engine",
    "Folder",
    "ListeningChannel",
    "Mandate",
    "PrivateReport",
    "Progress",
    "Reason",
    "Record",
    "Refused",
    "Rr22Engine",
    "Side",
    "TrustedKey",
    "check_approval",
    "check_record",
    "commit_list",
    "compare_private",
    "engine_python",
    "install_engine",
    "make_folder",
    "open_folder",
    "parse_mandate",
    "read_private_key",
    "read_trust",
    "sign_mandate",
    "write_private_key",
    "write_trust",
]
