"""A phone or network camera that sends MJPEG over HTTP, as many apps and cheap cameras do.

`connection` asks for the stream, `chunked` and `multipart` take it apart, `pace` says how old a picture may be, and
`driver` puts them together.
"""

from camera.http_mjpeg.driver import HttpMjpegDriver

__all__ = ["HttpMjpegDriver"]
