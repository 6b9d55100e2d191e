"""The reckoning: pure functions over frozen dataclasses.

Nothing here knows Django, the clock, the disk or the network. What a function needs is passed in, what it found is
given back, so that every rule of a method can be read in one place and tested without a database.
"""
