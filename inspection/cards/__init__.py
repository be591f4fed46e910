"""Why, and what now: a short card for every kind of defect, which the workshop may write anew."""

from inspection.cards.book import find_card, save_card
from inspection.cards.card import Card, CardText
from inspection.cards.repeats import repeated

__all__ = ["Card", "CardText", "find_card", "repeated", "save_card"]
