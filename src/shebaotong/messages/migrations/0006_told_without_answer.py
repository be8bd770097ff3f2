"""Telling a person gives nothing back, so that it goes along with what is said next."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

BEFORE = (
    "notices_tell(text, text, text, text, jsonb, text, text, text, text, boolean, text, timestamptz, text, "
    "jsonb, text, boolean, timestamptz)"
)

# The message and its SMS, or neither where it was told before. The SMS goes in the words of the language that
# the person has chosen, and only where he has not declined it or must have it.
TELL = PlannedOnce(
    "notices_tell(me text, person text, of_case text, of_template text, given jsonb, zh_title text, "
    "en_title text, zh_body text, en_body text, soon boolean, cause text, moment timestamptz, number text, "
    "words jsonb, usual text, must boolean, until timestamptz)",
    returns="void",
    statement="""
        WITH told AS (
            INSERT INTO notices_message (agency, person_token, case_number, template, "values", title_zh,
                                         title_en, body_zh, body_en, urgent, occasion, told_at)
            VALUES (me, person, of_case, of_template, given, zh_title, en_title, zh_body, en_body, soon,
                    cause, moment)
            ON CONFLICT (agency, occasion) DO NOTHING
            RETURNING id
        )
        INSERT INTO notices_sms (agency, message_id, phone, text, state, attempts, due_at, error, forget_at)
        SELECT me, told.id, number, words->>coalesce(wish.language, usual), 'queued', 0, moment, '', until
          FROM told
          LEFT JOIN notices_preference wish ON wish.agency = me AND wish.person_token = person
         WHERE number IS NOT NULL AND (must OR coalesce(wish.sms, true))""",
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_told_looked_up_once")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), TELL]
