"""How static files are stored for serving."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content, also those that one of our ES modules imports."""

    support_js_module_import_aggregation = True
