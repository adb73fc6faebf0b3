"""Who assesses which model in the browser tests: one for each story, so that none waits for another."""

COOKIES = "sessions.json"  # in the data folder
AUTHORS = ("script", "plain", "pages", "windows")
MODELS = {name: f"openlab/model-{name}" for name in AUTHORS}
