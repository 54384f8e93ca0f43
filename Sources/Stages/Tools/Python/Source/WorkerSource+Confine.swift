extension WorkerSource {
  /// What is taken away from a process before it computes.
  static let confine = #"""
    """Takes away from a process what a computation never needs."""

    import ctypes
    import os
    import platform
    import resource
    import struct
    import sys
    from typing import List, Optional

    _C = ctypes.CDLL(None, use_errno=True)

    # prctl(2), seccomp(2), personality(2) and clone(2).
    _NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
    _NO_RANDOMIZATION = 0x0040000
    _CLONE_THREAD = 0x10000
    _ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
    _NOT_PERMITTED, _NOT_THERE = 1, 38

    # What is refused: new processes and programs, sockets, other processes, memory beside the limit, mounts, and the
    # kernel's rarer doors. The numbers are those of x86_64 and aarch64, which has no fork and no vfork.
    _REFUSED = {
        "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "socket": (41, 198),
        "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
        "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
        "semget": (64, 190), "mq_open": (240, 180), "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40),
        "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
        "fsopen": (430, 430), "bpf": (321, 280), "perf_event_open": (298, 241), "add_key": (248, 217),
        "request_key": (249, 218), "keyctl": (250, 219), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    }  # fmt: skip
    # By machine: the place in the table above, the audit number of its system calls, the number of clone.
    _MACHINES = {"x86_64": (0, 0xC000003E, 56), "aarch64": (1, 0xC00000B7, 220)}
    _CLONE3 = 435


    def _rules(column: int, machine: int, clone: int) -> bytes:
        """The filter, in the classic BPF that seccomp takes."""
        load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
        number, architecture, first_argument = 0, 4, 16
        lines: List[bytes] = []

        def add(code: int, value: int, yes: int = 0, no: int = 0) -> None:
            lines.append(struct.pack("HBBI", code, yes, no, value))

        def answer(call: int, verdict: int) -> None:
            add(equal, call, 0, 1)
            add(give, verdict)

        add(load, architecture)
        add(equal, machine, 1, 0)
        add(give, _KILL)
        add(load, number)
        # The x32 calls of x86_64 have numbers of their own.
        add(at_least, 0x40000000, 0, 1)
        add(give, _REFUSE | _NOT_PERMITTED)
        for numbers in _REFUSED.values():
            call = numbers[column]
            if call is not None:
                answer(call, _REFUSE | _NOT_PERMITTED)
        # Its flags lie in memory, out of a filter's sight; the C library falls back to clone.
        answer(_CLONE3, _REFUSE | _NOT_THERE)
        add(equal, clone, 0, 3)
        add(load, first_argument)
        add(any_bit, _CLONE_THREAD, 1, 0)
        add(give, _REFUSE | _NOT_PERMITTED)
        add(give, _ALLOW)
        return b"".join(lines)


    def _own_rules() -> Optional[bytes]:
        machine = _MACHINES.get(platform.machine()) if sys.platform.startswith("linux") else None
        return None if machine is None else _rules(*machine)


    _RULES = _own_rules()


    def fix_addresses() -> None:
        """Starts Python again with its memory always in the same place, where the system lets us.

        Sets of objects that hash by address, and the addresses in what is printed, are then the same in every run.
        """
        if not sys.platform.startswith("linux"):
            return
        now = _C.personality(0xFFFFFFFF)
        if now != -1 and not now & _NO_RANDOMIZATION and _C.personality(now | _NO_RANDOMIZATION) != -1:
            os.execv(sys.executable, [sys.executable, "-S", "-s", "-B", *sys.argv])


    def bound(memory: int, file: int) -> None:
        """Bounds memory and the size of files, in bytes, and everything else that has a number."""
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_FSIZE, file)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_NOFILE, 64)


    def bound_time(seconds: int) -> None:
        """Ends the process, with SIGXCPU, after so much more of the processor's time."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        # The system counts whole seconds: the next one begins wherever this one has got to.
        spent = int(used.ru_utime + used.ru_stime) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


    def _lower(limit: int, value: int) -> None:
        hard = resource.getrlimit(limit)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            # macOS knows no bound on memory; the bounds on time still hold there.
            pass


    def forbid() -> bool:
        """Forbids new processes, programs and sockets for good; false where that cannot be done."""
        if _RULES is None:
            return False
        code = ctypes.create_string_buffer(_RULES, len(_RULES))

        class Filter(ctypes.Structure):
            _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

        pointer = Filter(len(_RULES) // 8, ctypes.addressof(code))
        if _C.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return bool(_C.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(pointer), 0, 0) == 0)


    def end_with_parent() -> None:
        """Has the system end this process when the one that made it ends."""
        if sys.platform.startswith("linux"):
            _C.prctl(1, 9, 0, 0, 0)

    """#
}
