"""Processor time of trees of processes, as Linux counts it in /proc."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(root: int) -> float:
    """Return what a process, those it started and those of them that have ended have used."""
    ticks = {pid: sum(fields[10:14]) for pid, fields in _tree(root).items()}
    return sum(ticks.values()) / TICK


def parent_of(pid: int) -> int:
    return _fields(pid)[0]


def _tree(root: int) -> dict[int, list[int]]:
    """Return the numbers of stat by process, for a process and all below it."""
    everybody = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                everybody[int(entry.name)] = _fields(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = {root}
    while more := {pid for pid, f in everybody.items() if f[0] in found} - found:
        found |= more
    return {pid: everybody[pid] for pid in found if pid in everybody}


def _fields(pid: int) -> list[int]:
    """Return what follows name and state in /proc/PID/stat: parent, group, …"""
    _name, _sep, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    return [int(number) for number in rest.split()[1:]]
