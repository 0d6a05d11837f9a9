import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, permissive, userNamed } from '../testing/given-sessions.ts'
import { writeEvents } from '../testing/index.ts'

const place = { kind: 'application', id: 'app-1' } as const
const ana = userNamed('ana', place)

test('given a session of an application, when asked for, then the right decides', async () => {
  const asked: unknown[] = []
  const demand = async (_caller: unknown, wanted: { action: string; resource: string }) => {
    asked.push(wanted)
    if (wanted.resource.includes('closed')) throw identityErrors.denied({})
  }
  await using given = await givenSessions({ identity: { ...permissive, demand } })
  const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })
  const ask = () => given.sessions.getSession(ana, String(id))
  const { box } = await eventually(ask, ({ state }) => state === 'idle')
  writeEvents(given.place, box)
  const open = (applicationId: string) =>
    given.sessions.openResourceDashboard(ana.caller!, { applicationId, sessionId: String(id) })

  const { port } = await open('app-1')

  assert.equal(port, 8721)
  assert.deepEqual(asked.at(-1), {
    action: 'emr-serverless:GetResourceDashboard',
    resource: `arn:aws:emr-serverless:us-east-1:444444444444:/applications/app-1/sessions/${id}`,
  })
  await assert.rejects(open('app-2'), /not found/)
  await assert.rejects(open('closed'), /denied/)
  const records = await given.database.sql.selectFrom('foundation.outbox').selectAll().execute()
  assert.match(JSON.stringify(records), /sessions\.dashboard-opened/)
})
