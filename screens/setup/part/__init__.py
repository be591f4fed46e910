"""Step 2, part and limits: the recipe in force, changed in a draft and saved as its next version."""
