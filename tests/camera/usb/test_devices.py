"""Which camera is meant, on folders that look like the kernel's and udev's."""

from pathlib import Path

import pytest

from camera.errors import CameraAbsent, WrongCamera
from camera.usb.devices import UsbCamera, find_node, usb_cameras
from tests.camera.usb.trees import udev_link, usb_camera


class Desk:
    """A computer with cameras at it."""

    def __init__(self, root: Path) -> None:
        self.sysfs, self.dev = root / "sys", root / "dev"
        self.sysfs.mkdir()
        self.dev.mkdir()

    def plug(self, name: str, *, serial: str | None = None, index: int = 0, usb: bool = True) -> Path:
        usb_camera(self.sysfs, name, serial=serial, index=index, usb=usb)
        node = self.dev / name
        node.touch()
        return node

    def cameras(self) -> tuple[UsbCamera, ...]:
        return usb_cameras(sysfs=self.sysfs, dev=self.dev)

    def find(self, device: Path | None = None, serial: str | None = None) -> Path:
        return find_node(None if device is None else str(device), serial, sysfs=self.sysfs, dev=self.dev)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_cameras_are_listed_with_what_stays_the_same(desk: Desk) -> None:
    first, second = desk.plug("video2", serial="A1"), desk.plug("video10")
    by_id = udev_link(desk.dev, "by-id", "usb-Maker_Cam_3000_A1-video-index0", "video2")
    udev_link(desk.dev, "by-path", "pci-0000:00:14.0-usb-0:1:1.0-video-index0", "video2")
    by_path = udev_link(desk.dev, "by-path", "pci-0000:00:14.0-usb-0:2:1.0-video-index0", "video10")
    assert desk.cameras() == (
        UsbCamera(serial="A1", product="Maker Cam 3000", path=by_id, node=first),
        UsbCamera(serial=None, product="Maker Cam 3000", path=by_path, node=second),
    )


def test_where_udev_makes_no_links_the_node_is_the_path(desk: Desk) -> None:
    node = desk.plug("video0")
    assert [camera.path for camera in desk.cameras()] == [node]


def test_second_nodes_and_what_is_not_usb_are_left_out(desk: Desk) -> None:
    desk.plug("video0", serial="A1")
    desk.plug("video1", serial="A1", index=1)
    desk.plug("video2", usb=False)
    assert [camera.node.name for camera in desk.cameras()] == ["video0"]


def test_no_camera_and_no_such_folders_are_no_error(desk: Desk, tmp_path: Path) -> None:
    assert desk.cameras() == ()
    assert usb_cameras(sysfs=tmp_path / "none", dev=tmp_path / "none") == ()


def test_found_by_serial_by_link_and_by_both(desk: Desk) -> None:
    desk.plug("video0", serial="A1")
    node = desk.plug("video4", serial="B2")
    link = udev_link(desk.dev, "by-id", "usb-Maker_Cam_3000_B2-video-index0", "video4")
    assert desk.find(serial="B2") == desk.find(link) == desk.find(link, "B2") == desk.find(node) == node


def test_path_to_what_is_no_usb_camera_is_taken_as_it_is(desk: Desk) -> None:
    node = desk.plug("video0", usb=False)
    assert desk.find(node) == node


def test_absent_serial_tells_what_is_there(desk: Desk) -> None:
    with pytest.raises(CameraAbsent, match="serial B2; no USB camera is plugged in"):
        desk.find(serial="B2")
    desk.plug("video0", serial="A1")
    link = udev_link(desk.dev, "by-id", "usb-Maker_Cam_3000_A1-video-index0", "video0")
    with pytest.raises(CameraAbsent, match=f"there are: Maker Cam 3000, serial A1, {link}; plug it in"):
        desk.find(serial="B2")


def test_absent_path_tells_what_is_there(desk: Desk) -> None:
    desk.plug("video0", serial="A1")
    with pytest.raises(CameraAbsent, match=r"No such file.*there are: Maker Cam 3000, serial A1"):
        desk.find(desk.dev / "v4l" / "by-id" / "usb-gone")


def test_serial_that_two_cameras_share_is_no_name_but_their_sockets_are(desk: Desk) -> None:
    nodes = [desk.plug("video0", serial="200901010001"), desk.plug("video2", serial="200901010001")]
    udev_link(desk.dev, "by-id", "usb-Maker_Cam_3000_200901010001-video-index0", "video2")
    links = [udev_link(desk.dev, "by-path", f"usb-{node.name}-video-index0", node.name) for node in nodes]
    assert [camera.path for camera in desk.cameras()] == links
    with pytest.raises(CameraAbsent, match=r"2 cameras have the serial .*by-path"):
        desk.find(serial="200901010001")
    assert desk.find(links[0], "200901010001") == nodes[0]


@pytest.mark.parametrize(("there", "words"), [("A1", "found .*serial A1"), (None, "found .*serial none")])
def test_another_camera_at_the_path_is_the_wrong_one(desk: Desk, there: str | None, words: str) -> None:
    node = desk.plug("video0", serial=there)
    with pytest.raises(WrongCamera, match=f"expected the camera with serial B2 at {node}, {words}"):
        desk.find(node, "B2")


def test_serial_of_what_has_none_cannot_be_asked_for(desk: Desk) -> None:
    node = desk.plug("video0", usb=False)
    with pytest.raises(WrongCamera, match="leave `serial` out"):
        desk.find(node, "B2")
