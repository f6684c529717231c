"""Addresses of selections, bundles and duties."""
from django.urls import path

from .views import bundles, duties, handovers, mine, rights

app_name = "planning"
BUNDLE = "bundles/<slug:number>/v<int:version>/"
urlpatterns = [
    path("selection/", bundles.SelectionView.as_view(), name="selection"),
    path("bundles/", bundles.BundleList.as_view(), name="bundles"),
    path(BUNDLE, bundles.BundlePage.as_view(), name="bundle"),
    path(f"{BUNDLE}save/", bundles.SaveBundle.as_view(), name="save"),
    path(f"{BUNDLE}freeze/", bundles.FreezeBundle.as_view(), name="freeze"),
    path(f"{BUNDLE}dissolve/", bundles.DissolveBundle.as_view(), name="dissolve"),
    path(f"{BUNDLE}versions/", bundles.NewVersion.as_view(), name="versions"),
    path("responsibility/", duties.DutyPage.as_view(), name="responsibility"),
    path("responsibility.json", duties.DutyJson.as_view(), name="responsibility_json"),
    path("mine/", mine.MinePage.as_view(), name="mine"),
    path("handovers/", handovers.HandoverList.as_view(), name="handovers"),
    path("handovers/new/", handovers.NewHandover.as_view(), name="handover_new"),
    path("handovers/<int:pk>/", handovers.HandoverPage.as_view(), name="handover"),
    path("handovers/<int:pk>/back/", handovers.TakeBack.as_view(), name="handover_back"),
    path("rights/", rights.RightsPage.as_view(), name="rights"),
    path("rights.json", rights.RightsJson.as_view(), name="rights_json"),
]
