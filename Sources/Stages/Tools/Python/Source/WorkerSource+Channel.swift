extension WorkerSource {
  /// The worker's side of the protocol.
  static let channel = #"""
    """One JSON object a line, in both directions."""

    import json
    import os
    import sys
    from typing import Any, Dict, Iterator, List


    class Channel:
        """The two descriptors by which the caller is reached."""

        def __init__(self) -> None:
            # Copies: the places 0 and 1 belong to what is computed. A file that is read or printed to by
            # mistake must not be a request or a reply.
            self._requests = os.fdopen(os.dup(0), "rb")
            self._replies = os.dup(1)
            _empty(0, 1)

        def ready(self, names: List[str]) -> None:
            """Tells that requests are welcome. Words for people, by descriptor 2, end here."""
            version = ".".join(map(str, sys.version_info[:3]))
            python = f"{sys.implementation.name} {version}"
            self.reply({"status": "ready", "python": python, "names": names})
            _empty(2)

        def requests(self) -> Iterator[Dict[str, Any]]:
            """What is asked, until the caller hangs up."""
            for line in self._requests:
                yield json.loads(line)

        def reply(self, message: Dict[str, Any]) -> None:
            """Answers."""
            write(self._replies, message)

        def waiting(self) -> int:
            """The descriptor that becomes readable when the caller hangs up."""
            return self._requests.fileno()

        def close(self) -> None:
            """Leaves the channel to another process."""
            self._requests.close()
            os.close(self._replies)


    def _empty(*places: int) -> None:
        nothing = os.open(os.devnull, os.O_RDWR)
        for place in places:
            os.dup2(nothing, place)
        os.close(nothing)


    def write(file: int, message: Dict[str, Any]) -> None:
        """Writes one message as a line."""
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(file, data) :]


    def outcome(status: str, text: str, most: int, last: str = "") -> Dict[str, Any]:
        """A reply with at most so many characters of a text and its last part, which may claim half."""
        whole = len(text) + len(last) <= most
        if not whole:
            last = _cut(last, max(most - len(text), most // 2))
            text = _cut(text, most - min(len(last), most))
        # JSON has no word for half a surrogate pair, which a Python string may hold.
        kept = (text + last).rstrip("\n").encode(errors="backslashreplace").decode()
        return {"status": status, "text": kept, "cut": not whole}


    def _cut(text: str, most: int) -> str:
        return text if len(text) <= most else f"{text[:most]}… [{len(text) - most} more characters]\n"

    """#
}
