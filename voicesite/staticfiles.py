"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareManifestStorage(CompressedManifestStaticFilesStorage):
    # Rewrites `import … from "./x.js"` too: a module must not pull an old neighbour from the cache.
    support_js_module_import_aggregation = True
