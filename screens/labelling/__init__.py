"""The room in which people draw what is wrong with a part, and the master approves it."""
