extension WorkerSource {
  /// Cells of code in one namespace.
  static let cells = #"""
    """Runs cells of code one after the other in one namespace, as a notebook does."""

    import ast
    import io
    import os
    import random
    import sys
    import traceback
    from types import CodeType
    from typing import Any, Dict, List, Optional, Tuple

    from channel import outcome
    from confine import bound, bound_time, forbid

    # What one cell may print, in bytes.
    _MOST_PRINTED = 1 << 20

    # What is kept free for telling how a cell ended that has taken all other memory.
    _RESERVE = 2 << 20


    class Cells:
        """A namespace, and the cells that were run in it."""

        def __init__(self, memory: int) -> None:
            self._names: Dict[str, Any] = {"__name__": "__main__"}
            self._sources: List[str] = []
            # A file in memory takes what is printed, also by C code that knows nothing of `sys.stdout`.
            self._printed = os.memfd_create("printed")
            random.seed(0)
            bound(memory, _MOST_PRINTED)
            if not forbid():
                raise SystemExit("this system cannot forbid new processes (seccomp)")

        def run(self, request: Dict[str, Any]) -> Dict[str, Any]:
            """Runs one cell: `source`, `seconds`, `characters`."""
            bound_time(request["seconds"])
            reserve = _reserve()
            self._catch()
            self._sources.append(request["source"])
            status, last = "value", ""
            try:
                last = self._execute(request["source"])
            except BaseException as error:
                reserve = None
                # `sys.exit()` is an error of the code like any other.
                status, last = "error", self._describe(error)
            return outcome(status, self._caught(bool(last)), request["characters"], last)

        def _execute(self, source: str) -> str:
            """The value of the last expression, as `repr` has it; nothing if there is none."""
            name = f"cell {len(self._sources)}"
            body, last = _halves(source, name)
            exec(body, self._names)
            if last is None:
                return ""
            value = eval(last, self._names)
            return "" if value is None else repr(value)

        def _catch(self) -> None:
            os.ftruncate(self._printed, 0)
            os.lseek(self._printed, 0, os.SEEK_SET)
            for place in (1, 2):
                os.dup2(self._printed, place)
            # Straight to the file: both share one place in it, and what one held back would come out of order.
            sys.stdout, sys.stderr = [
                io.TextIOWrapper(
                    io.FileIO(place, "w", closefd=False), "utf-8", "backslashreplace", write_through=True
                )
                for place in (1, 2)
            ]

        def _caught(self, goes_on: bool) -> str:
            text = os.pread(self._printed, _MOST_PRINTED, 0).decode(errors="replace").rstrip("\n")
            return text + "\n" if text and goes_on else text

        def _describe(self, error: BaseException) -> str:
            """The error, and the lines of the cells that led to it, outermost first."""
            lines = []
            for frame, number in traceback.walk_tb(error.__traceback__):
                name = frame.f_code.co_filename
                if name.startswith("cell "):
                    lines.append(f"  {name}, line {number}: {self._line(name, number)}")
            if len(lines) > 6:
                lines = lines[:3] + [f"  … {len(lines) - 6} more"] + lines[-3:]
            try:
                words = "".join(traceback.format_exception_only(type(error), error)).rstrip()
            except BaseException:
                words = type(error).__name__
            return "\n".join(lines + [line[:300] for line in words.splitlines()])

        def _line(self, name: str, number: int) -> str:
            try:
                return self._sources[int(name[5:]) - 1].splitlines()[number - 1].strip()
            except (ValueError, IndexError):
                return ""


    def _reserve() -> Optional[bytearray]:
        try:
            return bytearray(_RESERVE)
        except MemoryError:
            return None


    def _halves(source: str, name: str) -> Tuple[CodeType, Optional[CodeType]]:
        """All but a last expression, and that expression."""
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        body = compile(tree, name, "exec")
        if not isinstance(last, ast.Expr):
            return body, None
        return body, compile(ast.Expression(last.value), name, "eval")

    """#
}
