extension WorkerSource {
  /// Each call in a process of its own.
  static let forks = #"""
    """Runs each call in a process of its own, a copy of one that is warm.

    A copy costs a few milliseconds. Every call starts from the same state, so that its result depends on no
    call before it (SymPy keeps caches), and one that hangs, crashes or eats memory harms no other.
    """

    import json
    import os
    import select
    import signal
    import time
    from typing import Any, Callable, Dict

    from channel import Channel, outcome, write
    from confine import bound, bound_time, end_with_parent, forbid

    # What a copy may hand back, in bytes.
    _MOST = 1 << 22


    def in_copy(request: Dict[str, Any], channel: Channel, memory: int, work: Callable[..., str]) -> Dict[str, Any]:
        """The outcome of `work`: of a value, an error, too much time, or a copy that was lost."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                end_with_parent()
                channel.close()
                os.close(reading)
                bound(memory, _MOST)
                bound_time(request["seconds"])
                forbid()
                write(writing, _outcome(request, work))
            finally:
                os._exit(0)
        os.close(writing)
        try:
            data = _read(reading, channel.waiting(), request["wall"])
        finally:
            os.close(reading)
            os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
        if data.endswith(b"\n"):
            reply: Dict[str, Any] = json.loads(data)
            return reply
        if data is _LATE or os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            return {"status": "late", "text": "", "cut": False}
        return {"status": "lost", "text": "", "cut": False}


    def _outcome(request: Dict[str, Any], work: Callable[..., str]) -> Dict[str, Any]:
        most = request["characters"]
        try:
            return outcome("value", work(request), most)
        except MemoryError:
            words = "the computation needs too much memory"
        except RecursionError:
            words = "the computation nests too deeply"
        except Exception as error:
            words = " ".join(str(error).split()) or type(error).__name__
        return outcome("error", words, most)


    _LATE = b"late"


    def _read(file: int, caller: int, seconds: float) -> bytes:
        """All that the copy writes; `_LATE` if it takes too long."""
        end = time.monotonic() + seconds
        data = b""
        while not data.endswith(b"\n") and len(data) < _MOST:
            ready, _, _ = select.select([file, caller], [], [], max(0.0, end - time.monotonic()))
            if not ready or caller in ready:
                # Nothing is asked while a call is under way: a caller that can be read has gone.
                return _LATE
            piece = os.read(file, 1 << 16)
            if not piece:
                break
            data += piece
        return data

    """#
}
