"""Who signs in: accounts and roles, sessions, resets, tokens of channels, mandates."""
