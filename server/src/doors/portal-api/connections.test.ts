import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedProposal, Problem, TriedListing } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

const connection = { method: 'sftp', host: '169.254.169.254', port: 22, user: 'u' }

test('given an address inside, when tried or sampled, then both say so', async () => {
  await using api = await givenApi()
  const post = async <Answer>(path: string, body: object) => {
    const init = { method: 'POST', headers: api.bearer, body: JSON.stringify(body) }
    const answer = await fetch(`${api.url}${path}`, init)
    return { status: answer.status, body: (await answer.json()) as Answer }
  }
  const { body: vendor } = await post<{ id: string }>('/vendors', { name: 'counters' })
  const source = { vendorId: vendor.id, connection, secret: { password: 'unspoken' } }

  const tried = await post<TriedListing>('/connections/try', source)
  const sampled = await post<FeedProposal>('/connections/sample', { ...source, path: 'a' })
  const mixed = await post<Problem>('/connections/try', { ...source, agreementId: 'agr-1' })
  const empty = await post<Problem>('/connections/try', {})

  assert.deepEqual([tried.status, sampled.status], [200, 200])
  assert.equal(tried.body.problem?.kind, 'internal-address')
  assert.equal(sampled.body.problem?.kind, 'internal-address')
  assert.deepEqual([mixed.status, empty.status], [400, 400])
  assert.doesNotMatch(JSON.stringify([tried, sampled]), /unspoken/)
})
