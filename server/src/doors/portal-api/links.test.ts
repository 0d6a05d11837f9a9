import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

const wish = {
  ...{ account: 'equities', place: 's3://market/data/', endpoint: 'http://127.0.0.1:9' },
  ...{ region: 'us-east-1', key: 'absent', access: 'read' },
}

/** What comes of linking bucket `market` as `wish` says. */
async function linking(url: string, authorization: string, change: object) {
  const headers = { authorization, 'content-type': 'application/json' }
  const body = JSON.stringify({ ...wish, ...change })
  const answer = await fetch(`${url}/links/market`, { method: 'PUT', headers, body })
  return [answer.status, (await answer.json()) as Problem] as const
}

test('given links, when anybody but the operator asks, then they are refused', async () => {
  await using api = await givenApi()

  const [status] = await linking(api.url, api.bearer.authorization, {})
  const listed = await fetch(`${api.url}/links`, { headers: api.bearer })

  assert.deepEqual([status, listed.status], [403, 403])
})

test('given wishes that cannot be, when the operator links, then each hears why', async () => {
  await using api = await givenApi()
  const refused = async (change: object) => {
    const [status, { code, message }] = await linking(api.url, 'Bearer operator', change)
    return [status, code, message] as const
  }

  const [status, code, message] = await refused({})
  assert.deepEqual([status, code], [400, 'storage.link-refused'])
  assert.match(message, /ENOENT.*put a key that may use "market" into "absent"/)
  assert.equal((await refused({ key: '../keys/operator' }))[1], 'storage.link-refused')
  assert.equal((await refused({ account: 'nobody' }))[0], 404)
  assert.equal((await refused({ secret: 'x' }))[0], 400)
  const directRole = 'arn:aws:iam::1:role/lake'
  assert.match((await refused({ directRole }))[2], /the same name there, and no prefix/)
  const headers = { authorization: 'Bearer operator' }
  assert.deepEqual(await (await fetch(`${api.url}/links`, { headers })).json(), [])
})

test('given no link, when it is to end, then the operator hears so, others nothing', async () => {
  await using api = await givenApi()
  const unlinking = async (authorization: string) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const asked = { method: 'POST', headers, body: '{}' }
    const answer = await fetch(`${api.url}/links/none/end`, asked)
    return [answer.status, ((await answer.json()) as Problem).code]
  }

  assert.equal((await unlinking(api.bearer.authorization))[0], 403)
  assert.deepEqual(await unlinking('Bearer operator'), [404, 'storage.no-such-bucket'])
})
