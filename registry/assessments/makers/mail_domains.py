"""Mail domains: which are open to everybody, and which lie within which. Pure."""

from collections.abc import Collection

# Domains at which anybody gets an address: one there ties nobody to a maker.
_PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"),
        *("yahoo.co.jp", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com"),
        *("proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.com", "tuta.io", "posteo.de"),
        *("posteo.net", "mailbox.org", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de"),
        *("t-online.de", "freenet.de", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "sfr.fr"),
        *("libero.it", "seznam.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "mail.ru", "yandex.ru"),
        *("yandex.com", "bk.ru", "list.ru", "inbox.ru", "ukr.net", "qq.com", "foxmail.com", "163.com"),
        *("126.com", "yeah.net", "sina.com", "sohu.com", "aliyun.com", "139.com", "naver.com", "daum.net"),
        *("hanmail.net", "kakao.com", "rediffmail.com", "zoho.com", "fastmail.com", "fastmail.fm", "hey.com"),
        *("mail.com", "disroot.org", "riseup.net", "duck.com", "users.noreply.github.com", "comcast.net"),
        *("verizon.net", "att.net", "btinternet.com", "bigpond.com", "uol.com.br", "terra.com.br"),
    }
)


def is_public(domain: str) -> bool:
    """Whether anybody gets an address there."""
    return domain.lower().rstrip(".") in _PUBLIC


def domain_of(address: str) -> str:
    """The domain of an e-mail address, in lower case."""
    return address.rpartition("@")[2].strip().lower().rstrip(".")


def within(domain: str, domains: Collection[str]) -> bool:
    """Whether a domain is one of these or lies below one: research.acme.example within acme.example."""
    return any(domain == other or domain.endswith(f".{other}") for other in domains)
