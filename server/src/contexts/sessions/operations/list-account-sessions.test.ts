import assert from 'node:assert/strict'
import test from 'node:test'
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
