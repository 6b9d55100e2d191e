"""The client of Statistics Poland's Local Data Bank (Bank Danych Lokalnych, BDL).

``client`` asks, within the ``quota`` and with a ``cache`` of what was answered; ``answers`` reads what came and refuses what
it does not understand; ``verifying`` compares what a variable is with what the catalogue takes it for; ``sync`` fetches
whole variables, goes on where it was stopped, and hands them on as observations.
"""
