"""Reading: functions that give querysets or frozen dataclasses."""
