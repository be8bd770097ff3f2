"""Receipts from which nothing follows are put beside their documents, without reading the copies: those of
agencies that take part in the case, as the copy last knew. Others are looked at with the copy."""

from django.db import migrations

from shebaotong.store.api import Planned

_TOLD = """jsonb_to_recordset(told) AS r(place integer, case_number text, author text, number integer,
                   issuer text, stage text, payload text, signature text)"""

# Each lookup is a query of its own, so that it uses the whole key.
_FITS = """((SELECT true FROM cases_document d
                 WHERE d.agency = me AND d.case_number = r.case_number AND d.author = r.author
                   AND NOT d.internal AND d.number = r.number)
              AND (SELECT k.state->'participants' ? r.issuer FROM cases_case k
                    WHERE k.agency = me AND k.number = r.case_number))"""

# The places of those that are not filed. A receipt that is here already is not entered again. A copy grows by
# its rows, so that who has read it before knows that it has grown. Copies change in the order of their
# numbers, so that two who change the same ones do not wait for each other.
FILE = Planned(
    "cases_file_receipts(me text, told jsonb)",
    returns="TABLE (place integer)",
    body=f"""
DECLARE
    grown record;
BEGIN
    FOR grown IN
        WITH filed AS (
            INSERT INTO cases_receipt
                   (agency, case_number, author, number, issuer, stage, payload, signature)
            SELECT me, r.case_number, r.author, r.number, r.issuer, r.stage, r.payload, r.signature
              FROM {_TOLD}
             WHERE {_FITS}
            ON CONFLICT DO NOTHING
            RETURNING case_number)
        SELECT case_number, count(*)::integer AS rows FROM filed GROUP BY case_number ORDER BY case_number
    LOOP
        UPDATE cases_case SET revision = revision + grown.rows
         WHERE agency = me AND number = grown.case_number;
    END LOOP;
    RETURN QUERY SELECT r.place FROM {_TOLD} WHERE {_FITS} IS NOT TRUE;
END""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_tried_again")]

    operations = [FILE]
