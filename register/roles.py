"""What each role may do, and the groups that say so to Django.

A viewer looks at everything of ours. A curator decides about what was found, and adds to what articles share. A chief
editor also merges, withdraws and deletes, keeps the authority lists, and manages the accounts.

The groups are made once, by a migration, and again where one is gone. What an operator then takes from a group or adds
to it stays; only a permission that a newer version brings is given to those whom the table names.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

Known = frozenset[tuple[str, str]]  # permissions, each as app and codename: ("articles", "view_article")

VIEWER, CURATOR, CHIEF_EDITOR = "viewer", "curator", "chief-editor"

# The name of each group, which never changes, and what the pages call it.
ROLES: Final[Mapping[str, Any]] = {
    VIEWER: _("viewer"),
    CURATOR: _("curator"),
    CHIEF_EDITOR: _("chief editor"),
}

# Who may do what with the rows of a model, in the order of the roles. Of findings the admin lets nobody delete the
# machine's. A word with an underscore is a permission of its own; "withdraw" is withdraw_article.
LOOKED_AT: Final = ("view", "view", "view")
FINDING: Final = ("view", "view add change delete", "view add change delete")
SHARED: Final = ("view", "view add change", "view add change delete")
PART: Final = ("view", "view add change delete", "view add change delete")  # of a shared row: an alias, a claim
AUTHORITY: Final = ("view", "view", "view add change delete")

RIGHTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "articles.article": ("view", "view add change", "view add change withdraw"),
    "articles.earliertext": LOOKED_AT,
    "articles.block": FINDING,
    "articles.mention": FINDING,
    "articles.printedtitle": FINDING,
    "articles.remark": FINDING,
    "articles.speaker": ("view", "view add change", "view add change delete merge"),
    "articles.speakeralias": PART,
    "articles.notsame": PART,
    "articles.tenure": SHARED,
    "articles.tenureclaim": PART,
    "articles.organ": ("view", "view", "view add change delete import_authority"),
    "articles.organalias": AUTHORITY,
    "articles.office": AUTHORITY,
    "articles.officealias": AUTHORITY,
    "articles.outlet": AUTHORITY,
    "directives.directivelist": FINDING,
    "directives.directive": FINDING,
    "directives.citation": FINDING,
    "directives.resolution": SHARED,
    "directives.resolutionalias": PART,
    "directives.resolutionclaim": PART,
    "directives.relation": PART,
    "directives.seenvalue": PART,
    "directives.topic": AUTHORITY,
    "register.edit": LOOKED_AT,
    "register.editedrow": LOOKED_AT,
    "register.proposal": ("view", "view change", "view change"),  # one is taken or dismissed, and stays
    "register.report": ("view", "view change", "view change delete"),
    "register.ingestrun": LOOKED_AT,
    "register.ingestoutcome": LOOKED_AT,
    "register.dataversion": LOOKED_AT,
    "auth.group": ("", "", "view"),
    "auth.user": ("", "", "view add change delete"),
}

# What the pages call a permission.
ACTIONS: Final = {"add": _("may add"), "change": _("may change"), "delete": _("may delete"), "view": _("may view")}
OWN_ACTIONS: Final = {  # of permissions that are none of Django's four
    "import_authority": _("may import authority lists"),
    "merge_speaker": _("may merge"),
    "withdraw_article": _("may withdraw and publish again"),
}

APPS: Final = ("articles", "directives", "register", "auth")

_before: dict[str, Known] = {}  # the permissions of a database before it is migrated


def rights_of(role: str) -> Known:
    """Return the permissions of a role."""
    place = list(ROLES).index(role)
    return frozenset(
        (label.partition(".")[0], word if "_" in word else f"{word}_{label.partition('.')[2]}")
        for label, words in RIGHTS.items()
        for word in words[place].split()
    )


def permission_label(permission: Any) -> str:
    """Return the application, the kind of row and what is allowed, e.g. "Articles and people | article | may add".

    Django stores "Can add article" in the database, in English. A permission that is none of Django's four and none of
    ours keeps the name that is stored.
    """
    action, _underscore, model = permission.codename.partition("_")
    of_all = ACTIONS.get(action) if model == permission.content_type.model else None
    told = OWN_ACTIONS.get(permission.codename, of_all)
    return str(permission) if told is None else f"{permission.content_type.app_labeled_name} | {told}"


def role_label(group: Any) -> str:
    """Return what the pages call a group: its role in the reader's language, else its name."""
    return str(ROLES.get(group.name, group.name))


def make_roles(apps: Apps, using: str = DEFAULT_DB_ALIAS, known: Known | None = None) -> None:
    """Make the groups that are not there, with all their permissions; give the others those that are not known yet.

    known holds the permissions that there were before; None gives nothing to groups that are there. Permissions that no
    model states so far are left out: they come with the version that states them.
    """
    _make_permissions(apps, using)
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    stored = {
        (app, codename): pk
        for pk, app, codename in permission_model.objects.using(using)
        .filter(content_type__app_label__in=APPS)
        .values_list("pk", "content_type__app_label", "codename")
    }
    for role in ROLES:
        group, is_new = group_model.objects.using(using).get_or_create(name=role)
        rights = rights_of(role) & stored.keys()
        if not is_new:
            rights -= known if known is not None else stored.keys()
        group.permissions.add(*(stored[right] for right in sorted(rights)))


def watch_migrations() -> None:
    """Connect what gives the groups the permissions that newer versions bring."""
    pre_migrate.connect(_note_permissions, dispatch_uid="roles-before")
    post_migrate.connect(_renew_roles, dispatch_uid="roles-after")


def _make_permissions(apps: Apps, using: str) -> None:
    """Store the permissions of our models now: Django does so only after the last migration."""
    for label in APPS:
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)


def _note_permissions(sender: AppConfig, using: str, apps: Apps = installed, **_: Any) -> None:
    if sender.label == "register":
        _before[using] = _stored_permissions(apps, using)


def _renew_roles(sender: AppConfig, using: str, apps: Apps = installed, **_: Any) -> None:
    if sender.label == "register" and _has_accounts(apps):
        make_roles(apps, using, _before.pop(using, None))


def _has_accounts(apps: Apps) -> bool:
    """Whether a database is migrated so far that it has groups and our rows."""
    labels = {config.label for config in apps.get_app_configs()}
    return labels.issuperset(APPS)


def _stored_permissions(apps: Apps, using: str) -> Known:
    """Return the permissions that a database holds; none where it has no table of them yet."""
    if not _has_accounts(apps):
        return frozenset()
    rows = apps.get_model("auth", "Permission").objects.using(using)
    return frozenset(rows.values_list("content_type__app_label", "codename"))
