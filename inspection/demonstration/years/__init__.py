"""Years of a shop that never was: plausible records, to show the scrap book with and to measure it by.

shop      which parts are made on which machines, how often each goes wrong, and what happens one day
calendar  which days are worked, and how many parts each has
plan      what is made one day, in which order, and what becomes of it
pool      rendered parts, judged by the shipped recipes, to stand for all parts of the years
words     what is said of parts after they were judged
filling   the years into the records of a folder, through the record store like any part
"""

from inspection.demonstration.years.filling import MARK, Filled, fill_years, refuse_records
from inspection.demonstration.years.shop import PARTS_A_DAY

__all__ = ["MARK", "PARTS_A_DAY", "Filled", "fill_years", "refuse_records"]
