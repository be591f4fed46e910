"""Fitting a net to pictures: `fit` is the loop, everything else serves it.

`samples` -> `shop_light` -> `batches` make what the net sees, as a function of seed and step alone; `pace` says how far
the run is; `checkpoint` keeps it over a kill; `journal` tells the rest of the house.
"""
