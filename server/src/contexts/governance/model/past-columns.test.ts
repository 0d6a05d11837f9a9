import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld, PRINCIPALS } from '../testing/any-world.ts'
import { AT } from '../testing/case-world.ts'
import { tableAccess } from './decide.ts'
import type { GovernedTable } from './register.ts'
import { registeredTable } from './register-changes.ts'
import { createSnapshot, next, type Snapshot } from './snapshot.ts'
import type { World } from './world.ts'

function altered(snapshot: Snapshot, table: GovernedTable): Snapshot {
  return next(snapshot, registeredTable(snapshot, table, AT))
}

/** Its files and its snapshots of before still hold the column. */
test('given any world, when a column is dropped, then whole files are whose they were', () => {
  const kept = (world: World, at: number) => {
    const before = createSnapshot(world, 1)
    for (const table of world.tables.values()) {
      const gone = table.columns[at % table.columns.length]?.id
      const columns = table.columns.filter(({ id }) => id !== gone)
      if (columns.length === 0) continue
      const after = altered(before, { ...table, columns })
      // Told anew, as the catalog does with each change, it forgets nothing.
      const later = altered(after, { ...table, columns, name: 'renamed' })
      for (const principal of PRINCIPALS)
        for (const snapshot of [after, later]) {
          const question = { principal, tableId: table.id, at: 5 }
          const [had, has] = [before, snapshot].map((one) => tableAccess(one, question))
          assert.ok(had && has)
          if (!has.restricted) assert.equal(had.restricted, false)
          if (!had.restricted && has.permissions.has('SELECT')) assert.equal(has.restricted, false)
          assert.ok(!has.columns.has(gone ?? -1) && !has.described.has(gone ?? -1))
          assert.ok(has.columns.isSubsetOf(had.columns))
        }
    }
  }

  fc.assert(fc.property(anyWorld, fc.nat(), kept), { numRuns: 500 })
})

test('given a table that is made with columns of before, when read in part, then so', () => {
  const world = { ...fc.sample(anyWorld, { numRuns: 1, seed: 7 })[0] } as World
  const [table] = world.tables.values()
  const made = { ...(table as GovernedTable), id: 'made', past: [77, 1] }

  const changes = registeredTable(createSnapshot(world, 1), made, AT)

  const row = changes.find(({ of }) => of === 'tables')?.row as GovernedTable
  assert.deepEqual(row.past, [77])
})
