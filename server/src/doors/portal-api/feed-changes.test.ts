import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppliedFeed, FeedDetail, FeedPlan, FeedVersion, Problem } from '@millrace/contract'
import { trusting } from '../../testing/identity.ts'
import { givenApi } from './testing/given-api.ts'

async function givenFeed(api: Awaited<ReturnType<typeof givenApi>>) {
  const ask = async <Answer>(method: string, path: string, body?: unknown) => {
    const init = { method, headers: api.bearer, ...(body ? { body: JSON.stringify(body) } : {}) }
    const answer = await fetch(`${api.url}${path}`, init)
    return { status: answer.status, body: (await answer.json()) as Answer }
  }
  const trust = trusting({ Service: 'ingestion.millrace' })
  const { arn: roleArn } = await api.identity.createRole(api.admin, { name: 'feeds', trust })
  const { body: vendor } = await ask<{ id: string }>('POST', '/vendors', { name: 'counters' })
  const { body: agreement } = await ask<{ id: string }>(
    'POST',
    `/vendors/${vendor.id}/agreements`,
    {
      connection: {
        ...{ method: 'sftp', host: '127.0.0.1', port: 2222, user: 'millrace' },
        hostKeySha256: `SHA256:${'a'.repeat(43)}`,
      },
      secret: { password: 'unspoken' },
    },
  )
  const target = { accountId: api.accountId, database: 'traffic', table: 'counts' }
  const definition = {
    source: { directory: '.', pattern: 'counts-{date}.csv' },
    columns: [{ name: 'day', type: 'date' }],
    target,
  }
  const feed = { agreementId: agreement.id, name: 'counts', roleArn, definition }
  return { ask, feed }
}

test('given a document, when applied, exported and applied again, then it stays', async () => {
  await using api = await givenApi()
  const { ask, feed } = await givenFeed(api)

  const made = await ask<AppliedFeed>('POST', '/feeds/apply', { ...feed, version: 0 })
  const { body: got } = await ask<FeedDetail>('GET', '/feeds/counts')
  const { id, paused, changedBy, changedAt, ...written } = got
  const again = await ask<AppliedFeed>('POST', '/feeds/apply', written)

  assert.deepEqual([made.status, made.body.changed, made.body.version], [200, true, 1])
  assert.deepEqual(again.body, { id: made.body.id, version: 1, changed: false })
  assert.deepEqual([id, paused, got.version], [made.body.id, false, 1])
  assert.equal(changedBy, api.admin.principalArn)
  assert.ok(Date.parse(changedAt) > 0)
  assert.doesNotMatch(JSON.stringify(got), /unspoken/)
})

test('given two edits of one version, when both come, then one is told the state', async () => {
  await using api = await givenApi()
  const { ask, feed } = await givenFeed(api)
  await ask('POST', '/feeds/apply', { ...feed, version: 0 })
  const edit = (pollSeconds: number) => ({
    ...{ ...feed, version: 1 },
    definition: { ...feed.definition, pollSeconds },
  })

  const plan = await ask<FeedPlan>('POST', '/feeds/plan', edit(5))
  const digest = plan.body.digest
  const first = await ask<AppliedFeed>('POST', '/feeds/apply', { ...edit(5), digest })
  const later = await ask<Problem>('POST', '/feeds/apply', edit(9))
  const versions = await ask<{ items: FeedVersion[] }>('GET', '/feeds/counts/versions?limit=1')

  assert.deepEqual(
    plan.body.changes.map(({ part, text }) => [part, text]),
    [['source', 'pollSeconds: 60 → 5']],
  )
  assert.deepEqual([first.status, later.status], [200, 409])
  assert.equal(later.body.code, 'ingestion.changed-meanwhile')
  const current = later.body.facts?.current as FeedDetail | undefined
  assert.deepEqual([current?.version, current?.definition.pollSeconds], [2, 5])
  assert.deepEqual(
    versions.body.items.map((one) => [one.version, one.definition.pollSeconds]),
    [[2, 5]],
  )
})

test('given no version, or none such, when applied, then it is refused', async () => {
  await using api = await givenApi()
  const { ask, feed } = await givenFeed(api)

  const without = await ask<Problem>('POST', '/feeds/apply', feed)
  const unknown = await ask<Problem>('POST', '/feeds/apply', { ...feed, version: 7 })
  const none = await ask<Problem>('GET', '/feeds/none')

  assert.equal(without.body.message, 'the body lacks "version"')
  assert.deepEqual([unknown.status, none.status], [404, 404])
})
