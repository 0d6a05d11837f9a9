import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { commitConflict, invalidUpdate } from '../errors.ts'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import { createMetadata, fileForm, parseMetadata, type TableMetadata } from './metadata.ts'
import { checkRequirements } from './requirements.ts'
import type { Schema } from './schema.ts'
import type { TableUpdate } from './table-update.ts'
import { applyUpdates } from './updates.ts'

const now = new Date('2026-01-02T03:04:05Z')
const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    { id: 7, name: 'id', required: true, type: 'long' },
    {
      id: 3,
      name: 'route',
      required: false,
      type: { type: 'struct', fields: [{ id: 9, name: 'to', required: false, type: 'string' }] },
    },
  ],
}

function given(properties: Record<string, string> = {}): TableMetadata {
  const partitionSpec = {
    fields: [{ 'spec-id': 0, 'source-id': 7, name: 'id_bucket', transform: 'bucket[4]' }],
  }
  const uuid = '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d'
  return createMetadata({ uuid, location: 's3://b/t', schema, partitionSpec, properties, now })
}

function snapshot(id: bigint, sequence: number, parent?: bigint): TableUpdate {
  return {
    action: 'add-snapshot',
    snapshot: {
      'snapshot-id': id,
      'sequence-number': sequence,
      'timestamp-ms': now.getTime() + sequence,
      'manifest-list': `s3://b/t/metadata/${id}.avro`,
      summary: { operation: 'append' },
      ...(parent === undefined ? {} : { 'parent-snapshot-id': parent }),
    },
  }
}

const main = (id: bigint): TableUpdate => ({
  action: 'set-snapshot-ref',
  'ref-name': 'main',
  'snapshot-id': id,
  type: 'branch',
})

test('given a new table, when it is created, then ids are assigned level by level', () => {
  const metadata = given()

  const [first, second] = metadata.schemas[0]?.fields ?? []
  assert.equal(first?.id, 1)
  assert.equal(second?.id, 2)
  assert.match(JSON.stringify(second), /"id":3,"name":"to"/)
  assert.equal(metadata['last-column-id'], 3)
  assert.equal(metadata['partition-specs'][0]?.fields[0]?.['source-id'], 1)
  assert.equal(metadata['last-partition-id'], 1000)
})

test('given ids beyond 2^53, when metadata is written and read, then nothing is lost', () => {
  const id = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n })
  const property = fc.property(id, fc.dictionary(fc.string(), fc.string()), (one, properties) => {
    const metadata = applyUpdates(
      given(),
      [snapshot(one, 1), main(one), { action: 'set-properties', updates: properties }],
      now,
    )
    assert.deepEqual(parseMetadata(stringifyLossless(metadata)), {
      ...metadata,
      properties: { ...metadata.properties },
    })
  })
  fc.assert(property)
})

test('given any series of updates, when it applies, then the table stays whole', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), id: fc.bigInt({ min: 1n, max: 40n }) }),
    fc.record({ kind: fc.constant('ref' as const), id: fc.bigInt({ min: 1n, max: 40n }) }),
    fc.record({ kind: fc.constant('expire' as const), id: fc.bigInt({ min: 1n, max: 40n }) }),
    fc.record({ kind: fc.constant('column' as const), id: fc.bigInt({ min: 4n, max: 9n }) }),
    fc.record({ kind: fc.constant('unref' as const), id: fc.constant(0n) }),
  )
  const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let metadata = given()
    for (const { kind, id } of steps) {
      const before = metadata
      try {
        metadata = applyUpdates(metadata, updatesOf(kind, id, metadata), now)
      } catch (error) {
        assert.ok(invalidUpdate.matches(error) || commitConflict.matches(error), String(error))
        assert.equal(metadata, before)
      }
      assertWhole(metadata)
    }
  })
  fc.assert(property)
})

function updatesOf(kind: string, id: bigint, metadata: TableMetadata): TableUpdate[] {
  if (kind === 'add') return [snapshot(id, metadata['last-sequence-number'] + 1)]
  if (kind === 'ref') return [main(id)]
  if (kind === 'expire') return [{ action: 'remove-snapshots', 'snapshot-ids': [id] }]
  if (kind === 'unref') return [{ action: 'remove-snapshot-ref', 'ref-name': 'main' }]
  const [fields] = [metadata.schemas[0]?.fields ?? []]
  const added = { id: Number(id), name: `c${id}`, required: false, type: 'int' }
  return [
    { action: 'add-schema', schema: { ...schema, fields: [...fields, added] } },
    { action: 'set-current-schema', 'schema-id': -1 },
  ]
}

function assertWhole(metadata: TableMetadata): void {
  const ids = metadata.snapshots.map((one) => one['snapshot-id'])
  assert.equal(new Set(ids).size, ids.length)
  for (const ref of Object.values(metadata.refs)) assert.ok(ids.includes(ref['snapshot-id']))
  for (const entry of metadata['snapshot-log']) assert.ok(ids.includes(entry['snapshot-id']))
  const current = metadata.refs.main?.['snapshot-id'] ?? -1n
  assert.equal(metadata['current-snapshot-id'], current)
  const schemaIds = metadata.schemas.map((one) => one['schema-id'])
  assert.equal(new Set(schemaIds).size, schemaIds.length)
  assert.ok(schemaIds.includes(metadata['current-schema-id']))
}

test('given a schema that is there already, when added, then its id is used again', () => {
  const metadata = given()

  const again = applyUpdates(
    metadata,
    [
      { action: 'add-schema', schema: metadata.schemas[0] as Schema },
      { action: 'set-current-schema', 'schema-id': -1 },
    ],
    now,
  )

  assert.equal(again.schemas.length, 1)
  assert.equal(again['current-schema-id'], 0)
})

test('given a committer with a stale view, when requirements are checked, then conflict', () => {
  const metadata = applyUpdates(given(), [snapshot(5n, 1), main(5n)], now)
  const stale = [
    { type: 'assert-create' },
    { type: 'assert-table-uuid', uuid: 'ffffffff-54c1-4c8c-a1b0-0d8a1e3b2c4d' },
    { type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': null },
    { type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': 4n },
    { type: 'assert-ref-snapshot-id', ref: 'constructor', 'snapshot-id': 4n },
    { type: 'assert-last-assigned-field-id', 'last-assigned-field-id': 2 },
    { type: 'assert-current-schema-id', 'current-schema-id': 1 },
    { type: 'assert-last-assigned-partition-id', 'last-assigned-partition-id': 999 },
    { type: 'assert-default-spec-id', 'default-spec-id': 1 },
    { type: 'assert-default-sort-order-id', 'default-sort-order-id': 1 },
  ] as const

  for (const requirement of stale)
    assert.throws(() => checkRequirements(metadata, [requirement]), commitConflict.matches)
  checkRequirements(metadata, [
    { type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': 5n },
    { type: 'assert-ref-snapshot-id', ref: 'other', 'snapshot-id': null },
  ])
})

test('given format 3, when snapshots add rows, then row ids are counted on', () => {
  const metadata = given({ 'format-version': '3' })
  const added = snapshot(1n, 1) as Extract<TableUpdate, { action: 'add-snapshot' }>
  const first = { ...added.snapshot, 'first-row-id': 0, 'added-rows': 10 }

  const next = applyUpdates(metadata, [{ action: 'add-snapshot', snapshot: first }], now)

  assert.equal(next['next-row-id'], 10)
  assert.throws(() => applyUpdates(metadata, [added], now), invalidUpdate.matches)
})

test('given an action that is no update, when applied, then it is refused', () => {
  const update = parseLossless('{"action":"constructor"}') as TableUpdate

  assert.throws(() => applyUpdates(given(), [update], now), invalidUpdate.matches)
})

test('given a replaced table, when it has a new snapshot, then the old one is history', () => {
  const before = applyUpdates(given(), [snapshot(5n, 1), main(5n)], now)
  const unref: TableUpdate = { action: 'remove-snapshot-ref', 'ref-name': 'main' }

  const after = applyUpdates(before, [unref, snapshot(6n, 2), main(6n)], now)

  assert.deepEqual(idsOfLog(after), [5n, 6n])
})

test('given a snapshot that is followed at once, when committed, then it is no history', () => {
  const updates = [snapshot(5n, 1), main(5n), snapshot(6n, 2, 5n), main(6n)]

  const after = applyUpdates(given(), updates, now)

  assert.deepEqual(idsOfLog(after), [6n])
})

function idsOfLog(metadata: TableMetadata): bigint[] {
  return metadata['snapshot-log'].map((entry) => entry['snapshot-id'])
}

test('given format 1, when its file is written, then readers of format 1 find all of it', () => {
  const metadata = given({ 'format-version': '1' })

  const text = stringifyLossless(fileForm(metadata))

  const written = JSON.parse(text)
  assert.deepEqual(written.schema, metadata.schemas[0])
  assert.deepEqual(written['partition-spec'], metadata['partition-specs'][0]?.fields)
  assert.deepEqual(parseMetadata(text), metadata)
})
