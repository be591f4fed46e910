"""The daily check: before the first part of the day, light and lens, and parts of known quality."""
