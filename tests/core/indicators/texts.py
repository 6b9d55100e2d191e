"""A small catalogue for tests, and ways to bend it."""

SMALL = """
[catalogue]
version = "test"

[[dimensions]]
code = "E"
name_pl = "gospodarczy"
name_en = "economic"

[[areas]]
code = "E1"
dimension = "E"
name_pl = "Rynek pracy"
name_en = "Labour market"

[[sub_areas]]
code = "E1A"
area = "E1"
name_pl = "Bezrobocie"
name_en = "Unemployment"

[[variables]]
key = "bdl:72305"
name = "ludność ogółem"
since = 1995
confirmed = true

[[variables]]
key = "bdl:10514"
name = "bezrobotni zarejestrowani"
name_en = "registered unemployed"
zero = "suppressed"
since = 2003

[[variables]]
key = "gus:wage"
name = "wynagrodzenie"
level = 5

[[indicators]]
code = "E1A1"
sub_area = "E1A"
name_pl = "Bezrobotni na 1000 mieszkańców"
name_en = "Unemployed per 1,000 residents"
definition_pl = "Liczba bezrobotnych na 1000 mieszkańców."
definition_en = "Unemployed people per 1,000 residents."
unit_pl = "osoby"
unit_en = "people"
direction = "lower"
formula = { kind = "per_head", of = ["bdl:10514"], times = 1000 }
source = "GUS"

[[indicators]]
code = "E1A2"
sub_area = "E1A"
name_pl = "Zmiana wynagrodzenia"
name_en = "Change in pay"
definition_pl = "Zmiana w ciągu 2 lat."
definition_en = "Change over 2 years."
unit_pl = "%"
unit_en = "%"
direction = "higher"
formula = { kind = "change", of = ["gus:wage"], years = 2 }
source = "GUS"
"""
FILE = "small.toml"


def bend(old: str, new: str) -> dict[str, str]:
    """Give the small catalogue with a passage changed, which must be there."""
    assert old in SMALL
    return {FILE: SMALL.replace(old, new, 1)}
