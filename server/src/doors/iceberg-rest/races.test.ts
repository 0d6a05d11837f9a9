import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenClient, givenTable } from './testing/given-client.ts'

const WRITERS = 200
const ENGINES = 25

test('given two hundred writers of one table, when they race, then nothing is lost', async () => {
  await using client = await givenClient()
  const { ask, at } = await givenTable(client)
  const keys = Array.from({ length: WRITERS }, (_, index) => `key-${index}`)

  const answers = await Promise.all(
    keys.map((key) => {
      const updates = [{ action: 'set-properties', updates: { [key]: 'x' } }]
      return ask('POST', at, { requirements: [], updates })
    }),
  )

  for (const { status, body } of answers) assert.equal(status, 200, JSON.stringify(body))
  const { metadata } = (await ask('GET', at)).body
  const { owner: _owner, ...written } = metadata.properties
  assert.deepEqual(Object.keys(written).sort(), keys.toSorted())
})

test('given engines that try again, when they append at once, then each is kept', async () => {
  await using client = await givenClient()
  const { ask, at } = await givenTable(client)
  const append = async (id: number): Promise<void> => {
    const { metadata } = (await ask('GET', at)).body
    const { main } = metadata.refs
    const parent = main?.['snapshot-id'] ?? null
    const snapshot = {
      'snapshot-id': id,
      ...(parent === null ? {} : { 'parent-snapshot-id': parent }),
      'sequence-number': metadata['last-sequence-number'] + 1,
      'timestamp-ms': Date.now(),
      'manifest-list': `${metadata.location}/metadata/${id}.avro`,
      summary: { operation: 'append' },
    }
    const { status } = await ask('POST', at, {
      requirements: [{ type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': parent }],
      updates: [
        { action: 'add-snapshot', snapshot },
        { action: 'set-snapshot-ref', 'ref-name': 'main', 'snapshot-id': id, type: 'branch' },
      ],
    })
    if (status === 409) return append(id)
    assert.equal(status, 200)
  }

  const ids = Array.from({ length: ENGINES }, (_, index) => index + 1)
  await Promise.all(ids.map(append))

  const { metadata } = (await ask('GET', at)).body
  const log = metadata['snapshot-log'].map((entry: Record<string, number>) => entry['snapshot-id'])
  assert.deepEqual(
    log.toSorted((one: number, two: number) => one - two),
    ids,
  )
  assert.equal(metadata['last-sequence-number'], ENGINES)
})

test('given a transaction, when it comes, then both tables have it or neither', async () => {
  await using client = await givenClient()
  const { ask, root, at, table } = await givenTable(client)
  await ask('POST', `${root}/namespaces/mobility/tables`, { ...table, name: 'airports' })
  const changeOf = (name: string) => ({
    identifier: { namespace: ['mobility'], name },
    ...{ requirements: [], updates: [{ action: 'set-properties', updates: { a: 'x' } }] },
  })
  const commit = (...names: string[]) =>
    ask('POST', `${root}/transactions/commit`, { 'table-changes': names.map(changeOf) })

  assert.equal((await commit('flights', 'absent')).status, 404)
  assert.equal((await ask('GET', at)).body.metadata.properties.a, undefined)
  assert.equal((await commit('flights', 'airports')).status, 204)
  const other = `${root}/namespaces/mobility/tables/airports`
  for (const path of [at, other])
    assert.equal((await ask('GET', path)).body.metadata.properties.a, 'x')
})
