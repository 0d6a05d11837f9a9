import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableAccess } from '../../governance/index.ts'
import { engineCannotFilter } from '../errors.ts'
import { accessWith, callerOf, givenCatalog } from '../testing/given-catalog.ts'
import { givenPartitions, raw } from '../testing/given-external.ts'

const tagged = { LakeFormationAuthorizedCaller: 'engine' }
const engine = { columns: true, cells: true, nested: false }

async function givenTrust(part: Partial<TableAccess>) {
  const given = await givenCatalog()
  await givenPartitions(given, [['a', '1']])
  const { governance } = given.deps
  await governance.putDataLakeSettings(given.ana, {
    ...(await governance.getDataLakeSettings(given.ana, raw.accountId)),
    externalFiltering: true,
    externalFilteringAllowList: [raw.accountId],
    sessionTagValues: ['engine'],
    fullTableExternalAccess: true,
  })
  const access = accessWith(part)
  Object.assign(governance, { tableAccess: async () => access, demandTable: async () => access })
  const trusted = { ...callerOf('ana'), sessionTags: tagged }
  return { ...given, trusted }
}

test('given a trusted engine, when it asks, then all and what may be read', async () => {
  await using given = await givenTrust({ columns: new Set([1]) })
  const { catalog, trusted } = given

  const { description, access } = await catalog.describeUnfiltered(trusted, { ...raw, engine })

  assert.equal(description.schema.fields.length, 4)
  assert.deepEqual([...access.columns], [1])
  const partitions = await catalog.listPartitions(trusted, { ...raw, size: 9, engine })
  assert.equal(partitions.items.length, 1)
})

test('given no session tag, when columns are closed to the caller, then it is denied', async () => {
  await using given = await givenTrust({ columns: new Set([1]) })

  const asked = given.catalog.describeUnfiltered(given.ana, { ...raw, engine })

  await assert.rejects(asked, (error: { code?: string }) => {
    return error.code === 'governance.engine-not-allowed'
  })
})

test('given closed rows, when the engine can hide columns alone, then it is told so', async () => {
  const rows = { op: '=', column: 1, value: { type: 'string', value: 'UA' } } as const
  await using given = await givenTrust({ columns: new Set([1, 2, 3, 4]), rowFilter: rows })
  const weak = { ...engine, cells: false }

  const asked = given.catalog.describeUnfiltered(given.trusted, { ...raw, engine: weak })

  await assert.rejects(asked, engineCannotFilter.matches)
})

test('given rows chosen inside of columns, when the engine knows no fields, then too', async () => {
  const rows = { op: '=', column: 99, value: { type: 'string', value: 'UA' } } as const
  await using given = await givenTrust({ columns: new Set([1, 2, 3, 4]), rowFilter: rows })

  const asked = given.catalog.describeUnfiltered(given.trusted, { ...raw, engine })

  await assert.rejects(asked, engineCannotFilter.matches)
  const able = { ...engine, nested: true }
  await given.catalog.describeUnfiltered(given.trusted, { ...raw, engine: able })
})
