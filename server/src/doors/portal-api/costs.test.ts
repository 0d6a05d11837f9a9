import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShownAccessRequest } from '@millrace/contract'
import { copyOptions, parseReturnStats, type WrittenFile } from '../../contexts/catalog/index.ts'
import { openDuckdb, quoteText } from '../../foundation/duckdb.ts'
import { givenApi } from './testing/given-api.ts'

const name = { database: 'mobility', table: 'flights' }
const fields = ['day', 'tail'].map((column, at) => ({
  ...{ id: at + 1, name: column, required: false, type: 'string' },
}))
const schema = { type: 'struct' as const, 'schema-id': 0, fields }

/** A table with a file in it, that nobody may read without a grant. */
async function givenClosedTable() {
  const api = await givenApi()
  const { governance, catalog, storage, accountId, admin } = api
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    ...{ admins: [admin.principalArn], openDatabases: false, openTables: false },
  })
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  await catalog.createTable(admin, { accountId, ...name, schema })
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const copy = `COPY (SELECT 'monday' AS day, 'N1' AS tail) TO ${quoteText(path)}`
  const [row] = await duckdb.rows(`${copy} (${copyOptions(schema)})`)
  const files = [parseReturnStats(row ?? {}) as WrittenFile]
  await catalog.append(admin, { accountId, ...name, files, commitKey: 'one' })
  return api
}

test('given a request for a column, when shown, then what it costs is shown', async () => {
  await using api = await givenClosedTable()
  const { governance, accountId, admin } = api
  const quant = await api.given.user(admin, 'quant')
  const wish = { catalogId: accountId, purpose: 'evaluate it' }
  const ask = (resource: Parameters<typeof governance.requestAccess>[1]['resource']) =>
    governance.requestAccess(quant, { ...wish, resource })
  const part = await ask({ kind: 'columns', ...name, include: ['day'] })
  const whole = await ask({ kind: 'table', ...name })

  const shown = async ({ id }: { id: string }) => {
    const answer = await fetch(`${api.url}/access/requests/${id}`, { headers: api.bearer })
    return ((await answer.json()) as ShownAccessRequest).seen
  }
  const [ofPart, ofWhole] = [await shown(part), await shown(whole)]

  const [cost] = ofPart?.costs ?? []
  assert.equal(ofPart?.costs.length, 1)
  assert.deepEqual(
    [cost?.principal, cost?.dataset.table, cost?.filtered, cost?.seconds],
    [quant.principalArn, 'flights', false, 1],
  )
  assert.ok(cost?.readBytes && cost.storeBytes < cost.readBytes)
  assert.deepEqual(ofWhole?.costs, []) // Who reads all reads the table’s own files.
})
