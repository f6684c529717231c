"""Static files with digests in their names, import statements of our ES modules included; smaller, and compressed."""

import posixpath
import re
from functools import cached_property

from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# `import … from "./other.js"`, not `import("./other.js")`, which is loaded later; bare names are the import map's.
IMPORTED = re.compile(r"""(?:^|[;}\s])(?:import|export)\s?(?:[^"'();]*\bfrom\s?)?["'](\.{1,2}/[^"']+)["']""")


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

    def modules_of(self, name):
        """Stored names of a module and of all that the browser must load with it, in the order in which they are met."""
        if name not in self._modules:
            found = [self.stored_name(name)]
            for module in found:  # grows while it is read
                text = self.open(module).read().decode()
                near = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(module), each))
                    for each in IMPORTED.findall(text)
                )
                found.extend(dict.fromkeys(each for each in near if each not in found))
            self._modules[name] = found
        return self._modules[name]

    @cached_property
    def _modules(self):
        return {}
