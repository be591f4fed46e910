"""Recipes of the workshop: every version kept, one readable file to exchange them."""
