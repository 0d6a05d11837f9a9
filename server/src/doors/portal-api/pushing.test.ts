import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { Agreed, Problem, VendorDetail, VendorKey } from '@millrace/contract'
import { FROM_HOST } from '../../testing/identity.ts'
import { givenApi } from './testing/given-api.ts'

type Api = Awaited<ReturnType<typeof givenApi>>

async function ask<Answer>({ url, bearer }: Api, path: string, body?: object): Promise<Answer> {
  const init = { headers: bearer, ...(body && { method: 'POST', body: JSON.stringify(body) }) }
  return (await (await fetch(`${url}${path}`, init)).json()) as Answer
}

async function agreed(api: Api, more: object = {}) {
  const vendor = await ask<{ id: string }>(api, '/vendors', { name: 'counters' })
  const body = { connection: { method: 'push' }, ...more }
  const { id, key } = await ask<Agreed>(api, `/vendors/${vendor.id}/agreements`, body)
  assert.ok(key)
  return { vendorId: vendor.id, id, key }
}

/** As the S3 door does it. */
async function put({ identity, storage }: Api, key: VendorKey, location = key.location) {
  const { caller } = await identity.authenticate(key, FROM_HOST, { storage: true })
  const [, , bucket = '', ...path] = `${location}a.csv`.split('/')
  const description = { headers: {}, metadata: {} }
  const object = { bucket, key: path.join('/'), body: Readable.from([Buffer.from('a')]) }
  await storage.putObject(caller, { ...object, description, conditions: {} })
}

test('given a vendor who pushes, when agreed, then the secret is told this once', async () => {
  await using api = await givenApi()
  const { vendorId, id, key } = await agreed(api)

  await put(api, key)

  const told = await ask<VendorDetail>(api, `/vendors/${vendorId}`)
  const { location, accessKeyId } = key
  assert.equal(location, `s3://inbox-${api.accountId}/${id}/`)
  assert.deepEqual(told.agreement?.inbox, { location, accessKeyId, sshKeys: [] })
  assert.ok(!JSON.stringify(told).includes(key.secretAccessKey))
  const { rows } = await api.given.pool.query('SELECT * FROM ingestion.agreements')
  assert.ok(!JSON.stringify(rows).includes(key.secretAccessKey))
})

test('given a key, when it is renewed or the agreement ends, then it opens nothing', async () => {
  await using api = await givenApi()
  const { id, key } = await agreed(api)

  const renewed = await ask<VendorKey>(api, `/agreements/${id}/key`, {})
  await assert.rejects(put(api, key), { code: 'identity.unknown-access-key' })
  await put(api, renewed)
  await ask(api, `/agreements/${id}/end`, {})

  await assert.rejects(put(api, renewed), { code: 'identity.unknown-access-key' })
  const late = await ask<Problem>(api, `/agreements/${id}/key`, {})
  assert.equal(late.code, 'ingestion.licence-ended')
  await ask(api, `/agreements/${id}/end`, { at: '2999-01-01T00:00:00Z' })
  await put(api, renewed)
})

test('given two vendors, when one pushes, then not into the other’s inbox', async () => {
  await using api = await givenApi()
  const { vendorId, key } = await agreed(api)
  const other = await ask<Agreed>(api, `/vendors/${vendorId}/agreements`, {
    connection: { method: 'push' },
  })

  const attempt = put(api, key, other.key?.location)

  await assert.rejects(attempt, { code: 'storage.access-denied' })
})

test('given an agreement that fetches, or a secret, then there is no key to it', async () => {
  await using api = await givenApi()
  const { vendorId } = await agreed(api)
  const connection = { method: 'ftp', host: '127.0.0.1', port: 21, user: 'v' }
  const { id } = await ask<Agreed>(api, `/vendors/${vendorId}/agreements`, { connection })

  const none = await ask<Problem>(api, `/agreements/${id}/key`, {})
  const secret = { password: 'theirs' }
  const theirs = { connection: { method: 'push' }, secret }
  const refused = await ask<Problem>(api, `/vendors/${vendorId}/agreements`, theirs)
  const chosen = { connection: { method: 'push', accessKeyId: 'AKIACHOSEN' } }
  const odd = await ask<Problem>(api, `/vendors/${vendorId}/agreements`, chosen)

  assert.equal(none.code, 'ingestion.invalid-connection')
  assert.equal(refused.code, 'ingestion.invalid-connection')
  assert.equal(odd.kind, 'invalid')
  const unknown = await ask<Problem>(api, '/agreements/agr-none/key', {})
  assert.equal(unknown.kind, 'not-found')
})
