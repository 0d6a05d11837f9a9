import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { anyWorld } from '../testing/any-world.ts'
import { type Effect, effectsOf } from './effects.ts'
import { digestOf } from './effects-digest.ts'
import { createSnapshot, next } from './snapshot.ts'
import type { Access } from './table-access.ts'
import { rowsOf, type World } from './world.ts'

test('given effects of any worlds, then only the same ones have the same digest', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const agree = (world: World, other: World) => {
    const [one, two] = [appearing(world), appearing(other)]

    const equal = digestOf(one) === digestOf(two)

    assert.equal(equal, isDeepStrictEqual(one, two))
    assert.equal(digestOf(one.map(backwards).reverse()), digestOf(one))
  }

  fc.assert(fc.property(anyWorld, anyWorld, agree), { seed, numRuns: 1000 })
})

test('given rows that somebody reads, when they are others, then the digest is another', () => {
  const [effect] = [onRows('US'), onRows('DE')].map((one) => digestOf([one]))

  assert.notEqual(effect, digestOf([onRows('DE')]))
  assert.equal(effect, digestOf([onRows('US')]))
})

/** Of a world that comes out of nothing. */
function appearing(world: World): Effect[] {
  const before = createSnapshot({ ...world, grants: new Map() }, 0)
  const changes = rowsOf(world).filter(({ of }) => of === 'grants')
  const effects = effectsOf(before, next(before, changes), { changes, at: 15 })
  const keyOf = ({ tableId, principal }: Effect) => `${tableId} ${principal.arn}`
  return effects.toSorted((one, two) => (keyOf(one) < keyOf(two) ? -1 : 1))
}

function backwards({ before, after, ...effect }: Effect): Effect {
  return { after: turned(after), before: turned(before), ...effect }
}

function turned({ permissions, columns, cellFilters, ...access }: Access): Access {
  return {
    cellFilters: new Map([...cellFilters].reverse()),
    columns: new Set([...columns].reverse()),
    permissions: new Set([...permissions].reverse()),
    ...access,
  }
}

function onRows(value: string): Effect {
  const [effect] = appearing(fc.sample(anyWorld, { numRuns: 200, seed: 1 }).find(opens) as World)
  assert.ok(effect)
  const rowFilter = { op: '=', column: 1, value: { type: 'string', value } } as const
  return { ...effect, after: { ...effect.after, rowFilter } }
}

function opens(world: World): boolean {
  return appearing(world).length > 0
}
