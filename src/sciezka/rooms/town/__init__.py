"""The town room: units, workspaces, programmes, processes, teams, legal acts and the Kalendarium.

Nouns: Unit, Workspace, WorkspaceUnit, Seat, Programme, Process, Stage, Task, LegalAct, Team, Membership, Event (with
EventLink, Attachment, Attendee), PageImport and ImportedEntry. It is not where a plan's content lives: evidence,
problems and goals belong to the rooms above, which hang on these nouns.
"""
