"""Step 1, the scale: how many millimetres a pixel is, by a ruler or by the printed target."""
