"""The face of the comparison: two sides of files in, findings out; openly, or without handing lists over."""

from shebaotong.comparison.clauses import Clause
from shebaotong.comparison.compare import ENGINES, compare
from shebaotong.comparison.from_encoded import compare_encoded
from shebaotong.comparison.job import Progress, Report, SideCount
from shebaotong.comparison.kinds import KINDS
from shebaotong.comparison.nightly import compare_changes
from shebaotong.comparison.numbers import tidy_name, tidy_number
from shebaotong.comparison.private.approval import MINIMUM_PERSONS, check_approval
from shebaotong.comparison.private.channel import Channel, ChannelLost
from shebaotong.comparison.private.drawing_up import commit_list
from shebaotong.comparison.private.ecdh import EcdhEngine
from shebaotong.comparison.private.engine import Engine
from shebaotong.comparison.private.folder import (
    KeyFolder,
    make_folder,
    open_folder,
    read_private_key,
    write_private_key,
)
from shebaotong.comparison.private.http_channel import CallingChannel, ListeningChannel
from shebaotong.comparison.private.job import PrivateReport, compare_private
from shebaotong.comparison.private.mandate import Mandate, parse_mandate, sign_mandate
from shebaotong.comparison.private.record import JobRecord, check_record
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.rr22 import Rr22Engine
from shebaotong.comparison.private.rr22_install import CannotInstall, engine_python, install_engine
from shebaotong.comparison.private.trust import TrustedKey, read_trust, write_trust
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.reading import FoundRow, RejectedRow, read_findings, read_rejects

__all__ = [
    "ENGINES",
    "KINDS",
    "MINIMUM_PERSONS",
    "CallingChannel",
    "CannotInstall",
    "Channel",
    "ChannelLost",
    "Clause",
    "EcdhEngine",
    "Engine",
    "FoundRow",
    "InputProblem",
    "JobRecord",
    "KeyFolder",
    "ListeningChannel",
    "Mandate",
    "PrivateReport",
    "Progress",
    "Reason",
    "Refused",
    "RejectedRow",
    "Report",
    "Rr22Engine",
    "SideCount",
    "TrustedKey",
    "check_approval",
    "check_record",
    "commit_list",
    "compare",
    "compare_changes",
    "compare_encoded",
    "compare_private",
    "engine_python",
    "install_engine",
    "make_folder",
    "open_folder",
    "parse_mandate",
    "read_findings",
    "read_private_key",
    "read_rejects",
    "read_trust",
    "sign_mandate",
    "tidy_name",
    "tidy_number",
    "write_private_key",
    "write_trust",
]
