"""What people draw on pictures, so that a net can learn from it: kept for good, approved by the master.

A `LabelBook` holds the pictures of every kind of part, and each drawing of each, in the order in which they were made.
"""
