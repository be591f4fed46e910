"""What belongs to the operator's page beside picture and verdict.

routes       order and number, taking a part back, the automatic trigger: what the page's own components send
bar          the slim bar with order, number, automatic trigger, sound and full screen
taking_back  the question why the last part is taken back
"""
