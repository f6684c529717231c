from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interchange', '0003_undo_hashes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='matching',
            name='one_matching_per_organisation_kind_and_headings',
        ),
        migrations.AddField(
            model_name='matching',
            name='owner',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='owner'),
        ),
        migrations.AddConstraint(
            model_name='matching',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'headings', 'owner'), name='one_matching_per_organisation_kind_headings_and_owner', nulls_distinct=False),
        ),
    ]
