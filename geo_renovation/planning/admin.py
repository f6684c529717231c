"""Unit prices and tender thresholds as reference data; everything else of planning has pages of its own."""

from django.contrib import admin

from .models import TenderThreshold, UnitPrice


@admin.register(UnitPrice)
class UnitPriceAdmin(admin.ModelAdmin):
    """A new price begins on its day; what proposals were weighed with before stays with them."""

    list_display = ["kind", "price_cny", "valid_from", "source"]
    list_filter = ["kind"]


@admin.register(TenderThreshold)
class TenderThresholdAdmin(admin.ModelAdmin):
    """A new rule begins on its day; what was frozen before keeps the line of its day."""

    list_display = ["kind", "amount_cny", "valid_from", "source"]
    list_filter = ["kind"]
