"""Gateways that ship with the software; an operator's own needs one method."""
