"""The demonstration's agencies and their staff, each agency with its database role."""

from datetime import datetime

from shebaotong.accounts.api import DemoStaff, load_demo_staff
from shebaotong.network.api import all_agencies, load_seed
from shebaotong.store.api import current_server, provision_agencies


def load_network(*, now: datetime) -> tuple[DemoStaff, ...]:
    """Load what is missing; the staff of all agencies."""
    load_seed(now=now)
    provision_agencies(server=current_server(), agencies=[agency.code for agency in all_agencies()])
    return load_demo_staff()
