"""What is written down of accounts names the use of a reset code, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_face_chosen")]

    operations = [
        migrations.AlterField(
            model_name="adminact",
            name="what",
            field=models.CharField(
                choices=[
                    ("staff_created", "开账号"),
                    ("roles_changed", "改岗位"),
                    ("queue_handed_over", "移交办件"),
                    ("left", "离岗"),
                    ("code_issued", "发重设码"),
                    ("code_used", "用重设码"),
                    ("channel_created", "开渠道"),
                    ("channel_closed", "停渠道"),
                    ("token_issued", "发令牌"),
                    ("token_revoked", "撤销令牌"),
                ],
                max_length=20,
            ),
        )
    ]
