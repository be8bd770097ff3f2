"""One history, many questions: where, when and how much, under assumptions that are all said aloud."""
