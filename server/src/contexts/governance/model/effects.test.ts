import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld } from '../testing/any-world.ts'
import { givenWorld, who } from '../testing/given-world.ts'
import { tableAccess } from './decide.ts'
import { type Effect, effectsOf, isSame } from './effects.ts'
import { peopleIn } from './people.ts'
import { createSnapshot, next, type Snapshot } from './snapshot.ts'
import { NO_ACCESS } from './table-access.ts'
import { type Change, KINDS, keyOf, rowsOf, type World } from './world.ts'

const AT = 15

test('given any change of any world, then the effects are those of asking everybody', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const agree = (world: World, other: World, kinds: readonly string[]) => {
    const before = createSnapshot(world, 0)
    const changes = between(world, other).filter(({ of }) => kinds.includes(of))
    const after = next(before, changes)

    const effects = effectsOf(before, after, { changes, at: AT })

    assert.deepEqual(told(effects), told(byAskingEverybody(before, after)))
  }

  fc.assert(fc.property(anyWorld, anyWorld, fc.subarray([...KINDS], { minLength: 1 }), agree), {
    ...{ seed, numRuns: 3000 },
  })
})

test('given a table that is open to IAM, when somebody opts in, then they alone lose it', () => {
  const given = givenWorld()
  given.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
  const before = given.state.snapshot
  const principal = who('G/analyst').arn
  const on = { databaseId: 'd-mkt', tableId: 't-trades' }
  const row = { ...on, principal, updatedBy: 'admin', updatedAt: new Date(AT) }
  const changes: Change[] = [{ of: 'optIns', key: keyOf.optIn(row), row }]

  const effects = effectsOf(before, next(before, changes), { changes, at: AT })

  assert.deepEqual(
    effects.map(({ principal, after }) => [principal.arn, after.columns.size]),
    [[principal, 0]],
  )
})

/** Rows of `other` in place of those of `world`, and those gone that `other` has not. */
function between(world: World, other: World): Change[] {
  const wanted = rowsOf(other)
  const kept = new Set(wanted.map(({ of, key }) => `${of} ${key}`))
  const gone = rowsOf(world).filter(({ of, key }) => !kept.has(`${of} ${key}`))
  return [...gone.map((change) => ({ ...change, row: undefined }) as Change), ...wanted]
}

function byAskingEverybody(before: Snapshot, after: Snapshot): Effect[] {
  const people = [...peopleIn([before, after]).byName.values()]
  const tables = new Set([...before.governed.keys(), ...after.governed.keys()])
  return [...tables].flatMap((tableId) =>
    people.flatMap((principal) => {
      const [was, is] = [before, after].map(
        (snapshot) => tableAccess(snapshot, { principal, tableId, at: AT }) ?? NO_ACCESS,
      ) as [typeof NO_ACCESS, typeof NO_ACCESS]
      return isSame(was, is) ? [] : [{ principal, tableId, before: was, after: is }]
    }),
  )
}

function told(effects: readonly Effect[]): string[] {
  return effects.map(({ principal, tableId }) => `${principal.arn} ${tableId}`).sort()
}
