"""What the kernel and udev tell of cameras, as folders of a test."""

from pathlib import Path


def usb_camera(
    sysfs: Path,
    name: str,
    *,
    serial: str | None = None,
    product: str = "Maker Cam 3000",
    index: int = 0,
    usb: bool = True,
) -> None:
    """An entry like /sys/class/video4linux/video0, with the device that its `device` link leads to."""
    device = sysfs / "devices" / name
    (device / "interface").mkdir(parents=True)
    if usb:
        (device / "idVendor").write_text("046d\n")
    (device / "product").write_text(f"{product}\n")
    if serial is not None:
        (device / "serial").write_text(f"{serial}\n")
    entry = sysfs / name
    entry.mkdir()
    (entry / "device").symlink_to(device / "interface")
    (entry / "index").write_text(f"{index}\n")
    (entry / "name").write_text(f"{product}: {product}\n")


def udev_link(dev: Path, folder: str, link: str, node: str) -> Path:
    """A link like /dev/v4l/by-id/usb-Maker_Cam_3000-video-index0."""
    path = dev / "v4l" / folder / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(Path("../..") / node)
    return path
