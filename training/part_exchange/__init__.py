"""A whole part as one file, for another workshop: recipe, model, and the pictures that the master chose."""
