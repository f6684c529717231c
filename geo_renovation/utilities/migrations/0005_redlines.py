"""Redlines of wrong lines."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_viewings"),
        ("utilities", "0004_handovers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Redline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.UUIDField(editable=False)),
                ('kind', models.CharField(choices=[('position', 'It runs elsewhere'), ('missing', 'A part or branch is missing'), ('gone', 'It is not there any more'), ('attribute', 'What is recorded of it is wrong')], max_length=10, verbose_name='what is wrong')),
                ('text', models.CharField(max_length=400, verbose_name='remark')),
                ('shape', django.contrib.gis.db.models.fields.LineStringField(null=True, spatial_index=False, srid=settings.COUNTY_SRID, verbose_name='where it runs')),
                ('line_state', models.CharField(editable=False, max_length=32)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='marked at')),
                ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Confirmed as wrong'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='open', max_length=10, verbose_name='state')),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('answer_request', models.UUIDField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='marked by')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='marked by organisation')),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redlines', to='utilities.segment', verbose_name='line')),
            ],
            options={
                'verbose_name': 'mark on a line',
                'verbose_name_plural': 'marks on lines',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['state', '-id'], name='redline_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['position', 'missing', 'gone', 'attribute'])), name='redline_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'declined', 'withdrawn'])), name='redline_state_known'), models.CheckConstraint(condition=models.Q(django.contrib.gis.db.models.functions.IsValid(models.F('shape'))), name='redline_shape_valid'), models.UniqueConstraint(fields=('request', 'made_by'), name='redline_once_per_request'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='redline_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='redline_open_or_answered'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='redline_declined_with_reason')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='segment',
            name='segment_status_known',
        ),
        migrations.AlterField(
            model_name='segment',
            name='status',
            field=models.CharField(choices=[('in_use', 'In use'), ('abandoned', 'Abandoned'), ('empty_duct', 'Empty duct'), ('planned', 'Planned, not laid yet'), ('other', 'Other')], default='in_use', max_length=10, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['in_use', 'abandoned', 'empty_duct', 'planned', 'other'])), name='segment_status_known'),
        ),
    ]
