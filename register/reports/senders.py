"""Who sends a report, as far as that is known: for a day, by a keyed hash of the address."""

import datetime
import ipaddress
import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

NETWORK: Final = 64  # bits of an IPv6 address that one household or firm is given

WITH_PORT: Final = re.compile(r"(?: \[ (?P<six> [^\]]+ ) \] | (?P<four> [\d.]+ (?= : ) ) ) (?: : \d+ )?", re.VERBOSE)


def sender_of(request: HttpRequest) -> str:
    """Return who sends a request, for a day: a keyed hash of the address, of IPv6 of its network.

    Behind a proxy of ours the address is the last one in X-Forwarded-For: the proxy adds it, and what stands before it
    anyone may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TLS_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return hash_of_the_day("sender", _network(address))


def _network(address: str) -> str:
    """Return the address that counts as one sender; what is none, such as that of a socket, is one for all.

    Some proxies write the port as well: "192.0.2.1:80", "[2001:db8::1]:80".
    """
    written = WITH_PORT.fullmatch(address)
    try:
        known = ipaddress.ip_address(written["six"] or written["four"] if written else address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((int(known), NETWORK), strict=False))
        known = known.ipv4_mapped
    return str(known)


def hash_of_the_day(*parts: str) -> str:
    """Return a hash that nobody can compute without the key of this server, and another one tomorrow."""
    today = timezone.now().astimezone(datetime.UTC).date().isoformat()
    return salted_hmac(f"{__name__} {today}", "\x1f".join(parts), algorithm="sha256").hexdigest()
