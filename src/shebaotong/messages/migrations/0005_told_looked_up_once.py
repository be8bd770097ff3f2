"""Who is told for the first time is not looked for among all that were told before."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

BEFORE = (
    "notices_tell(text, text, text, text, jsonb, text, text, text, text, boolean, text, timestamptz, text, "
    "jsonb, text, boolean, timestamptz)"
)

# As before, but the earlier message is looked for only where there is one.
TELL = PlannedOnce(
    "notices_tell(me text, person text, of_case text, of_template text, given jsonb, zh_title text, "
    "en_title text, zh_body text, en_body text, soon boolean, cause text, moment timestamptz, number text, "
    "words jsonb, usual text, must boolean, until timestamptz)",
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
            SELECT me, told.id, number, words->>coalesce(wish.language, usual), 'queued', 0, moment, '', until
              FROM told
              LEFT JOIN notices_preference wish ON wish.agency = me AND wish.person_token = person
             WHERE number IS NOT NULL AND (must OR coalesce(wish.sms, true))
        )
        SELECT id FROM told
        UNION ALL
        SELECT id FROM notices_message
         WHERE agency = me AND occasion = cause AND NOT EXISTS (SELECT FROM told)""",
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_told_as_wished")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), TELL]
