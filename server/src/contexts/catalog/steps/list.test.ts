import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sql } from '../../../foundation/sql.ts'
import { tablesAfter } from '../store/table-rows.ts'
import type { Window } from '../store/window.ts'
import { flights, givenCatalog, givenFlights, mobility, schema } from '../testing/given-catalog.ts'
import { workingsOf } from '../workings.ts'
import { openList } from './list.ts'

test('given many tables, when few or none has a sought name, then few queries tell', async () => {
  await using given = await givenCatalog()
  const { catalog, deps, ana } = given
  await givenFlights(given)
  for (let at = 0; at < 24; at += 1)
    await catalog.createTable(ana, { ...flights, table: `a${at}`, schema })
  const seek = async (name: string) => {
    const windows: Window[] = []
    const after = (sql: Sql, window: Window) => {
      windows.push(window)
      return tablesAfter(sql, window)
    }
    const query = { ...mobility, size: 1 }
    const named = (one: string) => one === name
    const { page } = await openList(workingsOf(deps), ana, { query, named, after })
    return {
      names: page.items.map((table) => table.name),
      next: page.next,
      queries: windows.length,
    }
  }

  const [none, last] = [await seek('zzz'), await seek('flights')]

  assert.deepEqual(none, { names: [], next: undefined, queries: 2 })
  assert.deepEqual(last, { names: ['flights'], next: undefined, queries: 2 })
})
