extension WorkerSource {
  /// The worker's start.
  static let main = #"""
    """The worker: answers requests until the caller hangs up.

    `main.py sympy|python PACKAGES BYTES`: what to answer, where SymPy lies, and how much memory
    a computation may take.
    """

    import gc
    import os
    import sys

    from confine import fix_addresses


    def main(kind: str, packages: str, memory: int) -> None:
        """Answers requests of one kind."""
        # Whatever the program had open stays out of reach.
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        fix_addresses()
        sys.path.append(packages)
        if hasattr(sys, "set_int_max_str_digits"):
            # Versions of Python differ in this.
            sys.set_int_max_str_digits(100_000)
        from channel import Channel

        channel = Channel()
        if kind == "python":
            from cells import Cells

            cells = Cells(memory)
            channel.ready([])
            for request in channel.requests():
                channel.reply(cells.run(request))
        else:
            from calls import NAMES, answer, warm
            from forks import in_copy

            warm()
            gc.collect()
            gc.freeze()
            channel.ready(NAMES)
            for request in channel.requests():
                channel.reply(in_copy(request, channel, memory, answer))


    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

    """#
}
