"""
Kills the server again and again, at random moments of a mixed load. As a program it takes how many
times, and the seed, and then looks for what was acknowledged and for what is there by half. An
interrupt ends the killing sooner.
"""

import random
import signal
import sys
import threading
import time

import host
from reader import Reader
from writers import Writers

# Until then a server that dies is taken for one that cannot start, and given up at last.
FIRST_LIFE_SECONDS = 11
LIFE_SECONDS_MAX = 2
REPORTED = 25


def soak(writers, kills, seed, ended=lambda: False):
    """Answers how many kills there were: fewer where `ended` says so."""
    chance = random.Random(seed)
    with writers:
        time.sleep(FIRST_LIFE_SECONDS)
        for number in range(1, kills + 1):
            writers.until_all_wrote()
            time.sleep(chance.uniform(0, LIFE_SECONDS_MAX))
            before = host.server()["pid"]
            host.kill(before)
            host.until_new_server(before)
            if number % REPORTED == 0:
                print(f"{number} kills; acknowledged: {writers.counts()}", flush=True)
            if ended():
                return number
    return kills


if __name__ == "__main__":
    kills, seed = int(sys.argv[1]), int(sys.argv[2])
    print(f"{kills} kills, seed {seed}", flush=True)
    interrupted = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    writers = Writers()
    kills = soak(writers, kills, seed, interrupted.is_set)
    reader = Reader(writers)
    lost = reader.lost()
    print(
        f"{kills} kills; acknowledged: {writers.counts()}; lost: {lost}; by half: {reader.halves}"
    )
    sys.exit(bool(lost or reader.halves))
