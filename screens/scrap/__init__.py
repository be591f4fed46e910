"""The scrap book on the screen: what was scrapped, why, what it cost, and whether it is more than chance."""
