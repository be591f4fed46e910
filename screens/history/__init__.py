"""History: recorded parts are found again by what a person remembers of them."""
