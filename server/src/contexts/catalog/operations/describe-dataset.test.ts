import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidUpdate } from '../errors.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given a table, when it is described, then engines and the search know it', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const columns = { delay: 'Minutes behind the plan' }
  const properties = { desk: 'mobility', tier: 'gold' }

  await catalog.describeDataset(ana, {
    ...{ ...flights, summary: 'Every departure', owner: 'ana@example.com', columns, properties },
  })
  await catalog.describeDataset(ana, { ...flights, properties: { tier: '' } })

  const { schema: now, properties: noted } = await catalog.describeTable(ana, flights)
  assert.equal(now.fields.find(({ name }) => name === 'delay')?.doc, 'Minutes behind the plan')
  assert.deepEqual(
    [noted.comment, noted.owner, noted.desk, noted.tier],
    ['Every departure', 'ana@example.com', 'mobility', undefined],
  )
  assert.equal((await catalog.searchTables(ana, { text: 'minutes' })).total, 1)
  await catalog.describeDataset(ana, { ...flights, columns: { delay: '' } })
  const { schema: after } = await catalog.describeTable(ana, flights)
  assert.equal(after.fields.find(({ name }) => name === 'delay')?.doc, undefined)
})

test('given a column that is named constructor, when described, then it has no text', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const fields = [...schema.fields, { id: 9, name: 'constructor', required: false, type: 'int' }]
  const odd = { ...flights, table: 'odd' }
  await catalog.createTable(ana, { ...odd, schema: { ...schema, fields } as typeof schema })

  await catalog.describeDataset(ana, { ...odd, columns: { delay: 'late' } })

  const { schema: now } = await catalog.describeTable(ana, odd)
  assert.deepEqual(
    now.fields.filter(({ doc }) => doc !== undefined).map(({ doc }) => doc),
    ['late'],
  )
})

test('given an unknown column or a long text, when described, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const describe = (part: object) => catalog.describeDataset(ana, { ...flights, ...part })

  await assert.rejects(describe({ columns: { gate: 'a' } }), invalidUpdate.matches)
  await assert.rejects(describe({ summary: 'a'.repeat(2001) }), invalidUpdate.matches)
})

test('given who may only read, when they describe, then it is refused', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(ana, ref)
  await catalog.createTable(ana, { ...ref, schema })
  const resource = { kind: 'table' as const, database: 'mobility', table: 'flights' }
  await grant({ resource, permissions: ['DESCRIBE', 'SELECT', 'INSERT'] })

  const described = catalog.describeDataset(ben, { ...ref, summary: 'mine' })

  await assert.rejects(described, { code: 'governance.denied' })
})
