"""What a change elsewhere means for plans: disclosure areas follow planned compounds."""
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from geo_renovation.compounds.actions.leaving import StillNeeded, leaving
from geo_renovation.compounds.models import Compound

from .actions import redraw_disclosure_areas
from .models import AnnualPlan, BundleMember, PlannedCompound


@receiver(post_save, sender=Compound)
def follow_boundary(instance, created, update_fields=None, **kwargs):
    """A planned compound that is drawn anew moves the area around it."""
    may_have_moved = not created and (update_fields is None or "boundary" in update_fields)
    if may_have_moved and PlannedCompound.objects.in_plan().filter(compound=instance).exists():
        redraw_disclosure_areas()


@receiver([post_save, post_delete], sender=AnnualPlan)
@receiver([post_save, post_delete], sender=PlannedCompound)
def follow_plan(**kwargs):
    redraw_disclosure_areas()


@receiver(leaving)
def keep_what_is_planned(compound, **kwargs):
    """A compound in a live bundle, or in a plan, does not end."""
    member = BundleMember.objects.filter(compound=compound, is_live=True).select_related("bundle").first()
    entry = PlannedCompound.objects.in_plan().filter(compound=compound).select_related("plan").first()
    if member or entry:
        raise StillNeeded(compound=compound.name, why=member.bundle if member else entry.plan)
