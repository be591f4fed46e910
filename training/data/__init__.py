"""Labels to a data set that may be trained on: read, check, split, freeze, exchange. Needs neither torch nor a net."""
