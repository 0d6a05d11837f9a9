/** A bucket that each guess fills by one and that runs out by itself. */
interface Bucket {
  level: number
  at: number
}

interface Limit {
  /** Guesses at once. */
  burst: number
  /** Until the next one after that. */
  secondsEach: number
}

/** A guess: whom it is about, and from where. */
export interface Guess {
  name: string
  place: string
}

// Slow enough that guessing is vain, short enough that a person who mistyped does not notice.
const PAIR: Limit = { burst: 5, secondsEach: 30 }
const PLACE: Limit = { burst: 60, secondsEach: 1 }
/** Of a name over all places, but for those that have been right before. */
const NAME: Limit = { burst: 30, secondsEach: 10 }
/** Of each kind; the ones that were touched least lately are forgotten. */
const KEPT_MAX = 10_000
/** Of one place at once, so that many guesses cannot all begin before the first has failed. */
const OPEN_MAX = 100

/** Counts wrong guesses in memory, within bounds; each server counts for itself. */
export interface Throttle {
  /** Seconds to wait, or undefined when the guess may be made; `end` must follow then. */
  begin(guess: Guess): number | undefined
  /**
   * A right guess does not count, and its place is known to be the person's from then on; what
   * could not be checked (the database was away) says nothing of who guessed.
   */
  end(guess: Guess, outcome: 'right' | 'wrong' | 'unknown'): void
}

export function createThrottle(clock: () => Date): Throttle {
  const pairs = new Map<string, Bucket>()
  const places = new Map<string, Bucket>()
  const names = new Map<string, Bucket>()
  const known = new Map<string, true>()
  const open = new Map<string, number>()
  const now = () => clock().getTime() / 1000
  const bucketsOf = ({ name, place }: Guess): [Map<string, Bucket>, string, Limit][] => {
    const pair = pairOf({ name, place })
    const own: [Map<string, Bucket>, string, Limit][] = [
      [pairs, pair, PAIR],
      [places, place, PLACE],
    ]
    return known.has(pair) ? own : [...own, [names, name, NAME]]
  }
  return {
    begin(guess) {
      const waits = bucketsOf(guess).map(([map, key, limit]) => waitOf(map.get(key), limit, now()))
      const longest = Math.max(...waits)
      if (longest > 0) return Math.ceil(longest)
      const others = open.get(guess.place) ?? 0
      if (others >= OPEN_MAX) return 1
      open.set(guess.place, others + 1)
      return undefined
    },
    end(guess, outcome) {
      const others = (open.get(guess.place) ?? 1) - 1
      if (others > 0) open.set(guess.place, others)
      else open.delete(guess.place)
      if (outcome === 'unknown') return
      if (outcome === 'right') {
        pairs.delete(pairOf(guess))
        keep(known, pairOf(guess), true)
        return
      }
      for (const [map, key, limit] of bucketsOf(guess)) {
        const level = levelOf(map.get(key), limit, now()) + 1
        keep(map, key, { level, at: now() })
      }
    },
  }
}

function pairOf({ name, place }: Guess): string {
  return `${place} ${name}`
}

function levelOf(bucket: Bucket | undefined, { secondsEach }: Limit, now: number): number {
  return bucket ? Math.max(0, bucket.level - (now - bucket.at) / secondsEach) : 0
}

function waitOf(bucket: Bucket | undefined, limit: Limit, now: number): number {
  const over = levelOf(bucket, limit, now) + 1 - limit.burst
  return over > 0 ? over * limit.secondsEach : 0
}

/** The newest last; the oldest go where there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > KEPT_MAX) for (const oldest of map.keys()) return void map.delete(oldest)
}

/** Where a guess comes from: a box, or an address; of IPv6 the network that one customer has. */
export function placeOf({ box, address = '' }: { box: string | undefined; address?: string }) {
  if (box !== undefined) return `box ${box}`
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain
}
