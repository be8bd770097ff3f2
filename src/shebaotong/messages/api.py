"""The face of messages: what people are told, in the message centre and by SMS."""

from shebaotong.messages.centre import ShownMessage, Wish, mark_read, messages_of, unread, wish, wish_of
from shebaotong.messages.delivery import Delivered, OutboxRow, deliver_due, forget_codes, outbox
from shebaotong.messages.gateway import GatewayFailure, Outgoing, SmsGateway
from shebaotong.messages.gateways.console import ConsoleGateway
from shebaotong.messages.gateways.outbox import OutboxGateway
from shebaotong.messages.gateways.web import HttpGateway
from shebaotong.messages.reset_codes import agency_of_codes, send_wanted_codes
from shebaotong.messages.telling import notify
from shebaotong.messages.template import SMS_LIMIT, Template, templates
from shebaotong.messages.values import BadMessage

__all__ = [
    "SMS_LIMIT",
    "BadMessage",
    "ConsoleGateway",
    "Delivered",
    "GatewayFailure",
    "HttpGateway",
    "OutboxGateway",
    "OutboxRow",
    "Outgoing",
    "ShownMessage",
    "SmsGateway",
    "Template",
    "Wish",
    "agency_of_codes",
    "deliver_due",
    "forget_codes",
    "mark_read",
    "messages_of",
    "notify",
    "outbox",
    "send_wanted_codes",
    "templates",
    "unread",
    "wish",
    "wish_of",
]
