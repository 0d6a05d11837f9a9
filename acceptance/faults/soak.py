"""
Kills the server again and again, at random moments of a mixed load. As a program it takes how many
times, and the seed, and then looks for what was acknowledged and for what is there by half.
"""

import random
import sys
import time

import host
from reader import Reader
from writers import Writers

# Until then a server that dies is taken for one that cannot start, and given up at last.
FIRST_LIFE_SECONDS = 11
LIFE_SECONDS_MAX = 2
REPORTED = 25


def soak(writers, kills, seed):
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


if __name__ == "__main__":
    kills, seed = int(sys.argv[1]), int(sys.argv[2])
    print(f"{kills} kills, seed {seed}", flush=True)
    writers = Writers()
    soak(writers, kills, seed)
    reader = Reader(writers)
    lost = reader.lost()
    print(f"acknowledged: {writers.counts()}; lost: {lost}; by half: {reader.halves}")
    sys.exit(bool(lost or reader.halves))
