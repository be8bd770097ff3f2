"""Cases of the last weeks, so that the demonstration's desks and boards show agencies at work.

Every document goes through the engine as a clerk's would, at an office hour that has passed: nothing is
written into tables. Who claims is invented; none of the cast is among them, whose stories the visitor tells.
"""
