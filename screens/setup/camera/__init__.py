"""Step 1, the camera: which one, how sharp, how bright, how its colours are."""
