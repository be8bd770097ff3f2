"""Proof of continued entitlement (待遇领取资格认证)."""
