"""Messages, the SMS that carry them, and how people want to be told."""

from shebaotong.messages.models.message import Message
from shebaotong.messages.models.preference import Language, Preference
from shebaotong.messages.models.sms import Sms, SmsState

__all__ = ["Language", "Message", "Preference", "Sms", "SmsState"]
