import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld, INSTANTS, PRINCIPALS, reached } from '../testing/any-world.ts'
import { type Cells, oracle, truth } from '../testing/oracle.ts'
import { tableAccess } from './decide.ts'
import { explain } from './explain.ts'
import type { Principal } from './reach.ts'
import type { GovernedTable } from './register.ts'
import { createSnapshot, type Snapshot } from './snapshot.ts'
import type { Access } from './table-access.ts'
import type { World } from './world.ts'

const WORLDS = 4000 // Each asks 36 questions about 27 rows of 3 cells.
const VALUES = ['a', 'b', null]
const ROWS: readonly Cells[] = VALUES.flatMap((one) =>
  VALUES.flatMap((two) =>
    VALUES.map((three) => ({ 1: one, 2: two, 3: three, 5: one === 'a' ? two : three })),
  ),
)

test('given any world, when anybody asks, then kernel and oracle agree', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const agree = (world: World, before: World) => {
    const snapshot = reached(world, before)
    for (const at of INSTANTS)
      for (const principal of PRINCIPALS)
        for (const table of world.tables.values()) agreeOn(snapshot, { principal, table, at })
  }

  fc.assert(fc.property(anyWorld, anyWorld, agree), { seed, numRuns: WORLDS })
})

interface Question {
  principal: Principal
  table: GovernedTable
  at: number
}

function agreeOn(snapshot: Snapshot, { principal, table, at }: Question): void {
  const access = tableAccess(snapshot, { principal, tableId: table.id, at })
  assert.ok(access)
  const truthOf = oracle(snapshot.world, principal, table, at)
  assert.equal(access.iamOnly, truthOf.open)
  for (const row of ROWS) {
    const cells = table.columns.map(({ id }) => truthOf.cell(id, row))
    assert.deepEqual(shown(access, table, row), cells)
  }
  for (const permission of ['ALTER', 'INSERT', 'DROP', 'DELETE'] as const)
    assert.equal(access.permissions.has(permission), truthOf.whole(permission))
  assert.equal(access.permissions.has('SELECT'), access.columns.size > 0)
}

/** What a reader sees who is given the access: which cells of a row. */
function shown(access: Access, table: GovernedTable, row: Cells): boolean[] {
  const holds = (predicate: Parameters<typeof truth>[0] | undefined) =>
    predicate === undefined || truth(predicate, row) === true
  const inRow = access.columns.size > 0 && holds(access.rowFilter)
  return table.columns.map(
    ({ id }) => inRow && access.columns.has(id) && holds(access.cellFilters.get(id)),
  )
}

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
