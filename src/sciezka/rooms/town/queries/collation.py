"""Polish order of names, which the embedded database does not know: „Łomża” stands before „Malbork”, not after „Żywiec”."""

ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
PLACES = {letter: place for place, letter in enumerate(ALPHABET)}


def as_sorted(text: str) -> tuple[int, ...]:
    """Give the key by which a name is sorted; whatever is no letter comes first."""
    return tuple(PLACES.get(letter, -1) for letter in text.lower())
