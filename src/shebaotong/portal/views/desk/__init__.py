"""The clerk's desk: inbox, case, actions, intake."""
