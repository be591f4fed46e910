"""The scrap book: what became of the parts, why, what it cost, and whether that has changed.

`facts` reads the parts as columns, the other modules count them. Nobody's name is in it, and no figure is of a person.
"""
