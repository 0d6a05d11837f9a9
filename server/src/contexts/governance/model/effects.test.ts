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

    const moments = [AT, ...laterBeginnings(world, changes)]
    const asked = moments.map((at) => byAskingEverybody(before, after, at))
    const news = asked.flatMap((effects, at) => effects.filter(isNewsAfter(asked[at - 1] ?? [])))
    assert.deepEqual(told(effects), told(news))
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

/** When grants begin after `AT` that come, go or are others. */
function laterBeginnings({ grants }: World, changes: readonly Change[]): number[] {
  const rows = changes.flatMap((change) =>
    change.of === 'grants' ? [grants.get(change.key), change.row] : [],
  )
  const later = rows.flatMap((row) => row?.startsAt?.getTime() ?? []).filter((at) => at > AT)
  return [...new Set(later)].sort((one, other) => one - other)
}

/** What was not so at the moment before. */
function isNewsAfter(earlier: readonly Effect[]) {
  return ({ principal, tableId, before, after }: Effect) =>
    !earlier.some(
      (one) =>
        one.principal.arn === principal.arn &&
        one.tableId === tableId &&
        isSame(one.before, before) &&
        isSame(one.after, after),
    )
}

function byAskingEverybody(before: Snapshot, after: Snapshot, at: number): Effect[] {
  const people = [...peopleIn([before, after]).byName.values()]
  const tables = new Set([...before.governed.keys(), ...after.governed.keys()])
  return [...tables].flatMap((tableId) =>
    people.flatMap((principal) => {
      const [was, is] = [before, after].map(
        (snapshot) => tableAccess(snapshot, { principal, tableId, at }) ?? NO_ACCESS,
      ) as [typeof NO_ACCESS, typeof NO_ACCESS]
      const later = at === AT ? {} : { startsAt: new Date(at) }
      return isSame(was, is) ? [] : [{ principal, tableId, before: was, after: is, ...later }]
    }),
  )
}

function told(effects: readonly Effect[]): string[] {
  return effects
    .map(({ principal, tableId, startsAt }) => `${principal.arn} ${tableId} ${startsAt?.getTime()}`)
    .sort()
}
