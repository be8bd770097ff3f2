"""The demonstration, as the command line reads it before Django is set up: no table is named here."""

from dataclasses import dataclass

from shebaotong.lab.progress import Progress


@dataclass(frozen=True)
class DemoAccount:
    """One account that a visitor may sign in with. The password is for the demonstration only."""

    login: str
    password: str
    who: str


def load_demo(*, people: int, progress: Progress) -> tuple[DemoAccount, ...]:
    """Load what the demonstration needs where it is missing; the accounts to show."""
    # Tables can be named only once Django is set up.
    from shebaotong.lab.demo_records import load_records

    return tuple(DemoAccount(*account) for account in load_records(people=people, progress=progress))
