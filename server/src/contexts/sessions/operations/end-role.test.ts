import assert from 'node:assert/strict'
import test from 'node:test'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

test('given a role that ends, when it is heard, then drivers that work as it end', async () => {
  await using given = await givenSessions()
  const roleArn = 'arn:aws:iam::111122223333:role/trial'
  const place = { kind: 'cluster', id: 'j-ONE' } as const
  const principal = { kind: 'role', roleArn, service: 'elasticmapreduce.amazonaws.com' } as const
  const ana = { ...userNamed('ana', place), principal }
  const ben = userNamed('ben', place)
  const one = await givenIdle(given, ana)
  const two = await givenIdle(given, ben)

  for (const { event, handle } of given.sessions.subscriptions())
    if (event === 'identity.role-ended')
      await handle({ roleArn, endedAt: new Date(Date.now() + 60_000).toISOString() })

  assert.deepEqual(
    given.boxes.closed.map(({ reason }) => reason),
    ['its role is no more'],
  )
  await assert.rejects(given.sessions.getSession(ana, one), /not found/)
  assert.equal((await given.sessions.getSession(ben, two)).state, 'idle')
})
