"""Forms as items declare them: questions shown, answers read, errors placed."""
