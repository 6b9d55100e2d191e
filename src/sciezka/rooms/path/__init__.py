"""The path room: from what is known of a town to what it wants, and how it will know that it got there.

Nouns: Factor and CoreChoice (what moves the town, and which few are to be improved first), Structure (how factors
influence one another), SwotEntry and Crossing, VisionDraft, Goal with its Indicator and Points. Each hangs on the golden
thread, and ties of the thread are the only place where it is kept what rests on what. What people judged stays in the
rounds where they judged it; this room reads the rounds' results and keeps only decisions. It is not where undertakings or
money live.
"""
