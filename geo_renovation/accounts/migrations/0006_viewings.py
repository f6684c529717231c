"""Journal of exact viewing; what else is drawn and done."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_handed_over")]

    operations = [
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minute', models.DateTimeField(verbose_name='minute')),
                ('seen', models.CharField(choices=[('segments', 'Lines on the map'), ('nodes', 'Points on the map'), ('segment', 'Card of a line'), ('node', 'Card of a point'), ('table', 'Table of lines'), ('section', 'Cross-section'), ('trace', 'Trace'), ('history', 'History of a line'), ('drawing', 'Shapes opened for drawing')], max_length=10, verbose_name='what')),
                ('area', models.CharField(blank=True, max_length=40, verbose_name='where')),
            ],
            options={
                'verbose_name': 'viewing',
                'verbose_name_plural': 'viewings',
                'ordering': ['-minute', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_kind_known',
        ),
        migrations.AlterField(
            model_name='act',
            name='verb',
            field=models.CharField(choices=[('exported', 'exported'), ('sent_in', 'sent in'), ('imported', 'imported'), ('took_back', 'took back'), ('froze', 'froze'), ('dissolved', 'dissolved'), ('published', 'published'), ('recorded_stage', 'recorded a stage'), ('judged', 'judged a finding'), ('drew', 'drew'), ('changed', 'changed'), ('ended', 'ended'), ('split', 'split'), ('merged', 'merged'), ('undid', 'undid'), ('handed_over', 'handed over'), ('marked', 'marked as wrong'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrew', 'withdrew'), ('submitted', 'submitted'), ('returned', 'returned'), ('adopted', 'adopted'), ('adjusted', 'adjusted'), ('overruled', 'overruled')], max_length=20, verbose_name='verb'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('compound', 'Compound'), ('building', 'Building'), ('barrier', 'Barrier'), ('segment', 'Pipe or cable'), ('node', 'Point of a network')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='verb',
            field=models.CharField(choices=[('exported', 'exported'), ('sent_in', 'sent in'), ('imported', 'imported'), ('took_back', 'took back'), ('froze', 'froze'), ('dissolved', 'dissolved'), ('published', 'published'), ('recorded_stage', 'recorded a stage'), ('judged', 'judged a finding'), ('drew', 'drew'), ('changed', 'changed'), ('ended', 'ended'), ('split', 'split'), ('merged', 'merged'), ('undid', 'undid'), ('handed_over', 'handed over'), ('marked', 'marked as wrong'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrew', 'withdrew'), ('submitted', 'submitted'), ('returned', 'returned'), ('adopted', 'adopted'), ('adjusted', 'adjusted'), ('overruled', 'overruled')], max_length=20, verbose_name='verb'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['compound', 'building', 'barrier', 'segment', 'node'])), name='revision_kind_known'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='organisation',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddIndex(
            model_name='viewing',
            index=models.Index(fields=['organisation', 'minute'], name='viewing_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='viewing',
            constraint=models.CheckConstraint(condition=models.Q(('seen__in', ['segments', 'nodes', 'segment', 'node', 'table', 'section', 'trace', 'history', 'drawing'])), name='viewing_of_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='viewing',
            constraint=models.UniqueConstraint(fields=('minute', 'user', 'seen', 'area'), name='viewing_once_a_minute'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='viewing',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b654eb401d0e3efc45b6233596b4d4f9076a5649', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76f0a', table='accounts_viewing', when='BEFORE')),
        ),
    ]
