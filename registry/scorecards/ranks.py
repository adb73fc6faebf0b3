"""The one number that orders every list: downloads first, then the model's own number, so that no two tie."""

RANK_STEP = 2**31


def rank_of(model_id: int, downloads: int) -> int:
    return min(downloads, RANK_STEP - 1) * RANK_STEP + model_id
