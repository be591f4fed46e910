"""The test parts: five of them, judged on trial, before the first one counts."""
