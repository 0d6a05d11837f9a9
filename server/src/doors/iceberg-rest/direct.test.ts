import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineError } from '../../foundation/errors.ts'
import { givenClient, givenTable } from './testing/given-client.ts'

const away = defineError<Record<never, never>>({
  code: 'testing.away',
  kind: 'unavailable',
  message: () => 'the far side does not answer',
})

test('given an STS that is away, when a table was made, then our own keys answer', async () => {
  await using client = await givenClient()
  const { ask, at, root, table, created } = await givenTable(client)
  const directCredentials = async () => {
    throw away({})
  }
  Object.assign(client.lake.storage, { directCredentials })
  const delegation = { 'x-iceberg-access-delegation': 'vended-credentials' }
  const tables = `${root}/namespaces/mobility/tables`

  const loaded = await ask('GET', at, undefined, delegation)
  const staged = { ...table, name: 'staged', 'stage-create': true }
  const promised = await ask('POST', tables, staged, delegation)
  const made = await ask('POST', tables, { ...table, name: 'made' }, delegation)
  await ask('DELETE', at)
  const file = { name: 'again', 'metadata-location': created['metadata-location'] }
  const registered = await ask('POST', `${root}/namespaces/mobility/register`, file, delegation)

  assert.deepEqual([loaded.status, promised.status], [503, 503])
  assert.deepEqual([made.status, registered.status], [200, 200])
  for (const { body } of [made, registered]) {
    const [{ prefix, config }] = body['storage-credentials']
    assert.equal(prefix, `${body.metadata.location}/`)
    assert.ok(config['s3.access-key-id'] && config['s3.session-token'])
    assert.equal(config['s3.endpoint'], undefined)
  }
})
