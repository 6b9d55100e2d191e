"""The diagnosis room: what is wrong in a town, from what it comes, and what follows from it.

Nouns: Statement, Tree, Placing, TreeStep. A statement is a problem, a cause or an effect; it hangs on the golden thread, and
a tie of the thread is the only place where it is kept that one causes another. A tree is a choice of statements to draw
together: one statement may stand in many. It is not where evidence lives, and it draws no conclusions of its own.
"""
