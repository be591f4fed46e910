"""Who may do what at a station: roles and their PINs, kept in the station's folder.

role       operator, trainee, master
people     the file `people.json`: entries with a role, a label such as "Azubi 2", and the hash of a PIN
pins       which PINs are refused, and whether one is right
changing   set, change, remove
"""

from inspection.errors import PeopleUnreadable, PinRefused
from inspection.people.changing import add_pin, change_pin, remove_pin
from inspection.people.people import Entry, People, load_people
from inspection.people.problem import PinProblem, problem_sentence
from inspection.people.role import Role
from inspection.people.wording import role_word

__all__ = [
    "Entry",
    "People",
    "PeopleUnreadable",
    "PinProblem",
    "PinRefused",
    "Role",
    "add_pin",
    "change_pin",
    "load_people",
    "problem_sentence",
    "remove_pin",
    "role_word",
]
