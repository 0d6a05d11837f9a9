/** Marks a key of the lower layer that is no more there. */
const GONE = Symbol('gone')

/**
 * A map that never changes: `with` makes another that shares nearly everything with it. A few
 * changes lie over a large map; once they are more than the root of its size both become one, so
 * that a change costs about the root of the size and a look-up two look-ups in plain maps.
 */
export class LayeredMap<Value> implements ReadonlyMap<string, Value> {
  readonly size: number
  readonly #lower: ReadonlyMap<string, Value>
  readonly #upper: ReadonlyMap<string, Value | typeof GONE>

  private constructor(
    lower: ReadonlyMap<string, Value>,
    upper: ReadonlyMap<string, Value | typeof GONE>,
    size: number,
  ) {
    this.#lower = lower
    this.#upper = upper
    this.size = size
  }

  static over<Value>(map: ReadonlyMap<string, Value>): LayeredMap<Value> {
    return map instanceof LayeredMap ? map : new LayeredMap(map, new Map(), map.size)
  }

  /** The map after `changes`: a value put, or undefined for what is taken away. */
  with(changes: Iterable<readonly [string, Value | undefined]>): LayeredMap<Value> {
    const upper = new Map(this.#upper)
    let { size } = this
    for (const [key, value] of changes) {
      const above = upper.get(key)
      const before = above === undefined ? this.#lower.has(key) : above !== GONE
      size += Number(value !== undefined) - Number(before)
      if (value !== undefined) upper.set(key, value)
      else if (this.#lower.has(key)) upper.set(key, GONE)
      else upper.delete(key)
    }
    const next = new LayeredMap(this.#lower, upper, size)
    return upper.size ** 2 > this.#lower.size
      ? new LayeredMap(new Map(next), new Map(), size)
      : next
  }

  get(key: string): Value | undefined {
    const above = this.#upper.size === 0 ? undefined : this.#upper.get(key)
    if (above === undefined) return this.#lower.get(key)
    return above === GONE ? undefined : above
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  *entries(): MapIterator<[string, Value]> {
    for (const entry of this.#lower) if (!this.#upper.has(entry[0])) yield entry
    for (const [key, value] of this.#upper) if (value !== GONE) yield [key, value]
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }
}
