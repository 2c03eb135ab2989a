"""How the static files are kept that `collectstatic` gathers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):
    """Compressed files under names that change with the content. A script imports others by such names, too."""

    support_js_module_import_aggregation = True
