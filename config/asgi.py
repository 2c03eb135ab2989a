"""The door for servers that speak ASGI. The views are synchronous, so wsgi.py is the one that the project runs."""

import os

from django.core.asgi import get_asgi_application

from config.env import refuse_to_serve_unprepared

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
refuse_to_serve_unprepared()
