"""An inbox keeps what a parcel holds until it is worked in, and the row alone afterwards.

The case has the document then. What stayed here was one more copy of what a lawful order may erase, and a
document that came again from another city after the erasure brought the text back.
"""

from django.db import migrations

from shebaotong.store.api import BY_INDEX, PlannedOnce

# The row stays to know a repetition by.
WORKED_IN = PlannedOnce(
    "exchange_worked_in(keys bigint[], moment timestamptz)",
    returns="void",
    statement="UPDATE exchange_inbox SET done_at = moment, parcel = '' WHERE id = ANY(keys)",
    settings=BY_INDEX,
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_marked_together")]

    operations = [migrations.RunSQL("DROP FUNCTION exchange_worked_in(bigint[], timestamptz)"), WORKED_IN]
