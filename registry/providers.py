"""Other sites through which people can sign in: those whose client id and secret the operator has set."""

from typing import Any


def providers(
    *, github: tuple[str, str], huggingface: tuple[str, str], oidc: tuple[str, str], url: str, name: str
) -> dict[str, Any]:
    """What django-allauth is to know of them. Each pair is a client id and its secret; one without is absent.

    Raises ValueError where only half of what one needs is set.
    """
    wanted = {"GITHUB_CLIENT": github, "HF_CLIENT": huggingface, "OIDC_CLIENT": oidc}
    for setting, pair in wanted.items():
        if bool(pair[0]) != bool(pair[1]):
            raise ValueError(f"{setting}_ID and {setting}_SECRET must both be set, or neither.")
    if bool(oidc[0]) != bool(url):
        raise ValueError("OIDC_URL and OIDC_CLIENT_ID must both be set, or neither.")
    if url and not url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ValueError(f"OIDC_URL must begin with https://, not {url!r}.")
    found: dict[str, Any] = {}
    if github[0]:
        found["github"] = {"APPS": [_app("github", "GitHub", github)], "SCOPE": ["user:email"]}
    openid = []
    if huggingface[0]:
        openid.append(_app("huggingface", "Hugging Face", huggingface, "https://huggingface.co"))
    if oidc[0]:
        openid.append(_app("oidc", name or "OpenID Connect", oidc, url))
    if openid:
        found["openid_connect"] = {"APPS": openid}
    return found


def _app(slug: str, name: str, pair: tuple[str, str], server_url: str = "") -> dict[str, Any]:
    settings: dict[str, Any] = {"oauth_pkce_enabled": True}
    if server_url:
        settings["server_url"] = server_url.rstrip("/")
    return {
        "provider_id": slug,
        "name": name,
        "client_id": pair[0],
        "secret": pair[1],
        "settings": settings,
    }
