"""An example of an extension of the catalogue, to start from; a test sees that it can be saved as it is."""

from typing import Final

EXAMPLE: Final = """\
[[sub_areas]]
code = "X1"
area = "S3"
name_pl = "Opieka nad dziećmi według danych miasta"
name_en = "Child care by the city's own count"

[[variables]]
key = "own:wnioski"
name = "wnioski o miejsce w żłobku"

[[indicators]]
code = "nursery_requests"
sub_area = "X1"
name_pl = "Wnioski o miejsce w żłobku na 1000 mieszkańców"
name_en = "Requests for a place in a nursery per 1,000 residents"
definition_pl = "Liczba wniosków złożonych w ciągu roku na 1000 mieszkańców."
definition_en = "Requests handed in during the year per 1,000 residents."
unit_pl = "wnioski na 1000 mieszkańców"
unit_en = "requests per 1,000 residents"
direction = "context"
formula = { kind = "per_head", of = ["own:wnioski"], times = 1000 }
source = "Urząd Miasta"
"""
