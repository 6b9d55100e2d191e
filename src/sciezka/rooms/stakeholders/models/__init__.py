"""The nouns of the stakeholders room."""

from sciezka.rooms.stakeholders.models.findings import StakeholderFinding
from sciezka.rooms.stakeholders.models.inviting import Engagement, Invitation, PopulationShare
from sciezka.rooms.stakeholders.models.register import Contact, Handle, MapSettings, Sector, Stakeholder

__all__ = [
    "Contact",
    "Engagement",
    "Handle",
    "Invitation",
    "MapSettings",
    "PopulationShare",
    "Sector",
    "Stakeholder",
    "StakeholderFinding",
]
