"""Notices and SMS: templates, outbox, delivery, opt-out."""
