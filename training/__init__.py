"""Labels to a model that may judge parts. Needs the dependency group `training`; a bench station has none of this."""
