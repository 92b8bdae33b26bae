"""A file's suffix and media type, from what was found inside and never from its name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Container:
    name: str
    suffix: str
    mime: str


_MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
_MATROSKA = "matroska,webm"
_WEB_CODECS = {"opus", "vorbis"}

_PLAIN = {
    "wav": Container("wav", "wav", "audio/wav"),
    "w64": Container("w64", "w64", "audio/x-w64"),
    "aiff": Container("aiff", "aiff", "audio/aiff"),
    "au": Container("au", "au", "audio/basic"),
    "caf": Container("caf", "caf", "audio/x-caf"),
    "flac": Container("flac", "flac", "audio/flac"),
    "mp3": Container("mp3", "mp3", "audio/mpeg"),
    "aac": Container("adts", "aac", "audio/aac"),
    "amr": Container("amr", "amr", "audio/amr"),
    "ac3": Container("ac3", "ac3", "audio/ac3"),
    "eac3": Container("eac3", "eac3", "audio/eac3"),
}


def container_of(*, demuxer: str, codec: str, has_film: bool, brand: str = "") -> Container:
    kind = "video" if has_film else "audio"
    if demuxer == _MP4 and brand == "M4B" and not has_film:
        return Container(
            "mp4", "m4b", "audio/mp4"
        )  # an audiobook: its ending makes players look for chapters
    if demuxer == _MP4:
        return Container("mp4", "mp4" if has_film else "m4a", f"{kind}/mp4")
    if demuxer == _MATROSKA and codec in _WEB_CODECS:
        return Container("webm", "webm", f"{kind}/webm")
    if demuxer == _MATROSKA:
        return Container("matroska", "mkv" if has_film else "mka", f"{kind}/x-matroska")
    if demuxer == "ogg":
        suffix = "ogv" if has_film else "opus" if codec == "opus" else "ogg"
        return Container("ogg", suffix, f"{kind}/ogg")
    return _PLAIN.get(demuxer, Container(demuxer, "bin", "application/octet-stream"))
