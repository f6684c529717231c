"""What was sent in: the list, the upload, one delivery with its layers, and the original."""
import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from .. import instructions, originals, queueing
from ..choices import DeliveryState, RunState
from ..deliveries import labels_of, layers_data, layers_shown, sentence_and_mend
from ..forms import DeliveryFilter, NewRunForm, UploadForm
from ..found import headings_of
from ..models import Delivery, ImportRun
from ..uploading import FORMATS, LARGEST_BYTES, MOST_FILES
from .answering import DeliveryView, ImportView, labelled

PAGE_SIZE = 30


class DeliveryList(ImportView):
    """Deliveries the visitor may see, the latest first."""

    def get(self, request):
        filters = DeliveryFilter(request.GET or None)
        rows = filters.narrow(Delivery.objects.visible_to(request.user)).defer("found")
        rows = rows.select_related("organisation", "user").prefetch_related(runs_of(request.user))
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        for delivery in page:
            listed(delivery)
        return render(request, "imports/list.html", {"page": page, "can_import": True, "filters": filters})


def runs_of(user):
    """The runs of deliveries, as far as the visitor may see them."""
    rows = ImportRun.objects.visible_to(user).defer("report", "instructions").order_by("id")
    return Prefetch("runs", rows, to_attr="listed_runs")


def listed(delivery):
    for run in delivery.listed_runs:
        labelled(run)
    return delivery


class Upload(ImportView):
    """Takes files in; the same form sent twice is one delivery."""

    def get(self, request):
        return render(request, "imports/new.html", self.context(UploadForm()))

    def context(self, form):
        limits = {"bytes": LARGEST_BYTES, "files": MOST_FILES}
        return {"form": form, "limits": limits, "formats": FORMATS}

    def post(self, request):
        form = UploadForm(request.POST)
        files = request.FILES.getlist("files")
        if refusal := self.refusal(form, files):
            return refusal
        folder = uuid.uuid5(uuid.UUID(int=request.user.pk), str(form.cleaned_data["token"]))
        labels = labels_of(files, request.POST.getlist("paths"))
        delivery = self.sent_already(folder)
        if delivery is None and not originals.has_room(request.user.organisation, sum(file.size for file in files)):
            return self.without_room(form)
        delivery = delivery or self.received(folder, list(zip(labels, files, strict=True)))
        return self.went_on("imports:delivery", delivery.pk)

    def without_room(self, form):
        gigabytes = f"{settings.IMPORT_QUOTA_BYTES / 10**9:g}"
        told = _("What your organisation has sent in would come to more than the %(gigabytes)s GB it is given.")
        form.add_error(None, " ".join([told % {"gigabytes": gigabytes}, _("Ask whoever runs the service for more room.")]))
        return self.told(form, status=413)

    def refusal(self, form, files):
        """The answer where nothing can be taken, else None."""
        if getattr(self.request, "sent_too_much", False):
            form.add_error(None, _("Too much at once: at most 500 MB in 200 files. Send it in parts."))
            status = 413
        elif not form.is_valid() or not files:
            form.add_error(None, _("No file was sent. Choose at least one."))
            status = 422
        elif "complete" not in self.request.POST:  # the last field: a body that was cut off lacks it
            form.add_error(None, _("The connection broke off before everything had arrived. Send it again."))
            status = 422
        else:
            return None
        return self.told(form, status)

    def told(self, form, status):
        answer = self.invalid(form.errors, "imports/new.html", self.context(form))
        answer.status_code = status
        return answer

    def sent_already(self, folder):
        return Delivery.objects.visible_to(self.request.user).filter(folder=folder).first()

    def received(self, folder, named):
        """Keeps the files, writes the delivery down, and has it looked at."""
        kept = originals.keep(folder, named)
        user = self.request.user
        try:
            with transaction.atomic():
                delivery = Delivery.objects.create(
                    folder=folder, user=user, organisation=user.organisation, **kept._asdict()
                )
                Act.record(Verb.SENT_IN, delivery.name[:80], by=user, sha256=kept.sha256, bytes=kept.size_bytes)
                queueing.inspect(delivery)
        except IntegrityError:  # the second click was quicker
            return get_object_or_404(Delivery.objects.visible_to(user), folder=folder)
        return delivery


class DeliveryPage(DeliveryView):
    """What was found in a delivery, and what has been made of it."""

    def get(self, request, pk):
        delivery, user = self.delivery, request.user
        already = originals.already(delivery).visible_to(user).defer("found").prefetch_related(runs_of(user))
        runs = [labelled(run) for run in runs_of(user).queryset.filter(delivery=delivery)]
        layers = layers_shown(delivery, self.kinds, runs)
        refused, mend = sentence_and_mend(delivery.refused)
        files = [
            {"name": file["name"], "format": file["format"]}
            | dict(zip(("refused", "mend"), sentence_and_mend(file["refused"]), strict=True))
            for file in delivery.found.get("files", [])
        ]
        return render(
            request,
            "imports/delivery.html",
            {
                "delivery": delivery,
                "busy": delivery.state == DeliveryState.RECEIVED,
                "state_url": reverse("imports:delivery_state", args=[pk]),
                "original_url": reverse("imports:original", args=[pk]),
                "refused": refused,
                "refused_mend": mend,
                "already": [listed(each) for each in already],
                "files": files,
                "files_refused": [file for file in files if file["refused"]],
                "layers": layers,
                "map_data": layers_data(delivery),
            },
        )


class DeliveryProgress(DeliveryView):
    """How far the look at a delivery is."""

    is_data = True

    def get(self, request, pk):
        delivery = self.delivery
        finished = delivery.state != DeliveryState.RECEIVED
        said = {"state": delivery.state, "label": delivery.get_state_display(), "finished": finished}
        return JsonResponse(said)


class NewRun(DeliveryView):
    """Begins the import of one layer as one kind, as the organisation did it last time."""

    def post(self, request, pk):
        form = NewRunForm(request.POST)
        layers = {layer["name"]: layer for layer in self.delivery.found.get("layers", [])}
        if not form.is_valid() or form.cleaned_data["kind"] not in self.kinds:
            return self.refuse(_("Choose what the layer is."), status=422)
        layer = layers.get(form.cleaned_data["layer"])
        if layer is None or layer.get("refused"):
            return self.refuse(_("The delivery holds no such layer."), status=422)
        return self.went_on("imports:run", self.begun(layer, form.cleaned_data["kind"]).pk)

    def begun(self, layer, kind):
        """A run of that layer; one that nobody has touched yet is taken up again."""
        user, headings = self.request.user, headings_of(layer)
        last = instructions.last_time(user.organisation, kind, headings)
        told = instructions.first_time(user.organisation, kind)
        if last:
            told = {**last.instructions, "as_last_time": last.used_at.isoformat()}
        run, _is_new = ImportRun.objects.get_or_create(
            delivery=self.delivery,
            layer=layer["name"],
            kind=kind,
            state=RunState.DRAFT,
            version=0,
            organisation=user.organisation,
            defaults={
                "user": user,
                "instructions": told,
                "file_name": self.delivery.name,
                "sha256": self.delivery.sha256,
            },
        )
        return run

    def refuse(self, sentence, status):
        if self.answers_json:
            return super().refuse(sentence, status)
        messages.error(self.request, sentence)
        return self.went_on("imports:delivery", self.delivery.pk)


class Original(DeliveryView):
    """The delivery as it came."""

    def get(self, request, pk):
        name, file, _size = originals.open_original(self.delivery)
        Act.record(Verb.EXPORTED, self.delivery.name[:80], by=request.user, original=self.delivery.sha256)
        return FileResponse(
            file,
            as_attachment=True,
            filename=name,
            content_type="application/octet-stream",
            headers={"Cache-Control": "private, no-store"},
        )
