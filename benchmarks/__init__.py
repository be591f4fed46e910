"""Each benchmark measures the station and a peer in the same run, in turn, and prints the ratio."""
