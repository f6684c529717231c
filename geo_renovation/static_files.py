"""Static files with digests in their names, import statements of our ES modules included."""
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Rewrites `import` paths in our modules to the digested names."""

    support_js_module_import_aggregation = True
