import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { invalidUpdate } from '../errors.ts'
import { stringifyLossless } from './lossless-json.ts'
import { createMetadata, parseMetadata, type Snapshot, type TableMetadata } from './metadata.ts'
import type { TableUpdate } from './table-update.ts'
import { applyUpdates, withPreviousFile } from './updates.ts'

const start = Date.parse('2026-01-02T03:04:05Z')
const MINUTE = 60_000

function given(): TableMetadata {
  const schema = { type: 'struct', 'schema-id': 0, fields: [] } as const
  const uuid = '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d'
  const now = new Date(start)
  return createMetadata({ uuid, location: 's3://b/t', schema: { ...schema, fields: [] }, now })
}

function added(metadata: TableMetadata, id: bigint, at: number): TableUpdate {
  const parent = metadata.refs.main?.['snapshot-id']
  const snapshot: Snapshot = {
    'snapshot-id': id,
    'sequence-number': metadata['last-sequence-number'] + 1,
    'timestamp-ms': at,
    'manifest-list': `s3://b/t/metadata/${id}.avro`,
    summary: { operation: 'append' },
    ...(parent === undefined ? {} : { 'parent-snapshot-id': parent }),
  }
  return { action: 'add-snapshot', snapshot }
}

const main = (id: bigint): TableUpdate => {
  return { action: 'set-snapshot-ref', 'ref-name': 'main', 'snapshot-id': id, type: 'branch' }
}

/** What `org.apache.iceberg.TableMetadata` demands of what it opens. */
function assertOpens(metadata: TableMetadata): void {
  for (const name of ['snapshot-log', 'metadata-log'] as const) {
    const times = metadata[name].map((entry) => entry['timestamp-ms'])
    for (const [index, at] of times.entries()) assert.ok(at - (times[index - 1] ?? 0) >= -MINUTE)
    assert.ok(metadata['last-updated-ms'] - (times.at(-1) ?? 0) >= -MINUTE)
  }
}

test('given clocks of all kinds, when commits are taken, then Iceberg opens each state', () => {
  const step = fc.record({
    kind: fc.constantFrom('append', 'stage', 'publish', 'expire', 'property'),
    skew: fc.integer({ min: -3_600_000, max: 90_000 }),
    passed: fc.integer({ min: -90_000, max: 90_000 }),
    which: fc.nat(),
  })
  const property = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
    let metadata = given()
    let now = start
    for (const [index, one] of steps.entries()) {
      now += one.passed
      const updates = updatesOf(metadata, { ...one, id: BigInt(index + 1), at: now + one.skew })
      metadata = committed(metadata, updates, now)
      assertOpens(metadata)
      const times = metadata['snapshot-log'].map((entry) => entry['timestamp-ms'])
      assert.deepEqual(
        times,
        [...new Set(times)].toSorted((a, b) => a - b),
      )
    }
  })
  fc.assert(property)
})

function updatesOf(
  metadata: TableMetadata,
  { kind, which, id, at }: { kind: string; which: number; id: bigint; at: number },
): TableUpdate[] {
  const known = metadata.snapshots[which % (metadata.snapshots.length || 1)]?.['snapshot-id'] ?? 0n
  if (kind === 'append') return [added(metadata, id, at), main(id)]
  if (kind === 'stage') return [added(metadata, id, at)]
  if (kind === 'publish') return [main(known)]
  if (kind === 'expire') return [{ action: 'remove-snapshots', 'snapshot-ids': [known] }]
  return [{ action: 'set-properties', updates: { at: String(at) } }]
}

function committed(metadata: TableMetadata, updates: TableUpdate[], now: number): TableMetadata {
  try {
    const next = applyUpdates(metadata, updates, new Date(now))
    const previous = { location: 's3://b/t/m', updatedAtMs: metadata['last-updated-ms'] }
    return withPreviousFile(next, previous)
  } catch (error) {
    assert.ok(invalidUpdate.matches(error), String(error))
    return metadata
  }
}

test('given a clock that is slow, when it commits, then the time is that of the server', () => {
  const first = applyUpdates(given(), [added(given(), 1n, start), main(1n)], new Date(start))
  const now = start + 30_000

  const after = applyUpdates(first, [added(first, 2n, start - 20_000), main(2n)], new Date(now))

  assert.equal(after.snapshots[1]?.['timestamp-ms'], now)
  assert.deepEqual(after['snapshot-log'].at(-1), { 'snapshot-id': 2n, 'timestamp-ms': now })
})

test('given a clock that is a minute off, when it commits, then it is told by how much', () => {
  const first = applyUpdates(given(), [added(given(), 1n, start), main(1n)], new Date(start))
  const late = [added(first, 2n, start - 3_600_000), main(2n)]
  const early = [added(first, 2n, start + 61_000), main(2n)]

  const commit = (updates: TableUpdate[]) => () => applyUpdates(first, updates, new Date(start))

  assert.throws(commit(late), /3600 seconds before the snapshot it follows: set the writer's clock/)
  assert.throws(commit(early), /61 seconds after the server's clock/)
})

test('given a transaction that took long, when it commits two snapshots, then both are in', () => {
  const first = applyUpdates(given(), [added(given(), 1n, start), main(1n)], new Date(start))
  const [one, two] = [added(first, 2n, start + 1), added(first, 3n, start + 2)] as const
  const follows = { 'parent-snapshot-id': 2n, 'sequence-number': 3 }
  const second = two as Extract<TableUpdate, { action: 'add-snapshot' }>
  const next = { ...second, snapshot: { ...second.snapshot, ...follows } }
  const now = new Date(start + 10 * MINUTE)

  const after = applyUpdates(first, [one, next, main(3n)], now)

  const times = after.snapshots.map((each) => each['timestamp-ms'])
  assert.deepEqual(times, [start, now.getTime(), now.getTime() + 1])
})

test('given main led back, when it is asked what was when, then the way back is later', () => {
  const first = applyUpdates(given(), [added(given(), 1n, start), main(1n)], new Date(start))
  const second = applyUpdates(first, [added(first, 2n, start), main(2n)], new Date(start + 5))

  const back = applyUpdates(second, [main(1n)], new Date(start + 9))

  assert.deepEqual(back['snapshot-log'], [
    { 'snapshot-id': 1n, 'timestamp-ms': start },
    { 'snapshot-id': 2n, 'timestamp-ms': start + 5 },
    { 'snapshot-id': 1n, 'timestamp-ms': start + 9 },
  ])
})

test('given a file whose log goes back in time, when it is read, then Iceberg opens it', () => {
  const log = [start, start - 90_000, start + 70_000].map((at, index) => {
    return { 'snapshot-id': BigInt(index), 'timestamp-ms': at }
  })
  const broken = { ...given(), 'snapshot-log': log }

  const read = parseMetadata(stringifyLossless(broken))

  assertOpens(read)
})
