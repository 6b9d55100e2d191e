"""The stakeholders room: who can move the town's development, who is heard, and whom to bring in.

Nouns: Stakeholder, Engagement (a line of the plan), Contact (what was heard from them), Invitation to the Social Leaders.
Judgements come from rounds; facts come from the town's own records. Natural persons are never shown to the public.
"""
