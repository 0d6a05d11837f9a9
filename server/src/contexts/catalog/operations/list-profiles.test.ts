import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableAccess } from '../../governance/index.ts'
import { makeProfile } from '../profile/make.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'
import { workingsOf } from '../workings.ts'

test('given commits in a row, when looked at once, then each state has its profile', async () => {
  const access: { now: TableAccess } = { now: accessWith({ iamOnly: true }) }
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => access.now },
  }))
  const { catalog, ana, deps } = given
  const { table } = await givenFlights(given)
  for (const values of [[1, 2, 3], [40], [50]]) {
    const files = [await given.written(delays('2013-01-01', 'UA', values))]
    await catalog.append(ana, { ...flights, files, commitKey: String(values) })
  }
  await makeProfile(workingsOf(deps), table.id, { asked: false })

  const first = await catalog.listProfiles(ana, { ...flights, size: 2 })
  const rest = await catalog.listProfiles(ana, { ...flights, from: first.next ?? 0 })

  const rows = [...first.items, ...rest.items].map(({ rowCount }) => rowCount)
  assert.deepEqual([rows, first.next, rest.next], [[5, 4, 3], 2, undefined])
  access.now = accessWith({}) // Without `delay`, the third column.
  const seen = await catalog.listProfiles(ana, flights)
  assert.deepEqual(
    seen.items[0]?.columns.map(({ field }) => field.name),
    ['day', 'carrier'],
  )
  access.now = accessWith({ rowFilter: { kind: 'constant', value: true } as never })
  assert.deepEqual(await catalog.listProfiles(ana, flights), { items: [] })
})
