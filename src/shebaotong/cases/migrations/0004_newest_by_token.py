"""Search shows the newest cases of a token first, by index, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_published_figures")]

    operations = [
        migrations.RemoveConstraint(model_name="casetoken", name="cases_token_key"),
        migrations.RemoveIndex(model_name="casetoken", name="cases_token_case"),
        migrations.AddConstraint(
            model_name="casetoken",
            constraint=models.UniqueConstraint(
                fields=("agency", "case_number", "token"), name="cases_token_key"
            ),
        ),
        migrations.AddIndex(
            model_name="casetoken",
            index=models.Index(fields=["agency", "token", "id"], name="cases_token_newest"),
        ),
    ]
