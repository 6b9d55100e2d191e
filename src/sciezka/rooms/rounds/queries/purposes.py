"""What rounds are for, as the rooms above declare on their cards."""

from sciezka.kit.manifests import Purpose, all_manifests


def all_purposes() -> dict[str, Purpose]:
    """Give the declared purposes by their keys."""
    return {purpose.key: purpose for manifest in all_manifests() for purpose in manifest.asks}


def read_purpose(key: str) -> Purpose:
    """Give a purpose; one that no room declares any more is shown by its key."""
    return all_purposes().get(key) or Purpose(key=key, label=key)
