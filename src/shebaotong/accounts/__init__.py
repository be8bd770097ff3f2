"""Sign-in, roles and mandates (委托)."""
