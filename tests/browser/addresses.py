"""One address at least of every page type."""

ROCKET = "acme-research/rocket-7b"
LONG = "Rocket-2.5-VL-Reasoning-Distill-235B-A22B-Instruct-2511-abliterated-v2.1-i1-GGUF-UD-Q4_K_XL"
DRAFT = f"acme-research/{LONG.lower()}"
OLMO = "allenai/olmo-7b"
R1 = "deepseek-ai/deepseek-r1"
LLAMA = "meta-llama/llama-3.1-8b"

# Route (as registry/web/urls.py writes it) -> addresses, the most telling one first.
PAGES: dict[str, list[str]] = {
    "": ["/", "/de/"],
    "models/": ["/models/", "/models/?q=deepseek", "/models/?q=no-such-model"],
    "models/<part:organization>/": ["/models/deepseek-ai/"],
    "models/<part:organization>/<part:name>/": [
        *(f"/models/{path}/" for path in (R1, OLMO, LLAMA, ROCKET, DRAFT)),
        f"/fr/models/{R1}/",
    ],
    "models/<part:organization>/<part:name>/r/<int:number>/": [f"/models/{ROCKET}/r/1/"],
    "models/<part:organization>/<part:name>/history/": [f"/models/{ROCKET}/history/"],
    "models/<part:organization>/<part:name>/diff/<int:a>..<int:b>/": [f"/models/{ROCKET}/diff/1..2/"],
    "models/<part:organization>/<part:name>/lineage/": [f"/models/{DRAFT}/lineage/"],
    "models/<part:organization>/<part:name>/badge/": [f"/models/{R1}/badge/"],
    "models/<part:organization>/<part:name>/observations/": [f"/models/{ROCKET}/observations/"],
    "trends/": ["/trends/"],
    "changes/": ["/changes/"],
    "drift/": ["/drift/"],
    "drift/<int:number>/": ["/drift/1/"],
    "datasets/": ["/datasets/"],
    "datasets/<part:organization>/<part:name>/": ["/datasets/acme-research/corpus/"],
    "definitions/": ["/definitions/"],
    "definitions/disagreement/": ["/definitions/disagreement/"],
    "definitions/disagreement/<str:met>/<str:unmet>/": ["/definitions/disagreement/g7-2026/osaid-1.0/"],
    "definitions/<str:definition_id>/": [f"/definitions/{one}/" for one in ("osaid-1.0", "mof-1.0")],
    "families/": ["/families/"],
    "families/<part:slug>/": ["/families/amber/"],
    "export/": ["/export/"],
    "repair/": ["/repair/"],
    "compare/": [f"/compare/?m={OLMO}&m={R1}&m={LLAMA}", "/compare/"],
    "licenses/": ["/licenses/"],
    "licenses/<part:slug>/": ["/licenses/llama-3.1-community/", "/licenses/apache-2.0/"],
    "components/": ["/components/"],
    "components/<part:slug>/": ["/components/training-corpus/"],
    "method/": ["/method/"],
    "moderation/": ["/moderation/"],
    "privacy/": ["/privacy/"],
    "legal/": ["/legal/"],
    "status/": ["/status/"],
    "about/": ["/about/"],
    "people/<part:username>/": ["/people/ada/"],
    "disputes/": ["/disputes/"],
    "models/<part:organization>/<part:name>/talk/": [f"/models/{ROCKET}/talk/"],
}
# Pages of who is signed in: their own tests look at them.
OF_PEOPLE = {
    "assessments/<uuid:assessment>/talk/",
    "claim/<part:slug>/",
    "comments/<uuid:number>/",
    "comments/<uuid:number>/release/",
    "disputes/<uuid:number>/",
    "disputes/<uuid:number>/act/",
    "me/",
    "me/data/",
    "me/delete/",
    "me/export/",
    "me/notifications/",
    "me/notifications/read/",
    "me/settings/",
    "me/settings/feed/",
    "me/tokens/",
    "me/tokens/<uuid:token>/revoke/",
    "me/watches/",
    "models/<part:organization>/<part:name>/dispute/<part:finding>/",
    "models/<part:organization>/<part:name>/reply/",
    "models/<part:organization>/<part:name>/watch/",
    "moderation/reports/",
    "moderation/reports/<str:kind>/<path:key>/settle/",
    "moderation/take-down/<str:kind>/<str:key>/",
    "people/roles/",
    "people/roles/give/",
    "people/roles/link/",
    "people/roles/link/<int:number>/end/",
    "people/roles/proposal/<int:number>/confirm/",
    "people/roles/proposal/<int:number>/drop/",
    "people/roles/propose/",
    "people/roles/revoke/",
    "report/<str:kind>/<path:key>/",
    "unsubscribe/<str:key>/",
}
REFERENCE = "/api/v1/docs/"  # the one page of the other door

EVERY = [*(address for addresses in PAGES.values() for address in addresses), REFERENCE]
ONE_OF_EACH = [*(addresses[0] for addresses in PAGES.values()), REFERENCE]
