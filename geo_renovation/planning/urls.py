"""Addresses of selections, bundles and duties."""
from django.urls import path

from .views import annual, bundles, burying, duties, handovers, mine, plan_years, proposals, rights, tenders

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
    path(f"{BUNDLE}tender/", tenders.TenderPage.as_view(), name="tender"),
    path(f"{BUNDLE}tender/contracts/", tenders.EnterContracts.as_view(), name="tender_contracts"),
    path(f"{BUNDLE}tender/overrule/", tenders.OverruleWarning.as_view(), name="tender_overrule"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposals.ProposalOne.as_view(), name="proposal"),
    path("proposals/<int:pk>/locks/", proposals.Relock.as_view(), name="proposal_locks"),
    path("proposals/<int:pk>/prove/", proposals.Prove.as_view(), name="proposal_prove"),
    path("proposals/<int:pk>/cancel/", proposals.Cancel.as_view(), name="proposal_cancel"),
    path("proposals/<int:pk>/adopt/", proposals.Adopt.as_view(), name="proposal_adopt"),
    path("proposals/<int:pk>/against/", proposals.Against.as_view(), name="proposal_against"),
    path("annual/", annual.AnnualPage.as_view(), name="annual"),
    path("annual/moves/", annual.MoveCompounds.as_view(), name="annual_move"),
    path("annual/back/", annual.TakeBackMove.as_view(), name="annual_back"),
    path("annual/<int:year>/", plan_years.YearPage.as_view(), name="annual_year"),
    path("annual/<int:year>/submit/", plan_years.SubmitPlan.as_view(), name="annual_submit"),
    path("annual/<int:year>/return/", plan_years.ReturnPlan.as_view(), name="annual_return"),
    path("annual/<int:year>/adopt/", plan_years.AdoptPlan.as_view(), name="annual_adopt"),
    path("responsibility/", duties.DutyPage.as_view(), name="responsibility"),
    path("responsibility.json", duties.DutyJson.as_view(), name="responsibility_json"),
    path("burying/", burying.BuryingView.as_view(), name="burying"),
    path("mine/", mine.MinePage.as_view(), name="mine"),
    path("handovers/", handovers.HandoverList.as_view(), name="handovers"),
    path("handovers/new/", handovers.NewHandover.as_view(), name="handover_new"),
    path("handovers/<int:pk>/", handovers.HandoverPage.as_view(), name="handover"),
    path("handovers/<int:pk>/back/", handovers.TakeBack.as_view(), name="handover_back"),
    path("rights/", rights.RightsPage.as_view(), name="rights"),
    path("rights.json", rights.RightsJson.as_view(), name="rights_json"),
]
