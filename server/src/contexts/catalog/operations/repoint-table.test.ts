import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  commitConflict,
  invalidLocation,
  invalidMetadata,
  invalidUpdate,
  versionMismatch,
} from '../errors.ts'
import { parseLossless, stringifyLossless, type TableMetadata } from '../index.ts'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

/** A client that writes the next metadata file itself, as Iceberg's own of Glue does. */
async function givenClient() {
  const given = await givenCatalog()
  await givenFlights(given)
  const files = [await given.written(delays('2024-01-01', 'UA', [1]))]
  await given.catalog.append(given.ana, { ...flights, files, commitKey: 'one' })
  const loaded = await given.catalog.loadTable(given.ana, flights)
  const write = async (change: (next: TableMetadata) => void, at = loaded.location) => {
    const previous = { 'metadata-file': loaded.metadataLocation, 'timestamp-ms': 1 }
    const next = parseLossless(stringifyLossless(loaded.metadata)) as TableMetadata
    next['metadata-log'].push(previous)
    change(next)
    const location = `${at}/metadata/${randomUUID()}.metadata.json`
    await given.storage.write(location, Buffer.from(stringifyLossless(next)))
    return location
  }
  const point = (metadataLocation: string, more: object = {}) =>
    given.catalog.repointTable(given.ana, {
      ...flights,
      properties: {},
      metadataLocation,
      ...more,
    })
  return { ...given, loaded, write, point }
}

test('given metadata that follows, when it is pointed to, then it is the table’s', async () => {
  await using given = await givenClient()
  const location = await given.write((next) => {
    next.properties = { owner: 'ana' }
  })

  await given.point(location, { version: given.loaded.table.version })

  const { metadata, metadataLocation, table } = await given.catalog.loadTable(given.ana, flights)
  assert.deepEqual([metadata.properties.owner, metadataLocation], ['ana', location])
  assert.equal(table.version, given.loaded.table.version + 1)
  await assert.rejects(given.point(location, { version: 1 }), versionMismatch.matches)
  const late = await given.write(() => {})
  await assert.rejects(given.point(late), commitConflict.matches)
})

test('given metadata that does not follow, when it is pointed to, then it is refused', async () => {
  await using given = await givenClient()
  const { loaded, write, point } = given
  const changes: ((next: TableMetadata) => void)[] = [
    (next) => Object.assign(next, { 'table-uuid': randomUUID() }),
    (next) => Object.assign(next, { location: `${next.location}/other` }),
    (next) => Object.assign(next, { 'last-sequence-number': 0 }),
    (next) => Object.assign(next.schemas[0]!.fields[0]!, { name: 'renamed' }),
    (next) => Object.assign(next.snapshots[0]!, { 'manifest-list': 's3://other/list.avro' }),
    (next) => next.schemas.push({ ...next.schemas[0]!, 'schema-id': 7, fields: [field(0)] }),
    (next) => next.snapshots.push({ ...next.snapshots[0]!, 'snapshot-id': 7n }),
    (next) =>
      next.snapshots.push({
        ...next.snapshots[0]!,
        ...{ 'snapshot-id': 8n, 'sequence-number': 9, 'manifest-list': 's3://other/list.avro' },
      }),
  ]

  for (const [index, change] of changes.entries()) {
    const location = await write(change)
    await assert.rejects(point(location), invalidUpdate.matches, `change ${index}`)
  }

  const elsewhere = await write(() => {}, 's3://warehouse-700000000001/elsewhere')
  await assert.rejects(point(elsewhere), invalidLocation.matches)
  await assert.rejects(point(`${loaded.location}/../x`), invalidLocation.matches)
  await assert.rejects(point(`${loaded.location}/none.json`), invalidMetadata.matches)
  const broken = `${loaded.location}/metadata/broken.json`
  await given.storage.write(broken, Buffer.from('{"format-version": 2}'))
  await assert.rejects(point(broken), invalidMetadata.matches)
  const now = await given.catalog.loadTable(given.ana, flights)
  assert.equal(now.metadataLocation, loaded.metadataLocation)
})

function field(id: number) {
  return { id, name: 'old', required: false, type: 'string' }
}

test('given no new file, when properties are said, then these alone change', async () => {
  await using given = await givenClient()
  const { catalog, ana, loaded } = given
  const say = (more: object) => catalog.repointTable(ana, { ...flights, properties: {}, ...more })

  await say({ properties: { owner: 'ana' }, metadataLocation: loaded.metadataLocation })

  const { metadata } = await catalog.loadTable(ana, flights)
  assert.deepEqual(metadata.properties, { owner: 'ana' })
  await say({ columns: ['day', 'carrier', 'delay'] })
  assert.deepEqual((await catalog.loadTable(ana, flights)).metadata.properties, {})
  await assert.rejects(say({ columns: ['day'] }), invalidUpdate.matches)
})
