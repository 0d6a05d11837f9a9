import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { accessDenied } from '../errors.ts'

test('given a policy, when it does not suffice, then refused and audited', async () => {
  await using given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'market' })
  const ana = await given.user(admin, 'ana', allowing('s3:Get*', 'arn:aws:s3:::lake/*'))
  const resource = 'arn:aws:s3:::lake/a'

  await given.identity.demand(ana, { action: 's3:GetObject', resource })
  const refused = () => given.identity.demand(ana, { action: 's3:PutObject', resource })

  await assert.rejects(refused, accessDenied.matches)
  const { rows } = await given.pool.query(
    `SELECT account_id, decision, detail->>'action' AS action FROM foundation.outbox
     WHERE decision = 'denied'`,
  )
  assert.deepEqual(rows, [{ account_id: accountId, decision: 'denied', action: 's3:PutObject' }])
})
