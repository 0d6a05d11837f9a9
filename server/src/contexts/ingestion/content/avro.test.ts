import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync, zstdCompressSync } from 'node:zlib'
import avro from 'avsc'
import fc from 'fast-check'
import type { Column, FeedDefinition } from '../model/feed.ts'
import { container } from '../testing/given-container.ts'
import { type ReadContent, readContent } from '../testing/given-content.ts'

const raw: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'rows-{date}.avro' },
  format: { kind: 'avro' },
  target: { accountId: '1', database: 'd', table: 't' },
}
const of = (columns: readonly Column[]): Partial<FeedDefinition> => ({ ...raw, columns })
const ids = of([{ name: 'id', type: 'int' }])

function told({ findings }: ReadContent) {
  return findings.map(({ check, reason, samples }) => [
    check,
    reason,
    samples.map(({ line }) => line),
  ])
}

const record = (...fields: unknown[]) => ({ type: 'record', name: 'Row', fields })
const idSchema = record({ name: 'id', type: 'int' })

test('given files of fastavro, when read, then logical types and unions are values', async () => {
  const columns: Column[] = [
    { name: 'id', type: 'long' },
    { name: 'day', type: 'date' },
    { name: 'price', type: 'string' },
    { name: 'fee', type: 'double' },
    { name: 'at', type: 'timestamptz' },
    { name: 'local', type: 'timestamp' },
    ...['key', 'kind', 'mixed', 'tags', 'more', 'inner'].map(
      (name): Column => ({ name, type: 'string' }),
    ),
    { name: 'ratio', type: 'double' },
    { name: 'big', type: 'double' },
    { name: 'ok', type: 'boolean' },
  ]
  for (const codec of ['null', 'deflate', 'snappy', 'zstandard']) {
    const path = join(import.meta.dirname, `../golden/fastavro-1.13.1-${codec}.avro`)

    const read = await readContent(of(columns), await readFile(path))

    assert.deepEqual(told(read), [])
    assert.equal(read.rows.length, codec === 'snappy' ? 40 : 2)
    assert.deepEqual(read.rows.slice(-2), [
      {
        ...{
          id: '4611686018427387904',
          day: '2013-01-01',
          price: '-1234567890123.4500',
          fee: -0.05,
        },
        ...{ at: '2013-01-01 10:00:00.123456+00', local: '1969-12-31 23:59:59.999' },
        ...{ key: '00000000-0000-0000-0000-000000000007', kind: 'B', mixed: 'x' },
        ...{ tags: '["a",null,"\\"q\\""]', more: '{"x":1.5}', inner: '{"n":-1,"raw":"00ff"}' },
        ...{ ratio: Math.fround(0.1), big: 1e300, ok: true },
      },
      {
        ...{ id: '-1', day: '1900-02-28', price: null, fee: 12345678.9 },
        ...{ at: '1900-01-01 00:00:00+00', local: '2013-01-01 00:00:00' },
        ...{ key: '00000000-0000-0000-0000-000000000008', kind: 'A', mixed: null },
        ...{ tags: '[]', more: '{}', inner: '{"n":2147483647,"raw":""}' },
        ...{ ratio: -2.5, big: 'NaN', ok: false },
      },
    ])
  }
})

test('given types that are not the contract’s, when read, then nothing is cast', async () => {
  for (const [type, wanted, fits] of [
    ['long', 'int', true],
    ['long', 'double', false],
    ['double', 'int', false],
    ['boolean', 'int', false],
    [{ type: 'long', logicalType: 'timestamp-micros' }, 'timestamp', false],
    [{ type: 'long', logicalType: 'timestamp-micros' }, 'long', false],
    [{ type: 'long', logicalType: 'local-timestamp-nanos' }, 'timestamp', true],
    [{ type: 'int', logicalType: 'date' }, 'timestamp', true],
    [{ type: 'long', logicalType: 'unheard-of' }, 'long', true],
    [['null', 'string', 'double'], 'int', false],
    [['null', 'string', 'int'], 'int', true],
    [{ type: 'array', items: 'int' }, 'int', false],
  ] as const) {
    const file = container(record({ name: 'x', type }), [])

    const { findings } = await readContent(of([{ name: 'x', type: wanted }]), file)

    const said = findings[0]?.reason ?? ''
    assert.equal(/in the file and/.test(said), !fits, `${JSON.stringify(type)} ${wanted}: ${said}`)
  }
})

test('given values that no column holds, when read, then their rows are kept apart', async () => {
  const type = { type: 'long', logicalType: 'timestamp-nanos' }
  const schema = record({ name: 'id', type: 'long' }, { name: 'at', type })
  const long = avro.Type.forSchema('long')
  const rows = [
    [1, 1_000],
    [5_000_000_000, 0],
    [3, 1_001],
    [4, 8e15],
  ].map((row) => Buffer.concat(row.map((value) => long.toBuffer(value))))
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'at', type: 'timestamptz' },
  ] as const

  const read = await readContent(
    of(columns),
    container(schema, [{ rows: 4, bytes: Buffer.concat(rows) }]),
  )

  assert.deepEqual(read.rows, [
    { id: 1, at: '1970-01-01 00:00:00.000001+00' },
    { id: 4, at: '1970-04-03 14:13:20+00' },
  ])
  assert.deepEqual(told(read), [
    ['rows', 'column "id": not of type INTEGER', [2]],
    ['rows', 'column "at": not of type TIMESTAMPTZ', [3]],
  ])
})

test('given blocks that lie, when read, then the file is refused and says why', async () => {
  const one = avro.Type.forSchema(idSchema as avro.Schema).toBuffer({ id: 1 })
  const bomb = Buffer.alloc(80 << 20)
  const items = record({ name: 'id', type: { type: 'array', items: 'int' } })
  const many = Buffer.concat([
    avro.Type.forSchema('long').toBuffer(2_000_000),
    Buffer.alloc(2_000_000),
    Buffer.alloc(1),
  ])
  for (const [file, reason] of [
    [container(idSchema, [{ rows: 2, bytes: one }]), /has 2 rows, in 1 bytes/],
    [container(idSchema, [{ rows: 2 ** 40, bytes: one }]), /says that it has 1099511627776 rows/],
    [
      container(idSchema, [{ rows: 1, bytes: one, says: 2 ** 40 }]),
      /1099511627776 bytes; 67108864/,
    ],
    [container(idSchema, [{ rows: 1, bytes: one, says: 60 }]), /^it is cut short$/],
    [container(idSchema, [{ rows: 1, bytes: Buffer.from([2, 2]) }]), /more bytes than its rows/],
    [container(idSchema, [{ rows: 1, bytes: Buffer.alloc(1, 0x80) }]), /^a row is cut short$/],
    [container(idSchema, [{ rows: 1, bytes: Buffer.alloc(12, 0xff) }]), /^an int is larger/],
    [container(idSchema, [{ rows: 1, bytes: one }]).subarray(0, -1), /^it is cut short$/],
    [container(idSchema, [{ rows: 1, bytes: deflateRawSync(bomb) }], 'deflate'), /unpacks to more/],
    [container(idSchema, [{ rows: 1, bytes: zstdCompressSync(bomb) }], 'zstandard'), /unpacks to/],
    [container(idSchema, [{ rows: 1, bytes: Buffer.alloc(9, 0xff) }], 'snappy'), /block is broken/],
    [container(idSchema, [{ rows: 1, bytes: one }], 'bzip2'), /^it is packed by "bzip2"; null, /],
    [container(items, [{ rows: 1, bytes: many }]), /^a row holds more than 1000000 items$/],
    [Buffer.from('Obj\u0001'), /^a row is cut short$/],
    [Buffer.from('PAR1'), /^it is no Avro file$/],
    [Buffer.alloc(0), /^the file is empty$/],
  ] as const) {
    const columns = [{ name: 'id', type: file.includes('array') ? 'string' : 'int' }] as const
    const { findings, rows } = await readContent(of(columns), file)
    assert.deepEqual(rows, [])
    assert.match(findings[0]?.reason ?? '', reason)
  }
})

test('given schemas that are traps, when read, then they are refused before any row', async () => {
  const half = (name: string, of_: unknown) => ({
    ...{ type: 'record', name },
    fields: ['a', 'b'].map((field) => ({ name: field, type: of_ })),
  })
  const nothing = { type: 'array', items: 'null' }
  const wide = Array.from({ length: 20_001 }, (_, at) => ({ name: `f${at}`, type: 'int' }))
  for (const [schema, reason] of [
    [record({ name: 'id', type: nothing }), /has null outside of a union/],
    [record({ name: 'id', type: half('A', 'null') }), /has null outside of a union/],
    [record({ name: 'id', type: { type: 'fixed', name: 'F', size: 0 } }), /fixed type of 0 bytes/],
    [record({ name: 'id', type: { type: 'record', name: 'E', fields: [] } }), /without fields/],
    [
      record({ name: 'id', type: ['null', 'Row'] }),
      /"Row", which it does not tell before, or holds/,
    ],
    [record({ name: 'id); process.exit(1); (', type: 'int' }), /has the field "id\); process/],
    [{ ...idSchema, name: 'a b' }, /has a type without a name/],
    [record(...wide), /more than 32 levels or 20000 types/],
    [`${'['.repeat(9000)}`, /^its schema is no JSON$/],
    [`${'{"type":'.repeat(900)}"int"${'}'.repeat(900)}`, /more than 32 levels/],
    [record({ name: 'id', type: 'int' }, { name: 'id', type: 'int' }), /the field "id" twice/],
    ['"int"', /^its rows are no records$/],
    ['', /^its schema is no JSON$/],
  ] as const) {
    const { findings } = await readContent(ids, container(schema, []))
    assert.match(findings[0]?.reason ?? '', reason)
  }
})

test('given any rows of avsc’s, when read, then they are what was written', async () => {
  const schema = record(
    { name: 'id', type: 'int' },
    { name: 'size', type: ['null', 'double'] },
    { name: 'note', type: ['null', 'string'] },
    { name: 'list', type: { type: 'array', items: 'int' } },
  )
  const type = avro.Type.forSchema(schema as avro.Schema)
  const columns: Column[] = [
    { name: 'id', type: 'int' },
    { name: 'size', type: 'double' },
    { name: 'note', type: 'string' },
    { name: 'list', type: 'string' },
  ]
  const row = fc.record({
    id: fc.integer(),
    size: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }),
    note: fc.option(
      fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed()),
      { nil: null },
    ),
    list: fc.array(fc.integer()),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.nat(5), async (rows, first) => {
      const halves = [rows.slice(0, first), rows.slice(first)]
      const blocks = halves.map((some) => ({
        rows: some.length,
        bytes: Buffer.concat(some.map((one) => type.toBuffer(one))),
      }))

      const read = await readContent(of(columns), container(schema, blocks))

      const wanted = rows.map((one) => ({ ...one, list: JSON.stringify(one.list) }))
      const same = ({ size, ...one }: (typeof wanted)[number]) => ({
        ...one,
        size: size && size + 0,
      })
      assert.deepEqual(
        read.rows.map((one) => same(one as (typeof wanted)[number])),
        wanted.map(same),
      )
    }),
    { numRuns: 40 },
  )
})
