import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnTags, databaseTags, tableTags, tagGroups } from './tag-inheritance.ts'
import type { Assignment } from './world.ts'

const table = { id: 'flights', databaseId: 'mobility' }
const assignedAt = new Date('2026-01-05T00:00:00Z')

function assigned(pairs: Record<string, string>): ReadonlyMap<string, Assignment> {
  const rows = Object.entries(pairs).map(([key, value]) => ({
    key,
    value,
    assignedBy: 'ana',
    assignedAt,
  }))
  return new Map(rows.map((row) => [row.key, row as Assignment]))
}

const assignments = new Map([
  ['mobility', assigned({ domain: 'mobility', sensitivity: 'internal' })],
  ['flights', assigned({ sensitivity: 'public' })],
  ['flights|7', assigned({ sensitivity: 'restricted' })],
])

function valuesOf(tags: ReadonlyMap<string, { value: string; level: string }>) {
  return Object.fromEntries([...tags].map(([key, { value, level }]) => [key, `${value}@${level}`]))
}

test('given tags on all levels, when they go down, then the value set lower down wins', () => {
  const ofDatabase = valuesOf(databaseTags(assignments, table.databaseId))
  const ofTable = valuesOf(tableTags(assignments, table))
  const ofColumn = valuesOf(columnTags(assignments, table, 7))

  assert.deepEqual(ofDatabase, { domain: 'mobility@database', sensitivity: 'internal@database' })
  assert.deepEqual(ofTable, { domain: 'mobility@database', sensitivity: 'public@table' })
  assert.deepEqual(ofColumn, { domain: 'mobility@database', sensitivity: 'restricted@column' })
})

test('given one tagged column, when columns are grouped, then the others are one group', () => {
  const columns = [1, 7, 9].map((id) => ({ id, name: `c${id}`, type: 'string' }))

  const groups = tagGroups(assignments, { ...table, columns } as never)

  assert.deepEqual(
    groups.map((group) => group.columns),
    [[1, 9], [7]],
  )
})
