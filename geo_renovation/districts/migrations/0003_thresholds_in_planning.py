"""Tender thresholds are dated rows of planning now; the official table of annual plans names the city."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("districts", "0002_targets"), ("planning", "0005_annual_plans")]

    operations = [
        migrations.RemoveField(model_name="county", name="tender_works_cny"),
        migrations.AddField(
            model_name="county",
            name="city",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="city it belongs to"
            ),
        ),
    ]
