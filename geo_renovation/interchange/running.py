"""One import inside its transaction, as the checks of a kind see it."""
from decimal import Decimal

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of

from . import columns
from .choices import Mode

PLACE = ("x", "y")


class Run:
    """Checks ask it for rows of SQL over `incoming` and tell it what they found."""

    def __init__(self, kind, report, cursor, by, asked=None, provided=()):
        self.kind, self.report, self.cursor, self.by = kind, report, cursor, by
        self.asked, self.mode = asked, getattr(asked, "mode", Mode.ADD)
        # Names of the fields the file says something about.
        self.provided = set(provided)
        # The moment its records bear; two imports in one transaction must not share it.
        self.recorded_at = timezone.now()
        self.organisation_id = getattr(by, "organisation_id", None)
        # A document of the county's records: in its language, whoever works.
        with translation.override(settings.LANGUAGE_CODE):
            self.basis = _("Import of %(file)s") % {"file": report.file}

    @property
    def layer_name(self):
        """Of the layer inside the file, '' where it holds one."""
        return self.asked.run.layer

    def execute(self, sql, parameters=()):
        self.cursor.execute(sql, parameters or None)

    def rows(self, sql, parameters=()):
        self.execute(sql, parameters)
        return self.cursor.fetchall()

    def reject(self, sql, field, reason, parameters=()):
        """Rejects the rows that `sql` answers as row, value; x and y are the place, what else details."""
        for row, value, place, details in self._findings(sql, parameters):
            self.report.reject(row, field, value, reason, place, **details)

    def warn(self, sql, field, reason, parameters=()):
        """Warns of the rows that `sql` answers, as `reject` reads them."""
        for row, value, place, details in self._findings(sql, parameters):
            self.report.warn(reason, row, field, value, place, **details)

    def _findings(self, sql, parameters):
        self.execute(sql, parameters)
        names = [column.name for column in self.cursor.description][2:]
        for row, value, *more in self.cursor:
            details = {name: _plain(part) for name, part in zip(names, more, strict=True)}
            place = tuple(details.pop(name) for name in PLACE if name in details)
            yield row, value, place if place and None not in place else None, details

    def drop_rejected(self):
        """Takes rows rejected meanwhile out of `incoming`."""
        if rows := self.report.newly_rejected():
            self.execute("DELETE FROM incoming WHERE row = ANY(%s)", [rows])

    @property
    def is_utility(self):
        """Whether a utility sends it, who may not hear of others' networks."""
        return audience_of(self.by) == Audience.UTILITY

    @property
    def updates(self):
        """Whether rows that are there already may change."""
        return self.mode != Mode.ADD and columns.may_change(self.kind)

    def index(self, column, method="btree"):
        """An index on a column of `incoming`, for checks that look rows up."""
        self.execute(f"CREATE INDEX IF NOT EXISTS incoming_{column} ON incoming USING {method} ({column})")

    def staying(self, stored):
        """SQL: the row of the kind's table called `stored` is there, and this file neither changes nor ends it."""
        conditions = [f"{stored}.ended_on IS NULL"] if self._has("ended_on") else []
        if self.updates:
            self.index("target")
            conditions += [
                f"NOT EXISTS (SELECT 1 FROM incoming n WHERE n.target = {stored}.id)",
                f"NOT EXISTS (SELECT 1 FROM gone g WHERE g.id = {stored}.id)",
            ]
        return f"({' AND '.join(conditions) or 'true'})"

    def resulting(self, only="true"):
        """SQL: rows `t` as they will stand; what the file leaves out is taken from what is stored.

        `only` is SQL for those asked about in modes that change rows: `n` as sent, `m` as stored.
        """
        if not self.updates:
            return "incoming t"
        stored = {f.name: f'm."{f.name}"' for f in self.kind.fields if self._has(f.name)}
        # Holders are written as the text of an id, or why they are unknown.
        stored |= {f.name: f"m.{f.name}_id::text" for f in self.kind.fields if self._has(f"{f.name}_id")}
        kept = [field.name for field in self.kind.fields if field.name in stored]
        columns = ["n.row", "n.target", *(f'coalesce(n."{name}", {stored[name]}) AS "{name}"' for name in kept)]
        columns += [f'n."{field.name}"' for field in self.kind.fields if field.name not in kept]
        if self.kind.family:
            columns.append(f"coalesce(n.shape, m.{self.kind.shape_column}) AS shape")
        return f"(SELECT {', '.join(columns)} FROM incoming n LEFT JOIN {self.kind.table} m ON m.id = n.target WHERE {only}) t"

    def _has(self, column):
        return any(field.column == column for field in self.kind.model._meta.concrete_fields)


def _plain(value):
    return float(value) if isinstance(value, Decimal) else value
