"""The station's door.

door      who comes in, and who they are: PINs, sessions, waiting after wrong ones
session   the signed cookie by which a browser is known again
throttle  how long a wrong PIN has to wait
gate      what the door means for requests and WebSockets, before every route
"""
