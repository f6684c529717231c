"""How a kind of import is declared: fields, where they are stored, what is checked."""
from dataclasses import dataclass, field

from django.db import models

from ..units import DIMENSIONS
from ..values import Text
from .labels import LABELS


@dataclass(frozen=True)
class Field:
    """One thing a row may say; `aliases` are headings files use for it."""

    name: str
    type: object = field(default_factory=lambda: Text(80))
    required: bool = False
    # the first is the word that beats the others where a file has several
    aliases: tuple = ()
    # headings that often mean something else: taken only where nothing better fits
    vague: tuple = ()
    default: object = None
    # The file must hold it (or --set give it), but a cell may be empty.
    declared: bool = False
    # The field whose column stands in where the file has none for this one.
    stand_in: str | None = None
    # Made from the file's name and the row where the file has none: pipes rarely carry a code.
    made: bool = False

    @property
    def unit(self):
        return getattr(self.type, "unit", "")

    @property
    def label(self):
        """Its name on a page."""
        return LABELS[self.name]

    @property
    def heading(self):
        """Its heading in our templates."""
        return next((word for word in self.aliases if not word.isascii()), self.name)

    @property
    def choices(self):
        """[(code, label)] where it takes a few known values only, else None."""
        return self.type.options() if hasattr(self.type, "options") else None

    @property
    def units(self):
        """Names of the units it can be read in."""
        return next((list(units) for units in DIMENSIONS if self.unit in units), [])


@dataclass(frozen=True)
class Kind:
    """A layer or table that can be imported.

    `stored` maps columns of the model's table to SQL over the temporary row `t`; a field not named
    there is stored in the column of its own name if people may edit it. The SQL is constant: no
    user text reaches it.
    """

    name: str
    model: type[models.Model]
    fields: tuple
    family: str | None = None
    shape_column: str | None = None
    # the field that names a row, and the column in which it must be new (None: not looked up)
    key: str | None = "code"
    key_column: str | None = "code"
    # SQL over `t` -> (table, column, field to blame): the value must be found there
    references: dict = field(default_factory=dict)
    stored: dict = field(default_factory=dict)
    # columns of the temporary table beyond the fields, name -> type
    extra: dict = field(default_factory=dict)
    # functions of a Run: reject rows by SQL, prepare the insert, follow it
    checks: tuple = ()
    before: tuple = ()
    follow: tuple = ()

    @property
    def label(self):
        """Its name on a page."""
        return self.model._meta.verbose_name_plural

    @property
    def table(self):
        return self.model._meta.db_table

    def field(self, name):
        """The field called `name`; KeyError where there is none."""
        return {f.name: f for f in self.fields}[name]


CODE_WORDS = ("编号", "编码", "代码")
NAME_WORDS = ("名称", "名字")


def code(length=40, *aliases, made=False):
    """The field that names a row for good."""
    headings = (*aliases, "code")
    return Field("code", Text(length), required=True, aliases=headings, vague=CODE_WORDS, made=made)


def name(length=60, required=True, *aliases, stand_in=None):
    """What people call it."""
    default = None if required else ""
    headings = (*aliases, "name")
    return Field("name", Text(length), required, headings, NAME_WORDS, default, stand_in=stand_in)


def text(name, length, *aliases):
    """Optional text, stored as '' where empty."""
    return Field(name, Text(length), aliases=aliases, default="")
