import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableAccess } from '../../governance/index.ts'
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
import { eventOf, glueName } from '../testing/given-lineage.ts'

const PAGES = { namespace: 'postgres://crm:5432', name: 'crm.public.pages' }

/** `hourly` is made of `flights` and of a place elsewhere; access by the name of the table. */
async function givenTold() {
  const access = new Map<string, TableAccess>()
  const names = new Map<string, string>()
  const given = await givenCatalog((governance) => ({
    governance: {
      ...governance,
      tableAccess: async (caller, id) =>
        access.get(names.get(id) ?? '') ?? governance.tableAccess(caller, id),
    },
  }))
  const { catalog, ana } = given
  names.set((await givenFlights(given)).table.id, 'flights')
  const hourly = await catalog.createTable(ana, { ...flights, table: 'hourly', schema })
  names.set(hourly.table.id, 'hourly')
  const event = eventOf('COMPLETE')
  await catalog.recordLineage(ana, { events: [{ ...event, inputs: [glueName('flights'), PAGES] }] })
  const tables = [{ ...mobility, table: 'hourly', tableId: hourly.table.id }]
  const read = (caller = ana) =>
    catalog.readLineage(caller, { tables, direction: 'upstream', columns: true })
  return { given, access, read }
}

test('given lineage, when it is read, then with places elsewhere and columns', async () => {
  const { given, read } = await givenTold()
  await using _ = given

  const edges = await read()

  const inputs = edges.map(({ input }) => input && ('tableId' in input ? input.table : input.name))
  assert.deepEqual(inputs.sort(), ['crm.public.pages', 'flights'])
  assert.equal(edges.flatMap(({ columns }) => columns).length, 1)
})

test('given a hidden input, when lineage is read, then it is nameless', async () => {
  const { given, access, read } = await givenTold()
  await using _ = given
  access.set('flights', accessWith({ permissions: new Set() }))

  const edges = await read()

  assert.equal(edges.length, 2)
  assert.doesNotMatch(JSON.stringify(edges), /flights|"delay"/)
})

test('given a hidden column, when lineage is read, then nothing is told of it', async () => {
  const { given, access, read } = await givenTold()
  await using _ = given

  for (const name of ['flights', 'hourly']) {
    access.clear()
    access.set(name, accessWith({})) // Without `delay`.
    assert.deepEqual(
      (await read()).flatMap(({ columns }) => columns),
      [],
      name,
    )
  }
})

test('given another account, when lineage is read, then no place elsewhere is named', async () => {
  const { given, access, read } = await givenTold()
  await using _ = given
  access.set('flights', accessWith({ iamOnly: true }))
  access.set('hourly', accessWith({ iamOnly: true }))

  const edges = await read(callerOf('eve', stranger))

  assert.equal(edges.length, 2)
  assert.doesNotMatch(JSON.stringify(edges), /crm/)
})
