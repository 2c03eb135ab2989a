from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from register.roles import make_roles


def make_the_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_roles(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("directives", "0001_initial"),
        ("register", "0002_first_version"),
    ]

    operations = [migrations.RunPython(make_the_groups, migrations.RunPython.noop)]
