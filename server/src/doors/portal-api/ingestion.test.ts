import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Calendar, Feed, Problem, Vendor, VendorDetail } from '@millrace/contract'
import { trusting } from '../../testing/identity.ts'
import { givenApi } from './testing/given-api.ts'

type Api = Awaited<ReturnType<typeof givenApi>>

const CONNECTION = {
  method: 'sftp',
  host: '127.0.0.1',
  port: 2222,
  user: 'millrace',
  hostKeySha256: `SHA256:${'a'.repeat(43)}`,
}

function client({ url, bearer }: Api) {
  const ask = async <Answer>(method: string, path: string, body?: unknown) => {
    const init = { method, headers: bearer, ...(body ? { body: JSON.stringify(body) } : {}) }
    return (await (await fetch(`${url}${path}`, init)).json()) as Answer
  }
  return {
    get: <Answer>(path: string) => ask<Answer>('GET', path),
    post: <Answer>(path: string, body: unknown) => ask<Answer>('POST', path, body),
  }
}

/** With the role that the feed works as. */
async function feedOf(api: Api, agreementId: string) {
  const trust = trusting({ Service: 'ingestion.millrace' })
  const { arn: roleArn } = await api.identity.createRole(api.admin, { name: 'feeds', trust })
  const target = { accountId: api.accountId, database: 'traffic', table: 'counts' }
  const definition = {
    source: { directory: '.', pattern: 'counts-{date}.csv' },
    columns: [{ name: 'day', type: 'date' }],
    target,
  }
  return { agreementId, name: 'counts', roleArn, definition }
}

test('given a prospect, when agreed and fed, then vendors and feeds tell it', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const vendor = await post<{ id: string }>('/vendors', { name: 'counters' })
  const before = await get<{ items: Vendor[] }>('/vendors')

  const agreement = await post<{ id: string }>(`/vendors/${vendor.id}/agreements`, {
    connection: CONNECTION,
    secret: { password: 'unspoken' },
    licence: { purposes: 'research' },
  })
  await post('/feeds', await feedOf(api, agreement.id))

  const after = await get<VendorDetail>(`/vendors/${vendor.id}`)
  const feeds = await get<{ items: Feed[] }>('/feeds')
  assert.equal(before.items[0]?.stage, 'prospect')
  assert.equal(after.stage, 'agreement')
  assert.equal(after.agreement?.licence, 'research')
  assert.deepEqual(after.feedList, feeds.items)
  assert.equal(feeds.items[0]?.method, 'sftp')
  assert.doesNotMatch(JSON.stringify([after, feeds]), /unspoken/)
})

test('given a prospect, when it is changed, then what is next is told', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const { id } = await post<{ id: string }>('/vendors', { name: 'counters', nextStep: 'call' })
  await post(`/vendors/${id}`, { nextStep: 'meet', closed: true })

  const told = await get<VendorDetail>(`/vendors/${id}`)
  const again = await post<Problem>('/vendors', { name: 'COUNTERS' })
  const odd = await post<Problem>(`/vendors/${id}`, { name: 'other' })

  assert.deepEqual([told.nextStep, told.stage, told.closed], ['meet', 'closed', true])
  assert.equal(told.owner, told.seenBy)
  assert.deepEqual([told.verdicts, told.related], [[], []])
  assert.equal(again.code, 'ingestion.already-exists')
  assert.equal(odd.kind, 'invalid')
})

test('given a feed that is no feed, when entered, then it is refused in words', async () => {
  await using api = await givenApi()
  const { post } = client(api)

  const typed = await post<Problem>('/feeds', { name: 'counts' })
  const unknown = await post<Problem>('/feeds', await feedOf(api, 'agr-none'))
  const connection = { ...CONNECTION, port: 0 }
  const odd = await post<Problem>('/vendors/vnd-none/agreements', { connection })

  assert.equal(typed.kind, 'invalid')
  assert.equal(unknown.code, 'ingestion.not-found')
  assert.equal(odd.kind, 'invalid')
})

test('given what a schema refuses, when sent, then member and values are named', async () => {
  await using api = await givenApi()
  const { post } = client(api)
  const messageTo = async (body: object) =>
    (await post<Problem>('/vendors/vnd-none/agreements', body)).message

  const extra = await messageTo({ connection: CONNECTION, colour: 'red' })
  const missing = await messageTo({})
  const nested = await post<Problem>('/quarantine/12/decision', { decision: 'burn', note: 'x' })

  assert.equal(extra, 'the body takes no member "colour"')
  assert.equal(missing, 'the body lacks "connection"')
  assert.match(nested.message, /^"decision" of the body must be one of "release", /)
})

test('given no such role, when a feed is made for it, then it is refused by name', async () => {
  await using api = await givenApi()
  const { post } = client(api)
  const feed = await feedOf(api, 'agr-none')
  const roleArn = `arn:aws:iam::${api.accountId}:role/gone`

  const refused = await post<Problem>('/feeds', { ...feed, roleArn })

  assert.equal(refused.code, 'identity.no-such-role')
  assert.match(refused.message, /role\/gone/)
})

test('given a feed, when paused and resumed, then the list tells it', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const vendor = await post<{ id: string }>('/vendors', { name: 'counters' })
  const body = { connection: CONNECTION }
  const agreement = await post<{ id: string }>(`/vendors/${vendor.id}/agreements`, body)
  const { id } = await post<{ id: string }>('/feeds', await feedOf(api, agreement.id))
  const paused = async () => (await get<{ items: Feed[] }>('/feeds')).items.map((one) => one.paused)

  await post(`/feeds/${id}/pause`, { paused: true })
  const stopped = await paused()
  await post(`/feeds/${id}/pause`, { paused: false })

  assert.deepEqual([stopped, await paused()], [[true], [false]])
  const unknown = await post<Problem>('/feeds/feed-none/pause', { paused: true })
  assert.equal(unknown.kind, 'not-found')
})

test('given an agreement, when its end is moved, then the vendor’s page tells it', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const { id } = await post<{ id: string }>('/vendors', { name: 'counters' })
  const body = { connection: CONNECTION }
  const agreement = await post<{ id: string }>(`/vendors/${id}/agreements`, body)
  const shown = () => get<VendorDetail>(`/vendors/${id}`)

  const end = `/agreements/${agreement.id}/end`
  const later = await post(end, { at: '2999-01-01T00:00:00Z' })
  const running = await shown()
  await post(end, {})
  const closed = await shown()

  assert.deepEqual(later, { done: true })
  assert.equal(running.agreement?.id, agreement.id)
  const term = { name: 'ends', text: '2999-01-01T00:00:00.000Z' }
  assert.deepEqual(running.agreement?.terms.at(-1), term)
  assert.deepEqual([running.stage, closed.stage], ['agreement', 'closed'])
  assert.equal((await post<Problem>(end, { at: 'soon' })).kind, 'invalid')
  assert.equal((await post<Problem>('/agreements/agr-none/end', {})).kind, 'not-found')
})

test('given a stored day of no calendar, when asked, then the others are told', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const vendor = await post<{ id: string }>('/vendors', { name: 'counters' })
  const agreement = await post<{ id: string }>(`/vendors/${vendor.id}/agreements`, {
    connection: CONNECTION,
  })
  const { id } = await post<{ id: string }>('/feeds', await feedOf(api, agreement.id))
  for (const slice of ['2026-13-45', '2026-01-02'])
    await api.given.pool.query(
      `INSERT INTO ingestion.deliveries (id, feed_id, slice, state) VALUES ($1, $2, $1, 'landed')`,
      [slice, id],
    )

  const told = await get<Calendar>('/deliveries/calendar')
  const asked = await get<Problem>('/deliveries/calendar?to=2026-13-45')

  assert.deepEqual(
    [told.to, told.feeds[0]?.days.map(({ day }) => day)],
    ['2026-01-02', ['2026-01-02']],
  )
  assert.equal(asked.kind, 'invalid')
})

test('given nothing in quarantine, when it is decided on, then it is not found', async () => {
  await using api = await givenApi()
  const { get, post } = client(api)
  const decision = { decision: 'release', note: 'looked at it' }

  const missing = await post<Problem>('/quarantine/12/decision', decision)
  const odd = await post<Problem>('/quarantine/x/decision', decision)

  assert.equal(missing.kind, 'not-found')
  assert.equal(odd.kind, 'not-found')
  assert.deepEqual(await get('/quarantine'), { items: [] })
})
