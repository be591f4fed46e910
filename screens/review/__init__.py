"""Review: parts that wait for the master's word, one after the other, and those about which he spoke."""
