"""Contends for a lock with kazoo, as told on standard input; see KazooPeer.

acquire        acquires, then says "acquired"
try            acquires without waiting, then says "acquired" or "taken"
release        releases, then says "released"
contenders     says the identifiers, separated by spaces
add N PATH     N times: acquires, adds one to the number at PATH, releases; then says "added"
"""
import sys

from kazoo.client import KazooClient

hosts, path, identifier, pattern = sys.argv[1:]
zk = KazooClient(hosts=hosts)
zk.start(timeout=20)
patterns = [pattern] if pattern else []
lock = zk.Lock(path, identifier, extra_lock_patterns=patterns)


def say(text):
    print(text, flush=True)


def add(count, register):
    for _ in range(count):
        with lock:
            number = int(zk.get(register)[0])
            zk.set(register, str(number + 1).encode())


say("ready")
for line in sys.stdin:
    command, *arguments = line.split()
    if command == "acquire":
        lock.acquire()
        say("acquired")
    elif command == "try":
        say("acquired" if lock.acquire(blocking=False) else "taken")
    elif command == "release":
        lock.release()
        say("released")
    elif command == "contenders":
        say(" ".join(lock.contenders()))
    elif command == "add":
        add(int(arguments[0]), arguments[1])
        say("added")
zk.stop()
zk.close()
