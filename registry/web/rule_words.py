"""What the tests of a definition are called, word by word."""

from django.utils.translation import gettext_lazy

from registry.openness.facts import Availability

AT_LEAST = {
    Availability.RELEASED: gettext_lazy("released"),
    Availability.RELEASED_GATED: gettext_lazy("released, a gate is accepted"),
    Availability.RECONSTRUCTIBLE: gettext_lazy("released, or can be rebuilt"),
    Availability.ENUMERATED: gettext_lazy("at least listed part by part"),
    Availability.DESCRIBED: gettext_lazy("at least described"),
    Availability.MENTIONED: gettext_lazy("at least mentioned"),
}
EXACTLY = {
    Availability.RELEASED: gettext_lazy("released"),
    Availability.RELEASED_GATED: gettext_lazy("released behind a gate"),
    Availability.RECONSTRUCTIBLE: gettext_lazy("can be rebuilt"),
    Availability.ENUMERATED: gettext_lazy("listed part by part"),
    Availability.DESCRIBED: gettext_lazy("described"),
    Availability.MENTIONED: gettext_lazy("mentioned"),
    Availability.WITHHELD: gettext_lazy("withheld"),
}
COVERAGE = {
    "all": gettext_lazy("complete"),
    "most": gettext_lazy("at least most of it"),
    "some": gettext_lazy("at least part of it"),
}
GATES = {
    "none": gettext_lazy("no gate"),
    "no_payment": gettext_lazy("any gate but payment"),
    "any": gettext_lazy("any gate"),
}
RELEASED_WITH = {
    "none": gettext_lazy("released without a gate"),
    "no_payment": gettext_lazy("released free of charge, any other gate is accepted"),
    "any": gettext_lazy("released, a gate is accepted"),
}
RIGHTS = {
    "open": gettext_lazy("may be shared by anyone"),
    "public": gettext_lazy("can be had from public sources"),
    "obtainable": gettext_lazy("can be had from others"),
    "unshareable": gettext_lazy("cannot be shared"),
}
REASONS = {
    "privacy": gettext_lazy("privacy"),
    "copyright": gettext_lazy("copyright"),
    "contract": gettext_lazy("a contract"),
    "indigenous": gettext_lazy("Indigenous rights"),
    "technical": gettext_lazy("technical limits"),
    "none_given": gettext_lazy("no stated reason"),
}
LICENSES = {
    "osi": gettext_lazy("OSI-approved license"),
    "fsf": gettext_lazy("license the FSF lists as free"),
    "dfsg": gettext_lazy("license Debian accepts as free"),
    "osi_or_fsf": gettext_lazy("OSI-approved license or one the FSF lists as free"),
    "open_data": gettext_lazy("open-data license"),
    "public_domain_or_osi": gettext_lazy("OSI-approved license or public domain"),
    "free4": gettext_lazy("license that lets anyone use, change and share it"),
    "osd_conformant": gettext_lazy("license on terms as open as the Open Source Definition asks"),
    "open_data_or_osd": gettext_lazy(
        "open-data license, or one on terms as open as the Open Source Definition asks"
    ),
    "any_open": gettext_lazy("license on any list of open licenses, or on such terms"),
    "eu_free_open": gettext_lazy("free and open-source license as the EU guidelines read it"),
    "any": gettext_lazy("any license"),
}
QUALITY = {
    "comprehensive": gettext_lazy("comprehensive"),
    "partial": gettext_lazy("more than a stub"),
    "stub": gettext_lazy("a stub is enough"),
}
MODIFIERS = {
    "if_used": gettext_lazy("where it exists"),
    "if_known": gettext_lazy("where it is known"),
}
JOINED = {
    "all": gettext_lazy("All of:"),
    "any": gettext_lazy("Any of:"),
    "not": gettext_lazy("Not:"),
    "first_of": gettext_lazy("The first of these that is known:"),
}
CONDITIONS = {
    "when": gettext_lazy("Only if %(condition)s:"),
    "unless": gettext_lazy("Unless %(condition)s:"),
}
# The same above a condition of several lines.
LONG_CONDITIONS = {
    "when": gettext_lazy("Only if:"),
    "unless": gettext_lazy("Unless:"),
}
MOF_KINDS = {
    "code": gettext_lazy("released under a license accepted for code"),
    "data": gettext_lazy("released under a license accepted for data"),
    "document": gettext_lazy("released under a license accepted for documents"),
}
