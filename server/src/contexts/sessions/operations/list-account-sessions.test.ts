import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { givenIdle, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const asAna = ana.caller!
const bo = userNamed('bo')

test('given sessions at two places, when their user lists them, then both come', async () => {
  await using given = await givenSessions()
  const cluster = userNamed('ana', { kind: 'cluster', id: 'j-1' })
  const first = await givenIdle(given, ana)
  const second = await given.sessions.createSession(cluster, { name: 'on a cluster' })
  await given.sessions.createSession(bo, {})

  const all = await given.sessions.listAccountSessions(asAna, {})

  const seen = all.items.map(({ id, mayStop }) => [String(id), mayStop])
  assert.deepEqual(seen, [
    [String(second.id), true],
    [first, true],
  ])
  const page = await given.sessions.listAccountSessions(asAna, { size: 1 })
  assert.equal(page.next, second.id)
  const rest = await given.sessions.listAccountSessions(asAna, { size: 1, before: second.id })
  assert.equal(String(rest.items[0]?.id), first)
  assert.equal(rest.next, undefined)
})

test('given a session of one in a role, when they list and end it, then it is theirs', async () => {
  await using given = await givenSessions()
  const asRole = (name: string): Caller => {
    const arn = `arn:aws:sts::${ana.accountId}:assumed-role/analyst/${name}`
    return { ...asAna, principalArn: `arn:aws:iam::${ana.accountId}:role/analyst`, arn }
  }
  const caller = asRole('ana')
  const user = { ...ana, owner: caller.arn, principal: { kind: 'caller', caller } as const }
  const id = await givenIdle(given, user)

  const mine = await given.sessions.listAccountSessions(caller, {})
  const theirs = await given.sessions.listAccountSessions(asRole('bo'), {})
  await given.sessions.endAccountSession(caller, id)

  assert.deepEqual(
    mine.items.map((item) => [String(item.id), item.mayStop]),
    [[id, true]],
  )
  assert.deepEqual(theirs.items, [])
  assert.equal(given.boxes.closed.length, 1)
})
