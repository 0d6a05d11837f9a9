import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditExport, Problem } from '@millrace/contract'
import { allowing, trusting } from '../../testing/identity.ts'
import { givenApi } from './testing/given-api.ts'

const standing = { location: 's3://kept/audit', every: 'day' }

/** An account whose admin reads its audit, and something in it. */
async function givenAuditor() {
  const api = await givenApi()
  const { governance, accountId, admin } = api
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    admins: [admin.principalArn, `arn:aws:iam::${accountId}:role/auditor`],
  })
  const post = async <Answer>(path: string, body?: object, headers = api.bearer) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body ?? {}) }
    const answer = await fetch(`${api.url}/audit/exports${path}`, init)
    return { status: answer.status, answer: (await answer.json()) as Answer }
  }
  return { api, post, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

test('given a user’s token, when an export shall go on, then it does until stopped', async () => {
  await using given = await givenAuditor()
  const { api, post } = given

  const { status, answer: asked } = await post<AuditExport>('', standing)
  const stopped = await post(`/${asked.id}/stop`)
  const again = await post<Problem>(`/${asked.id}/stop`)

  assert.deepEqual([status, asked.every, stopped.status], [200, 'day', 200])
  assert.equal(again.answer.message, 'The export is already stopped')
  const listed = await fetch(`${api.url}/audit/exports`, { headers: api.bearer })
  const { items } = (await listed.json()) as { items: AuditExport[] }
  assert.equal(items[0]?.state, 'stopped')
})

test('given a token of a role’s session, when an export shall go on, then it cannot', async () => {
  await using given = await givenAuditor()
  const { api, post } = given
  const { identity, accountId, admin } = api
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const role = await identity.createRole(admin, { name: 'auditor', trust })
  await identity.putInlinePolicy(admin, {
    ...{ kind: 'role', name: 'auditor', policyName: 'audit' },
    text: JSON.stringify(allowing('cloudtrail:LookupEvents', '*')),
  })
  const wish = { roleArn: role.arn, sessionName: 'ana' }
  const session = await identity.assumeRole(admin, wish)
  const token = await identity.issueToken(session.caller, 900)
  const headers = { ...api.bearer, authorization: `Bearer ${token}` }

  const { status, answer } = await post<Problem>('', standing, headers)

  assert.equal(status, 400)
  assert.match(answer.message, /needs a user: what a role’s session, or one/)
})
