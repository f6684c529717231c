"""Versions of annual plans and their moves, tender thresholds, contracts, and warnings overruled."""

import datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# 必须招标的工程项目规定 (2018, order 16 of the National Development and Reform Commission), art. 5.
SOURCE = "必须招标的工程项目规定（国家发展和改革委员会令第16号）第五条"
IN_FORCE = datetime.date(2018, 6, 1)
NATIONAL = {"works": 4_000_000, "goods": 2_000_000, "services": 1_000_000}


def thresholds(apps, schema_editor):
    """The national rule; a line for works that the county had set is kept and says so."""
    county = apps.get_model("districts", "County").objects.first()
    works = county.tender_works_cny if county else NATIONAL["works"]
    for kind, amount in NATIONAL.items():
        set_by_county = kind == "works" and works != amount
        apps.get_model("planning", "TenderThreshold").objects.create(
            kind=kind,
            valid_from=IN_FORCE,
            amount_cny=works if set_by_county else amount,
            source="县设置" if set_by_county else SOURCE,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_handed_over"),
        ("districts", "0002_targets"),
        ("planning", "0004_stretches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='annualplan',
            name='revision',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.CreateModel(
            name='Overruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=30)),
                ('codes', models.JSONField()),
                ('message', models.TextField()),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('request', models.UUIDField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrulings', to='planning.bundle')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['bundle', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.UUIDField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('moved', models.JSONField(help_text='Codes that were meant, the first one first.')),
                ('places', models.JSONField()),
                ('revisions', models.JSONField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='planning.planmove')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('kind', models.CharField(choices=[('submitted', 'Submitted'), ('returned', 'Returned'), ('adopted', 'Adopted'), ('adjusted', 'Adjusted')], max_length=10, verbose_name='kind')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('entries', models.JSONField()),
                ('request', models.UUIDField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district', verbose_name='district')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='planning.annualplan')),
            ],
            options={
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.CreateModel(
            name='TenderThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('works', 'Works'), ('goods', 'Goods'), ('services', 'Services (survey, design, supervision)')], max_length=10, verbose_name='kind of contract')),
                ('valid_from', models.DateField(verbose_name='in force since')),
                ('amount_cny', models.PositiveBigIntegerField(verbose_name='open tender from (CNY)')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'tender threshold',
                'verbose_name_plural': 'tender thresholds',
                'ordering': ['kind', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'valid_from'), name='one_threshold_per_kind_and_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['works', 'goods', 'services'])), name='threshold_kind_known'), models.CheckConstraint(condition=models.Q(('amount_cny__gt', 0)), name='threshold_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('works', 'Works'), ('goods', 'Goods'), ('services', 'Services (survey, design, supervision)')], max_length=10, verbose_name='kind of contract')),
                ('name', models.CharField(max_length=80, verbose_name='contract')),
                ('amount_cny', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='estimate (CNY)')),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='planning.bundle')),
            ],
            options={
                'ordering': ['bundle', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['works', 'goods', 'services'])), name='contract_kind_known'), models.CheckConstraint(condition=models.Q(('amount_cny__isnull', True), ('amount_cny__gte', 0), _connector='OR'), name='contract_not_negative')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contract',
            trigger=pgtrigger.compiler.Trigger(name='immutable', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM planning_bundle b\n    WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) ORDER BY b.id FOR SHARE;\n    IF EXISTS (SELECT 1 FROM planning_bundle b\n               WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) AND b.status <> 'draft') THEN\n        RAISE EXCEPTION 'bundle_immutable' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN coalesce(NEW, OLD);\n", hash='f511c61563f86558152d0e23e231e341c38c6c69', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_immutable_dca0f', table='planning_contract', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='overruling',
            constraint=models.UniqueConstraint(fields=('made_by', 'request'), name='overruled_once_per_request'),
        ),
        migrations.AddConstraint(
            model_name='overruling',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='overruled_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overruling',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a57a1b4b6e247817345e1b8497df342c9bf4b812', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aed2b', table='planning_overruling', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='planmove',
            constraint=models.UniqueConstraint(fields=('made_by', 'request'), name='plan_move_once_per_request'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planmove',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3a17f16da0cbb58f82c24b17bf875f11a2253ffd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdc5f', table='planning_planmove', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('made_by', 'request', 'plan'), name='plan_version_once_per_request'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['submitted', 'returned', 'adopted', 'adjusted'])), name='plan_version_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['adjusted', 'returned']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='changed_plan_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planversion',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='665059cb429a9e6f731e8cb7718149e55a5638c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_462fc', table='planning_planversion', when='BEFORE')),
        ),
        migrations.RunPython(thresholds, migrations.RunPython.noop),
    ]
