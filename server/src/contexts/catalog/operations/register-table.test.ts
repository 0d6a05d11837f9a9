import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  invalidLocation,
  invalidMetadata,
  invalidSchema,
  metadataMissing,
  tableAlreadyExists,
} from '../errors.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import type { TableMetadata } from '../model/metadata.ts'
import {
  delays,
  flights,
  givenCatalog,
  givenFlights,
  home,
  iamRefused,
  mobility,
  stranger,
} from '../testing/given-catalog.ts'

test('given a dropped table, when its metadata is registered, then it is back', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const files = [await given.written(delays('2013-01-01', 'UA', [1, 2]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'one' })
  const { metadata, metadataLocation } = await catalog.loadTable(ana, flights)
  await catalog.dropTable(ana, flights)

  const again = await catalog.registerTable(ana, { ...flights, table: 'again', metadataLocation })

  assert.deepEqual(again.metadata, metadata)
  await using scan = await catalog.scan(ana, { ...flights, table: 'again' })
  assert.equal(scan.recordCount, 2)
  const other = { ...flights, table: 'other', metadataLocation }
  await assert.rejects(catalog.registerTable(ana, other), invalidLocation.matches)
  await assert.rejects(
    catalog.registerTable(ana, { ...other, table: 'again' }),
    tableAlreadyExists.matches,
  )
})

test('given files that S3 keeps from the caller, when registered, then refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage, refused } = given
  const { metadataLocation, metadata } = await givenFlights(given)
  await catalog.dropTable(ana, flights)
  await storage.ensureBucket({ name: 'foreign', accountId: stranger })
  await storage.ensureBucket({ name: 'lake', accountId: home })
  const foreign = { ...metadata, location: 's3://foreign/flights' }
  const at = 's3://foreign/flights/metadata/0.metadata.json'
  await put(given, at, foreign)
  await put(given, 's3://lake/mine/metadata/0.metadata.json', foreign)
  const register = (location: string) =>
    catalog.registerTable(ana, { ...flights, metadataLocation: location })

  await assert.rejects(register(at), invalidLocation.matches)
  await assert.rejects(register('s3://absent/metadata.json'), invalidLocation.matches)
  await assert.rejects(register('file:/etc/passwd'), invalidLocation.matches)
  await assert.rejects(register('s3://lake/mine/metadata/0.metadata.json'), invalidLocation.matches)
  for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
    refused.add(action)
    await assert.rejects(register(metadataLocation), iamRefused.matches, action)
    refused.clear()
  }
  await register(metadataLocation)
})

test('given a file that is no metadata, when registered, then it is said', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  await catalog.createDatabase(ana, mobility)
  await storage.ensureBucket({ name: 'lake', accountId: home })
  const location = 's3://lake/t/metadata/0.metadata.json'
  const register = () => catalog.registerTable(ana, { ...flights, metadataLocation: location })
  await assert.rejects(register(), metadataMissing.matches)

  for (const text of ['', 'null', '{}', '{"format-version":2}', '[1]', '\u001f\u008b']) {
    await storage.write(location, Buffer.from(text, 'latin1'))
    await assert.rejects(register(), invalidMetadata.matches, text)
  }
  await storage.write(location, Buffer.from(whole({})))
  await assert.rejects(register(), invalidSchema.matches)
})

test('given compressed metadata, when registered, then it is read', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  const { metadata } = await givenFlights(given)
  await storage.ensureBucket({ name: 'lake', accountId: home })
  const moved = { ...metadata, location: 's3://lake/t' }
  const metadataLocation = 's3://lake/t/metadata/0.gz.metadata.json'
  await storage.write(metadataLocation, gzipSync(stringifyLossless(moved)))

  const registered = await catalog.registerTable(ana, { ...flights, table: 'gz', metadataLocation })

  assert.equal(registered.location, 's3://lake/t')
})

function put(
  { storage }: Awaited<ReturnType<typeof givenCatalog>>,
  location: string,
  metadata: TableMetadata,
) {
  return storage.write(location, Buffer.from(stringifyLossless(metadata)))
}

/** Everything that is asked for, and one field that names nothing. */
function whole(part: object): string {
  return JSON.stringify({
    'format-version': 2,
    'table-uuid': '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d',
    location: 's3://lake/t',
    'last-updated-ms': 1,
    'last-column-id': 1,
    schemas: [{ type: 'struct', 'schema-id': 0, fields: [{ id: 1, name: 'a', type: 'mystery' }] }],
    ...part,
  })
}
