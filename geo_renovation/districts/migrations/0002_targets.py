import datetime

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('districts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='county',
            name='red_behind_points',
            field=models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='red lamp: behind by more than (percentage points)'),
        ),
        migrations.AddField(
            model_name='county',
            name='second_cohort_percent',
            field=models.PositiveSmallIntegerField(default=95, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the second cohort that must be renovated (%)'),
        ),
        migrations.AddField(
            model_name='county',
            name='target_date',
            field=models.DateField(default=datetime.date(2025, 12, 31), verbose_name='both cohorts renovated by'),
        ),
        migrations.AddField(
            model_name='county',
            name='yellow_behind_points',
            field=models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='yellow lamp: behind by more than (percentage points)'),
        ),
        migrations.AddConstraint(
            model_name='county',
            constraint=models.CheckConstraint(condition=models.Q(('second_cohort_percent__lte', 100)), name='county_share_is_percent'),
        ),
        migrations.AddConstraint(
            model_name='county',
            constraint=models.CheckConstraint(condition=models.Q(('yellow_behind_points__lte', models.F('red_behind_points'))), name='county_lamps_in_order'),
        ),
    ]
