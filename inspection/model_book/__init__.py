"""Which model judges, which there are, and whether they are what they say. Works without the training part.

active      the pointer: per slot (what a recipe calls its model) the model that is active, and the one before it
changing    promote, roll back: on the disk as a whole, or not at all
verifying   hashes, class list, foreign formats, self-test: what is wrong with a model, or with any file
listing     every model and what its manifest says of it
"""
