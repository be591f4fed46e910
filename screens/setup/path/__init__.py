"""The guided path of setting up: how every step stands, the way from one to the next, and the end."""
