import { createHmac } from 'node:crypto'
import type { Difference } from './difference.ts'
import type { Effect } from './effects.ts'
import type { RightsTurn } from './rights.ts'

/**
 * HMAC-SHA-256 over whole effects: what somebody had and has, also where less of it is told, and
 * what is told. Order says nothing, neither of effects nor within one. Without the key nobody finds
 * out by it what they were not told; tests have none.
 */
export function digestOf(
  effects: readonly ((Effect & { said?: object }) | RightsTurn | Difference)[],
  key: Buffer = Buffer.alloc(0),
): string {
  const textOf = texts()
  const hash = createHmac('sha256', key).update('effects\n')
  for (const line of effects.map(textOf).toSorted()) hash.update(line).update('\n')
  return hash.digest('hex')
}

/** Most effects of one change share their columns: those are written once. */
function texts(): (value: unknown) => string {
  const known = new Map<object, string>()
  const textOf = (value: unknown): string => {
    if (typeof value !== 'object' || value === null || value instanceof Date)
      return JSON.stringify(value) ?? 'null'
    const text = known.get(value) ?? written(value)
    known.set(value, text)
    return text
  }
  const written = (value: object): string => {
    if (value instanceof Set || Array.isArray(value))
      return `[${[...value].map(textOf).toSorted().join()}]`
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    const members = entries.flatMap(([key, one]) =>
      one === undefined ? [] : [`${JSON.stringify(key)}:${textOf(one)}`],
    )
    return `{${members.toSorted().join()}}`
  }
  return textOf
}
