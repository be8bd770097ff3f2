"""Telling a person is planned once."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

# The message and its SMS, or neither where it was told before; the message's id either way.
TELL = PlannedOnce(
    "notices_tell(me text, person text, of_case text, of_template text, given jsonb, zh_title text, "
    "en_title text, zh_body text, en_body text, soon boolean, cause text, moment timestamptz, number text, "
    "words text, until timestamptz)",
    returns="TABLE (message bigint)",
    statement="""
        WITH told AS (
            INSERT INTO notices_message (agency, person_token, case_number, template, "values", title_zh,
                                         title_en, body_zh, body_en, urgent, occasion, told_at)
            VALUES (me, person, of_case, of_template, given, zh_title, en_title, zh_body, en_body, soon,
                    cause, moment)
            ON CONFLICT (agency, occasion) DO NOTHING
            RETURNING id
        ), sent AS (
            INSERT INTO notices_sms (agency, message_id, phone, text, state, attempts, due_at, error,
                                     forget_at)
            SELECT me, id, number, words, 'queued', 0, moment, '', until
              FROM told WHERE number IS NOT NULL
        )
        SELECT id FROM told
        UNION ALL
        SELECT id FROM notices_message WHERE agency = me AND occasion = cause""",
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_one_time_codes")]

    operations = [TELL]
