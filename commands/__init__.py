"""What people type: `meisterblick ...`."""
