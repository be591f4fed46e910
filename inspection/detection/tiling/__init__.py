"""Large pictures at native resolution: cut into tiles, looked at, put together again."""
