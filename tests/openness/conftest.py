"""Properties are searched for as long as it takes: a busy machine is no reason to fail."""

from hypothesis import settings

settings.register_profile("steady", settings(deadline=None))
settings.load_profile("steady")
