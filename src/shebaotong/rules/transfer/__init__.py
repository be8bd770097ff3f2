"""Moving an insurance relation: what money goes, to which account, and who pays in the end."""
