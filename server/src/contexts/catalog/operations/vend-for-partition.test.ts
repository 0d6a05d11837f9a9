import assert from 'node:assert/strict'
import { test } from 'node:test'
import { externalRestricted, noSuchPartition } from '../errors.ts'
import { flights, givenCatalog, schema, stranger } from '../testing/given-catalog.ts'
import { givenPartitions, givenVault, partialAccess, raw } from '../testing/given-external.ts'

const day = ['2026-03-01', '1']

test('given partitions in their places, when keys are asked for, then for one alone', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1/')
  const { catalog, ana } = given

  const vended = await catalog.vendForPartition(ana, { ...raw, values: day })

  assert.equal(vended?.prefix, 's3://elsewhere/raw/day=1/')
  const [{ prefixes, tableId } = assert.fail()] = given.vended.slice(-1)
  assert.deepEqual(prefixes, [{ location: 's3://elsewhere/raw/day=1/', access: 'read-write' }])
  assert.ok(tableId)
})

test('given a partition in a bucket of others, when keys are asked for, then none', async () => {
  await using given = await givenPlace('s3://foreign/day=1')
  await given.storage.ensureBucket({ name: 'foreign', accountId: stranger })

  const vended = await given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  assert.deepEqual([vended, given.vended], [undefined, []])
})

test('given a partition at a place that others govern, when asked for, then denied', async () => {
  await using given = await givenPlace('s3://vault/secret')
  await givenVault(given)

  const asked = given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  await assert.rejects(asked, (error: { kind?: string }) => error.kind === 'denied')
  assert.deepEqual(given.vended, [])
})

test('given no such partition, or a table of Iceberg, when asked for, then absent', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  const { catalog, ana } = given
  await catalog.createTable(ana, { ...flights, schema })

  for (const values of [['2026-03-02', '1'], ['2026-03-01'], [], ['\0', '1']])
    await assert.rejects(catalog.vendForPartition(ana, { ...raw, values }), noSuchPartition.matches)
  const iceberg = catalog.vendForPartition(ana, { ...flights, values: day })
  await assert.rejects(iceberg, noSuchPartition.matches)
})

test('given who may read a part, when it asks for a partition, then it is refused', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  partialAccess(given, [1])

  const asked = given.catalog.vendForPartition(given.ana, { ...raw, values: day })

  await assert.rejects(asked, externalRestricted.matches)
})

/** The table of `givenRaw` with one partition, at `location`. */
async function givenPlace(location: string) {
  const given = await givenCatalog()
  await given.storage.ensureBucket({ name: 'elsewhere', accountId: raw.accountId })
  await givenPartitions(given, [])
  const definition = { location, columns: [], properties: {}, kept: {} }
  const partitions = [{ values: day, definition }]
  const failures = await given.catalog.createPartitions(given.ana, { ...raw, partitions })
  assert.deepEqual(failures, [])
  return given
}

test('given IAM alone, when keys of a registered place are had, then as for a commit', async () => {
  await using given = await givenPlace('s3://elsewhere/raw/day=1')
  const { catalog, ana, deps } = given
  const settings = await deps.governance.getDataLakeSettings(ana, ana.accountId)
  await deps.governance.putDataLakeSettings(ana, { ...settings, admins: [ana.principalArn] })
  await deps.governance.registerLocation(ana, { location: 's3://elsewhere/' })
  const vended = async () => {
    await catalog.vendForPartition(ana, { ...raw, values: day })
    return given.vended.at(-1)?.prefixes[0]?.access
  }

  assert.equal(await vended(), 'read-write')
  given.refused.add('glue:UpdateTable')
  assert.equal(await vended(), 'read')
})
