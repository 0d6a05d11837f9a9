import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, givenClient, givenTable } from './testing/given-client.ts'

test('given writers whose clocks are off, when they commit, then the log stays true', async () => {
  await using client = await givenClient()
  const { ask, at } = await givenTable(client)
  const read = async (): Promise<Answer> => (await ask('GET', at)).body.metadata
  const commit = async (id: number, time: number) => {
    const metadata = await read()
    const parent = metadata.refs.main?.['snapshot-id']
    const snapshot = {
      'snapshot-id': id,
      ...(parent === undefined ? {} : { 'parent-snapshot-id': parent }),
      'sequence-number': metadata['last-sequence-number'] + 1,
      'timestamp-ms': time,
      'manifest-list': `${metadata.location}/metadata/${id}.avro`,
      summary: { operation: 'append' },
    }
    const main = { action: 'set-snapshot-ref', 'ref-name': 'main', type: 'branch' }
    const updates = [
      { action: 'add-snapshot', snapshot },
      { ...main, 'snapshot-id': id },
    ]
    return ask('POST', at, { requirements: [], updates })
  }
  const since = Date.now()

  const good = [await commit(1, since), await commit(2, since - 20_000)]
  const slow = await commit(3, Date.now() - 3_600_000)
  const fast = await commit(4, Date.now() + 70_000)

  assert.deepEqual(new Set(good.map(({ status }) => status)), new Set([200]))
  for (const { status, body } of [slow, fast]) {
    assert.equal(status, 400)
    assert.equal(body.error.type, 'ValidationException')
    assert.match(body.error.message, /seconds (before|after) .*: set the writer's clock right/)
  }
  const metadata = await read()
  const [first, second] = metadata['snapshot-log']
  assert.ok(since <= first['timestamp-ms'] && first['timestamp-ms'] < second['timestamp-ms'])
  assert.equal(metadata.snapshots[1]['timestamp-ms'], second['timestamp-ms'])
  assert.ok(metadata['last-updated-ms'] >= second['timestamp-ms'])
})
