"""Static files with digests in their names, import statements of our ES modules included; smaller, and compressed."""

from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths in our modules to the digested names and leaves their comments out."""

    support_js_module_import_aggregation = True
    # A pass settles one step of a chain of imports; ours are up to ten steps long.
    max_post_process_passes = 20

    def _save(self, name, content):
        # Files of other Django apps stay as they are.
        if name.startswith(("js/", "vendor/")) and name.endswith(".js"):
            content = ContentFile(jsmin(b"".join(content.chunks()).decode()).encode())
        return super()._save(name, content)
