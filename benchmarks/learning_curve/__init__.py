"""How good a model gets from few pictures, in the same minutes: ours, and plain ultralytics on the same pictures."""
