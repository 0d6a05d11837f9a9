import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableAccess } from '../../governance/index.ts'
import { noSuchProfile } from '../errors.ts'
import { makeProfile } from '../profile/make.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'
import { workingsOf } from '../workings.ts'

/** A table with a profile of each of two snapshots, read with whatever access is set. */
async function givenProfile() {
  const access: { now: TableAccess } = { now: accessWith({ iamOnly: true }) }
  const given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => access.now },
  }))
  const { catalog, ana, deps } = given
  const { table } = await givenFlights(given)
  const snapshots: string[] = []
  for (const values of [[1, 2, 3], [40]]) {
    const file = await given.written(delays('2013-01-01', 'UA', values))
    const commitKey = String(values)
    const { snapshotId } = await catalog.append(ana, { ...flights, files: [file], commitKey })
    snapshots.push(String(snapshotId))
    await makeProfile(workingsOf(deps), table.id, { asked: false })
  }
  return {
    given,
    access,
    snapshots,
    get: (part = {}) => catalog.getProfile(ana, { ...flights, ...part }),
  }
}

test('given snapshots, when their profiles are read, then each has its own', async () => {
  const { given, snapshots, get } = await givenProfile()
  await using _ = given

  const newest = await get()
  const first = await get({ snapshotId: snapshots[0] })

  assert.deepEqual([newest.rowCount, first.rowCount], [4, 3])
  assert.deepEqual([newest.snapshotId, first.snapshotId], [snapshots[1], snapshots[0]])
  const [, carrier, delay] = newest.columns
  assert.deepEqual(carrier?.profile, { id: 2, nulls: 0, distinct: 1, min: 'UA', max: 'UA' })
  assert.deepEqual([delay?.profile.min, delay?.profile.max], ['1', '40'])
  assert.equal(delay?.profile.histogram?.[0]?.count, 3)
  await assert.rejects(get({ snapshotId: '7' }), noSuchProfile.matches)
})

test('given hidden columns, when a profile is read, then nothing is told of them', async () => {
  const { given, access, snapshots, get } = await givenProfile()
  await using _ = given
  access.now = accessWith({}) // Without `delay`, the third column.

  for (const profile of [await get(), await get({ snapshotId: snapshots[0] })]) {
    assert.deepEqual(
      profile.columns.map(({ field }) => field.name),
      ['day', 'carrier'],
    )
    assert.doesNotMatch(JSON.stringify(profile.columns), /delay|40/)
  }
})

test('given some rows or cells alone, when a profile is read, then there is none', async () => {
  const { given, access, snapshots, get } = await givenProfile()
  await using _ = given
  const filter = { op: 'false' } as const
  const all = new Set([1, 2, 3])
  const narrow = [
    accessWith({ rowFilter: filter }),
    accessWith({ rowFilter: filter, columns: all, restricted: true }),
    accessWith({ cellFilters: new Map([[2, filter]]), columns: all }),
  ]

  for (const now of narrow) {
    access.now = now
    await assert.rejects(get(), noSuchProfile.matches)
    await assert.rejects(get({ snapshotId: snapshots[0] }), noSuchProfile.matches)
  }
})
