"""What a change elsewhere means for plans: disclosure areas follow planned compounds."""
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from geo_renovation.compounds.models import Compound

from .actions import redraw_disclosure_areas
from .models import AnnualPlan, PlannedCompound


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
