import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld } from '../testing/any-world.ts'
import { createSnapshot, next, type Snapshot } from './snapshot.ts'
import { type Change, emptyWorld, rowsOf, type World } from './world.ts'

/** Rows of one world after the other, put and taken away in any order and in any portions. */
const anyHistory = fc.array(anyWorld, { minLength: 2, maxLength: 4 }).chain((worlds) =>
  fc.array(
    fc.array(
      fc
        .tuple(fc.constantFrom(...worlds.flatMap(rowsOf)), fc.boolean())
        .map(([change, gone]) => (gone ? ({ ...change, row: undefined } as Change) : change)),
      { maxLength: 8 },
    ),
    { maxLength: 12 },
  ),
)

test('given any changes, when made one after the other, then it is as built from the rows', () => {
  const alike = (history: readonly (readonly Change[])[]) => {
    const stepped = history.reduce<Snapshot>(
      (before, changes) => next(before, changes),
      createSnapshot(emptyWorld, 0),
    )
    const rebuilt = createSnapshot(worldAfter(history.flat()), history.length)

    assert.deepEqual(plain(stepped), plain(rebuilt))
  }

  fc.assert(fc.property(anyHistory, alike), { numRuns: 2000 })
})

test('given a snapshot that is held, when rules change, then it stays as it was', () => {
  const unmoved = (world: World, history: readonly (readonly Change[])[]) => {
    const held = createSnapshot(world, 0)
    const before = plain(held)

    history.reduce<Snapshot>((snapshot, changes) => next(snapshot, changes), held)

    assert.deepEqual(plain(held), before)
  }

  fc.assert(fc.property(anyWorld, anyHistory, unmoved), { numRuns: 500 })
})

/** By maps changed in place. */
function worldAfter(changes: readonly Change[]): World {
  const maps = Object.entries(emptyWorld).map(
    ([kind]) => [kind, new Map<string, unknown>()] as const,
  )
  const world = new Map(maps)
  for (const { of, key, row } of changes)
    if (row === undefined) world.get(of)?.delete(key)
    else world.get(of)?.set(key, row)
  return Object.fromEntries(world) as unknown as World
}

/** Maps of any kind as plain ones, lists in one order, without what a snapshot remembers. */
function plain({ memory: _, ...snapshot }: Snapshot): unknown {
  return unlayered(snapshot)
}

function unlayered(value: unknown): unknown {
  if (isMap(value)) return new Map([...value].map(([key, one]) => [key, unlayered(one)]))
  if (Array.isArray(value)) return value.map(unlayered).sort(byText)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof Set || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unlayered(one)]))
}

function byText(one: unknown, other: unknown): number {
  return String(one) < String(other) ? -1 : 1
}

function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'entries' in value && 'get' in value
}
