import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSchema, invalidUpdate } from '../errors.ts'
import { createMetadata, type TableMetadata } from './metadata.ts'
import type { Schema } from './schema.ts'
import type { TableUpdate } from './table-update.ts'
import { applyUpdates } from './updates.ts'

const now = new Date('2026-01-02T03:04:05Z')
const uuid = '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d'
const list = { type: 'list', 'element-id': 4, element: 'int', 'element-required': false } as const
const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    { id: 1, name: 'id', required: true, type: 'long' },
    { id: 2, name: 'name', required: false, type: 'string' },
    { id: 3, name: 'list', required: false, type: list },
  ],
}

function given(formatVersion = 2): TableMetadata {
  const properties = { 'format-version': String(formatVersion) }
  return createMetadata({ uuid, location: 's3://b/t', schema, properties, now })
}

type Json = Record<string, unknown>
const field = (parts: Json) => ({ id: 9, name: 'more', required: false, type: 'int', ...parts })
const column = (parts: Json): Json => ({
  action: 'add-schema',
  schema: { ...schema, fields: [...schema.fields, field(parts)] },
})
const identifier = (id: number): Json => ({
  action: 'add-schema',
  schema: { ...schema, 'identifier-field-ids': [id] },
})
const part = (parts: Json) => ({ 'source-id': 1, name: 'part', transform: 'identity', ...parts })
const spec = (...fields: Json[]): Json => ({ action: 'add-spec', spec: { fields } })
const order = (parts: Json): Json => {
  const usual = { direction: 'asc', 'null-order': 'nulls-first', transform: 'identity' }
  return {
    action: 'add-sort-order',
    'sort-order': { fields: [{ 'source-id': 1, ...usual, ...parts }] },
  }
}
const snapshot = (parts: Json = {}): Json => ({
  action: 'add-snapshot',
  snapshot: {
    'snapshot-id': 5n,
    'sequence-number': 1,
    'timestamp-ms': now.getTime(),
    'manifest-list': 's3://b/t/metadata/5.avro',
    summary: { operation: 'append' },
    ...parts,
  },
})
const ref = (parts: Json): Json => {
  return {
    action: 'set-snapshot-ref',
    'ref-name': 'b',
    'snapshot-id': 5n,
    type: 'branch',
    ...parts,
  }
}
const encryptionKey = {
  action: 'add-encryption-key',
  'encryption-key': { 'key-id': 'k', 'encrypted-key-metadata': 'AA==' },
}
const statistics = { 'snapshot-id': 5n, 'statistics-path': 's3://b/t/s', 'file-size-in-bytes': 1 }

/** After each of these, engines could not open the table, or could never write to it again. */
const REFUSED: Readonly<Record<string, Json[]>> = {
  'a decimal of 99 digits': [column({ type: 'decimal(99,50)' })],
  'a decimal with more digits behind the point': [column({ type: 'decimal(5,9)' })],
  'a fixed of no length that there is': [column({ type: 'fixed[99999999999999999999]' })],
  'a field that says not whether it is required': [column({ required: undefined })],
  'a field whose doc is a number': [column({ doc: 5 })],
  'a list that says not whether its elements are required': [
    column({ type: { type: 'list', 'element-id': 10, element: 'int' } }),
  ],
  'a struct without fields': [column({ type: { type: 'struct' } })],
  'an initial default in format 2': [column({ 'initial-default': 5 })],
  'a negative field id': [column({ id: -1 })],
  'a reserved field id': [column({ id: 2_147_483_546 })],
  'a schema that is no struct': [{ action: 'add-schema', schema: { fields: schema.fields } }],
  'an identifier that may be empty': [identifier(2)],
  'an identifier within a list': [identifier(4)],
  'an identifier that is nowhere': [identifier(77)],
  'a bucket of a list': [spec(part({ 'source-id': 3, transform: 'bucket[3]' }))],
  'a part of an element of a list': [spec(part({ 'source-id': 4 }))],
  'a year of a number': [spec(part({ transform: 'year' }))],
  'a part with the name of another column': [spec(part({ name: 'name', transform: 'bucket[3]' }))],
  'a part without a name': [spec(part({ name: '' }))],
  'two parts of one id': [
    spec(part({ 'field-id': 1000 }), part({ name: 'two', 'source-id': 2, 'field-id': 1000 })),
  ],
  'a negative part id': [spec(part({ 'field-id': -5 }))],
  'a sort by what is not there': [order({ 'source-id': 99 })],
  'a sort without a direction': [order({ direction: undefined })],
  'a sort by the hour of a text': [order({ 'source-id': 2, transform: 'hour' })],
  'a snapshot without a number': [snapshot({ 'sequence-number': undefined })],
  'a negative number': [snapshot({ 'sequence-number': -3 })],
  'the last number that there is': [snapshot({ 'sequence-number': Number.MAX_SAFE_INTEGER })],
  'a snapshot of next year': [snapshot({ 'timestamp-ms': now.getTime() + 365 * 86_400_000 })],
  'a snapshot of in a while': [snapshot({ 'timestamp-ms': now.getTime() + 61_000 })],
  'a summary that holds a number': [snapshot({ summary: { operation: 'append', rows: 3 } })],
  'a branch that is kept for a word': [snapshot(), ref({ 'max-ref-age-ms': 'long' })],
  'a branch that keeps no snapshot': [snapshot(), ref({ 'min-snapshots-to-keep': 0 })],
  'a tag that keeps snapshots': [snapshot(), ref({ type: 'tag', 'min-snapshots-to-keep': 2 })],
  'a branch without a name': [snapshot(), ref({ 'ref-name': '' })],
  'an encryption key in format 2': [encryptionKey],
  'statistics without a file': [{ action: 'set-statistics', statistics: { 'snapshot-id': 5n } }],
  'statistics without blobs': [{ action: 'set-statistics', statistics }],
  'partition statistics without a size': [
    {
      action: 'set-partition-statistics',
      'partition-statistics': { ...statistics, 'file-size-in-bytes': undefined },
    },
  ],
  'another UUID': [{ action: 'assign-uuid', uuid: uuid.replace('8', '9') }],
  'a partition by a column that goes': [
    spec(part({})),
    { action: 'set-default-spec', 'spec-id': -1 },
    { action: 'add-schema', schema: { ...schema, fields: schema.fields.slice(1) } },
    { action: 'set-current-schema', 'schema-id': -1 },
  ],
  'a column with the name of a part': [
    spec(part({ name: 'more', transform: 'bucket[3]' })),
    { action: 'set-default-spec', 'spec-id': -1 },
    column({}),
    { action: 'set-current-schema', 'schema-id': -1 },
  ],
}

for (const [what, updates] of Object.entries(REFUSED))
  test(`given ${what}, when it is committed, then it is refused`, () => {
    const metadata = given()

    const apply = () => applyUpdates(metadata, updates as unknown as TableUpdate[], now)

    assert.throws(apply, (error) => invalidUpdate.matches(error) || invalidSchema.matches(error))
  })

test('given format 3, when encryption keys come and go, then the metadata has the rest', () => {
  const [one, two] = ['a', 'b'].map((id) => {
    return { 'key-id': id, 'encrypted-key-metadata': 'AA==', 'encrypted-by-id': 'kms' }
  })
  const add = (key: unknown) => ({ action: 'add-encryption-key', 'encryption-key': key })
  const updates = [add(one), add(two), add(one), { action: 'remove-encryption-key', 'key-id': 'b' }]

  const next = applyUpdates(given(3), updates as unknown as TableUpdate[], now)

  assert.deepEqual(next['encryption-keys'], [one])
})

test('given format 3, when a snapshot takes all row ids that there are, then it is refused', () => {
  const all = { 'first-row-id': 0, 'added-rows': Number.MAX_SAFE_INTEGER }
  const far = { 'first-row-id': Number.MAX_SAFE_INTEGER - 1, 'added-rows': 1 }
  const negative = { 'first-row-id': 0, 'added-rows': -1 }

  for (const rows of [all, far, negative])
    assert.throws(
      () => applyUpdates(given(3), [snapshot(rows)] as unknown as TableUpdate[], now),
      invalidUpdate.matches,
    )
})

/** What engines do each day, and a check that is too strict would hinder. */
const TAKEN: Readonly<Record<string, Json[]>> = {
  'a part by its own column’s name': [spec(part({ name: 'id' }))],
  'a void part of a column that is gone': [
    spec(part({ 'source-id': 1, transform: 'void' })),
    { action: 'set-default-spec', 'spec-id': -1 },
    { action: 'add-schema', schema: { ...schema, fields: schema.fields.slice(1) } },
    { action: 'set-current-schema', 'schema-id': -1 },
  ],
  'an order of a schema that comes with it': [
    column({}),
    { action: 'set-current-schema', 'schema-id': -1 },
    order({ 'source-id': 9 }),
    { action: 'set-default-sort-order', 'sort-order-id': -1 },
  ],
  'an identifier that is required': [identifier(1)],
  'a decimal of 38 digits': [column({ type: 'decimal(38, 38)' })],
  'statistics of a file': [
    {
      action: 'set-statistics',
      statistics: {
        ...statistics,
        ...{
          'file-footer-size-in-bytes': 1,
          'blob-metadata': [
            {
              type: 'apache-datasketches-theta-v1',
              'snapshot-id': 5n,
              'sequence-number': 1,
              fields: [1],
            },
          ],
        },
      },
    },
  ],
  'a branch that is kept for a day': [snapshot(), ref({ 'max-ref-age-ms': 86_400_000 })],
  'numbers with a gap': [snapshot({ 'sequence-number': 7 })],
  'the UUID that it has': [{ action: 'assign-uuid', uuid }],
}

for (const [what, updates] of Object.entries(TAKEN))
  test(`given ${what}, when it is committed, then it is taken`, () => {
    const next = applyUpdates(given(), updates as unknown as TableUpdate[], now)

    assert.equal(next['table-uuid'], uuid)
  })
