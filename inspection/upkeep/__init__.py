"""What keeps a shop's records over the years: backup and restore, quarantine of what is damaged, retention, room."""
