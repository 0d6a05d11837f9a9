import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld, INSTANTS, PRINCIPALS, reached } from '../testing/any-world.ts'
import { type Lists, listsOf, oracle } from '../testing/oracle.ts'
import { ROWS, shown } from '../testing/shown.ts'
import { tableAccess } from './decide.ts'
import type { Principal } from './reach.ts'
import type { GovernedTable } from './register.ts'
import { createSnapshot, type Snapshot } from './snapshot.ts'
import type { World } from './world.ts'

const PARTS = 5
const WORLDS_IN_PART = 20_000 // An instant of each asks 15 questions about 27 rows of 4 cells.

for (let part = 1; part < PARTS; part += 1)
  test(`given any world, when anybody asks, then kernel and oracle agree, part ${part}`, (t) => {
    const seed = (Date.now() + part) % 2 ** 31
    t.diagnostic(`seed ${seed}`)
    const agree = (world: World, at: number) => agreeAt(createSnapshot(world, 0), [at])

    const any = fc.property(anyWorld, fc.constantFrom(...INSTANTS), agree)
    fc.assert(any, { seed, numRuns: WORLDS_IN_PART })
  })

test('given any world made of another, when anybody asks, then kernel and oracle agree', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const agree = (world: World, before: World) => agreeAt(reached(world, before), INSTANTS)

  fc.assert(fc.property(anyWorld, anyWorld, agree), { seed, numRuns: WORLDS_IN_PART })
})

function agreeAt(snapshot: Snapshot, instants: readonly number[]): void {
  const lists = listsOf(snapshot.world)
  for (const at of instants)
    for (const principal of PRINCIPALS)
      for (const table of lists.tables) agreeOn(snapshot, lists, { principal, table, at })
}

interface Question {
  principal: Principal
  table: GovernedTable
  at: number
}

function agreeOn(snapshot: Snapshot, lists: Lists, { principal, table, at }: Question): void {
  const access = tableAccess(snapshot, { principal, tableId: table.id, at })
  assert.ok(access)
  const truthOf = oracle(lists, principal, table, at)
  assert.equal(access.iamOnly, truthOf.open)
  for (const row of ROWS) {
    const seen = shown(access, table, row)
    for (const [index, { id }] of table.columns.entries())
      if (seen[index] !== truthOf.cell(id, row)) assert.fail(`${id} of ${JSON.stringify(row)}`)
  }
  for (const permission of ['ALTER', 'INSERT', 'DROP', 'DELETE'] as const)
    assert.equal(access.permissions.has(permission), truthOf.whole(permission))
  assert.equal(access.permissions.has('SELECT'), access.columns.size > 0)
}
