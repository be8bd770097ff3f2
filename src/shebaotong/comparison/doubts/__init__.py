"""The last step of the cascade: doubts by statistics, where no rule says anything."""
