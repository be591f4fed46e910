import numpy as np

from screens.setup.pictures import KEPT, SetupPictures

GREY = np.full((48, 64, 3), 128, np.uint8)


def test_a_picture_has_an_address_that_nobody_can_guess_and_its_size() -> None:
    pictures = SetupPictures()
    first, second = (pictures.show(GREY, "usb:1") for _ in range(2))
    assert first.key != second.key and len(first.key) >= 32
    assert first.address.endswith(first.key)
    assert first.resolution_wh == (64, 48)
    assert (pictures.find(first.key) or b"").startswith(b"\xff\xd8")
    assert pictures.find("x") is None


def test_only_so_many_are_kept() -> None:
    pictures = SetupPictures()
    keys = [pictures.show(GREY, "usb:1").key for _ in range(KEPT + 1)]
    assert pictures.find(keys[0]) is None
    assert all(pictures.find(key) for key in keys[1:])
