"""Attachments by SHA-256: sniffed, bounded, never served inline."""
