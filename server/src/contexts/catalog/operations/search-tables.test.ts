import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accessWith,
  callerOf,
  flights,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { lateFlights } from '../testing/given-views.ts'

const weather = { ...mobility, table: 'weather' }

test('given tables, when words are searched, then the best match is first', async () => {
  await using given = await givenTables()
  const { catalog, ana } = given

  const byName = await catalog.searchTables(ana, { text: 'mobility.flights' })
  const byStem = await catalog.searchTables(ana, { text: 'departure' })
  const byBeginning = await catalog.searchTables(ana, { text: 'weath' })
  const byColumn = await catalog.searchTables(ana, { text: 'carrier' })
  const nothing = await catalog.searchTables(ana, { text: 'flights submarines' })

  assert.deepEqual(names(byName), ['flights'])
  assert.deepEqual(names(byStem), ['flights'])
  assert.deepEqual(names(byBeginning), ['weather'])
  assert.deepEqual(names(byColumn), ['flights', 'weather'])
  assert.deepEqual([names(nothing), nothing.total], [[], 0])
})

test('given more tables than a page, when pages are asked for, then each comes once', async () => {
  await using given = await givenTables()
  const { catalog, ana } = given

  const first = await catalog.searchTables(ana, { size: 1 })
  const second = await catalog.searchTables(ana, { size: 1, from: 1 })

  assert.deepEqual([...names(first), ...names(second)], ['flights', 'weather'])
  assert.equal(first.total, 2)
})

test('given a hidden column, when its name is searched, then it gives nothing away', async () => {
  await using given = await givenTables((governance) => ({
    governance: {
      ...governance,
      // `carrier` is the second column.
      visibleTables: async (caller, id) => {
        const all = await governance.visibleTables(caller, id)
        const access = accessWith({ columns: new Set([1, 3]) })
        return new Map([...all.keys()].map((tableId) => [tableId, access]))
      },
    },
  }))
  const { catalog, ana } = given

  const hidden = await catalog.searchTables(ana, { text: 'carrier' })
  const open = await catalog.searchTables(ana, { text: 'delay' })

  assert.equal(hidden.total, 0)
  assert.equal(open.total, 2)
  assert.deepEqual(
    open.items[0]?.schema.fields.map(({ name }) => name),
    ['day', 'delay'],
  )
})

test('given tables change, when they are searched, then the index has followed', async () => {
  await using given = await givenTables()
  const { catalog, ana } = given
  await catalog.renameTable(ana, { from: flights, to: { ...mobility, table: 'journeys' } })
  await catalog.dropTable(ana, weather)

  const found = await catalog.searchTables(ana, { text: 'journeys' })
  const gone = await catalog.searchTables(ana, { text: 'weather' })
  const former = await catalog.searchTables(ana, { text: 'flights' })

  assert.deepEqual([names(found), gone.total, former.total], [['journeys'], 0, 0])
})

test('given a view, when its words are searched, then it is found as tables are', async () => {
  await using given = await givenTables()
  const { catalog, ana } = given
  await catalog.createView(ana, { ...lateFlights, properties: { comment: 'Behind schedule' } })
  await catalog.setDocumentation(ana, { ...mobility, table: 'late', documentation: 'Asked daily' })

  const found = (text: string) => catalog.searchTables(ana, { text }).then(names)

  assert.deepEqual(await found('late'), ['late'])
  assert.deepEqual(await found('schedule'), ['late'])
  assert.deepEqual(await found('daily'), ['late'])
  assert.deepEqual(await found('carrier'), ['flights', 'late', 'weather'])
  const eve = callerOf('eve', stranger)
  assert.deepEqual(names(await catalog.searchTables(eve, { text: 'late' })), [])
})

test('given a stranger or no right to search, when searched, then nothing comes', async () => {
  await using given = await givenTables()
  const { catalog, ana, refused } = given

  const abroad = await catalog.searchTables(callerOf('eve', stranger), { text: 'flights' })
  refused.add('glue:SearchTables')

  assert.equal(abroad.total, 0)
  await assert.rejects(catalog.searchTables(ana, {}), /SearchTables/)
})

async function givenTables(change?: Parameters<typeof givenCatalog>[0]) {
  const given = await givenCatalog(change)
  await givenFlights(given)
  await given.catalog.createTable(given.ana, { ...weather, schema })
  const documentation = 'Every *departure* of the year.'
  await given.catalog.setDocumentation(given.ana, { ...flights, documentation })
  return given
}

function names({ items }: { items: { table: { name: string } }[] }): string[] {
  return items.map(({ table }) => table.name)
}
