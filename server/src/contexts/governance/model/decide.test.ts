import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld, PRINCIPALS } from '../testing/any-world.ts'
import { ROWS, shown } from '../testing/shown.ts'
import { tableAccess } from './decide.ts'
import { explain } from './explain.ts'
import { createSnapshot } from './snapshot.ts'
import type { World } from './world.ts'

test('given any world, when a grant is added, then nobody loses a cell', () => {
  const monotone = (world: World) => {
    const all = [...world.grants.values()].filter((grant) => !grant.permissions.includes('ALL'))
    const more = createSnapshot({ ...world, grants: new Map(all.map((g) => [g.id, g])) }, 1)
    const fewer = createSnapshot(
      { ...world, grants: new Map(all.slice(1).map((g) => [g.id, g])) },
      1,
    )
    for (const principal of PRINCIPALS)
      for (const table of world.tables.values()) {
        const question = { principal, tableId: table.id, at: 5 }
        const [one, other] = [tableAccess(fewer, question), tableAccess(more, question)]
        assert.ok(one && other)
        for (const row of ROWS) {
          const after = shown(other, table, row)
          shown(one, table, row).forEach((seen, index) => {
            assert.ok(!seen || after[index])
          })
        }
      }
  }

  fc.assert(fc.property(anyWorld, monotone), { numRuns: 500 })
})

test('given any world, when a decision is explained, then both say the same', () => {
  const same = (world: World) => {
    const snapshot = createSnapshot(world, 1)
    for (const principal of PRINCIPALS) {
      const question = { principal, tableId: 't1', permission: 'SELECT' as const, at: 15 }
      const explanation = explain(snapshot, question)
      const access = tableAccess(snapshot, question)
      assert.equal(explanation?.verdict !== 'denied', access?.permissions.has('SELECT'))
      const covering = explanation?.considered.some(({ outcome }) =>
        ['matched', 'partly'].includes(outcome),
      )
      if (access?.columns.size && !access.iamOnly) assert.equal(covering, true)
    }
  }

  fc.assert(fc.property(anyWorld, same), { numRuns: 1000 })
})
