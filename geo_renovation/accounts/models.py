"""Users, the organisations they speak for, and the journal of their acts."""
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import District, one_of

from .choices import AUDIENCE_OF_KIND, Audience, Drawn, OrganisationKind, Seen, Verb
from .querysets import ActQuerySet, OrganisationQuerySet, RevisionQuerySet, ViewingQuerySet


class Organisation(models.Model):
    """A street office, utility company, department or the lead centre."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    district_code = models.CharField(
        _("district code"), max_length=12, blank=True, help_text=_("Street offices only.")
    )
    network_classes = ArrayField(
        models.CharField(max_length=2), verbose_name=_("network classes"), default=list, blank=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["code"]
        constraints = [one_of("kind", OrganisationKind, "organisation_kind_known")]

    def __str__(self):
        return self.name

    @property
    def district(self):
        """The district of a street office, or None."""
        return District.objects.filter(code=self.district_code).first() if self.district_code else None


class User(AbstractUser):
    """An account of a post; what it sees follows from its organisation."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )
    post = models.CharField(_("post"), max_length=60, blank=True)

    @property
    def audience(self) -> Audience:
        """Which column of domain.md §4 applies; an account without organisation sees the public part."""
        if not self.is_active:
            return Audience.PUBLIC
        if self.organisation is None:
            return Audience.ADMIN if self.is_staff else Audience.PUBLIC
        return AUDIENCE_OF_KIND[OrganisationKind(self.organisation.kind)]


class Act(models.Model):
    """One line of the journal: who did what to which object, when; append-only."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    verb = models.CharField(_("verb"), max_length=20, choices=Verb)
    subject = models.CharField(_("object"), max_length=80)
    details = models.JSONField(_("details"), default=dict)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"

    @classmethod
    def record(cls, verb: Verb, subject, *, by=None, **details):
        """Writes one line of the journal in the running transaction."""
        return cls.objects.create(
            user=by,
            organisation=getattr(by, "organisation", None),
            verb=verb,
            subject=str(subject),
            details=details,
        )


class Viewing(models.Model):
    """Somebody looked at exact positions or attributes of networks: a row per user, what, where and minute.

    `area` is a tile as zoom/x/y, empty where the answer was not of one place; append-only.
    """

    minute = models.DateTimeField(_("minute"))
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("user"), db_index=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation"), db_index=False
    )
    seen = models.CharField(_("what"), max_length=10, choices=Seen)
    area = models.CharField(_("where"), max_length=40, blank=True)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        verbose_name = _("viewing")
        verbose_name_plural = _("viewings")
        ordering = ["-minute", "-id"]
        constraints = [
            one_of("seen", Seen, "viewing_of_known_kind"),
            models.UniqueConstraint(fields=["minute", "user", "seen", "area"], name="viewing_once_a_minute"),
        ]
        indexes = [models.Index(fields=["organisation", "minute"], name="viewing_of_organisation")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.minute:%Y-%m-%d %H:%M} {self.seen} {self.area}".strip()


class Revision(models.Model):
    """One object as it was before and after somebody drew or changed it on the map; append-only.

    `before` and `after` hold what people enter, by the column's name; None where the object was not
    there. All revisions of one act bear its `request`, the number that the browser gave it.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    request = models.UUIDField()
    verb = models.CharField(_("verb"), max_length=20, choices=Verb)
    kind = models.CharField(_("kind"), max_length=10, choices=Drawn)
    object_id = models.BigIntegerField()
    code = models.CharField(_("code"), max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    shape_before = models.GeometryField(srid=settings.COUNTY_SRID, null=True, spatial_index=False)
    shape_after = models.GeometryField(srid=settings.COUNTY_SRID, null=True, spatial_index=False)
    state_after = models.CharField(max_length=32)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    holders = ArrayField(
        models.BigIntegerField(), default=list, help_text=_("Organisations whose own network the object was.")
    )
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="revision_of_object")]
        constraints = [
            one_of("kind", Drawn, "revision_kind_known"),
            models.UniqueConstraint(
                fields=["request", "user", "kind", "object_id"], name="revision_once_per_request_and_object"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.kind} {self.code}"
