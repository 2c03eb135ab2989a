"""The door that the server opens: granian --interface wsgi config.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

from config.env import refuse_to_serve_unprepared

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_to_serve_unprepared()
