import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'
import { writeEvents } from '../testing/index.ts'

const ana = userNamed('ana')
const caller = ana.caller!

const command = {
  applicationId: 'app-1',
  clientToken: 't',
  roleArn: 'arn:aws:iam::444444444444:role/research',
  entryPoint: 's3://b/fail.py',
}

test('given a run of two attempts, when either is asked for, then its log is shown', async () => {
  await using given = await givenSessions()
  const { id: runId } = await given.sessions.startRun(caller, { ...command, attemptsMax: 2 })
  const wanted = { applicationId: 'app-1', runId }
  await eventually(
    () => given.sessions.getRun(caller, wanted),
    ({ state }) => state === 'FAILED',
  )
  const [first = '', second = ''] = given.boxes.opened
  for (const box of [first, second]) writeEvents(given.place, box)

  await given.sessions.openRunDashboard(caller, { ...wanted, attempt: 1 })
  await given.sessions.openRunDashboard(caller, wanted)

  const shown = given.dashboards.opened.map(({ history }) => history.events.split('/').at(-1))
  assert.deepEqual(shown, [first, second])
  const third = given.sessions.openRunDashboard(caller, { ...wanted, attempt: 3 })
  await assert.rejects(third, /attempt 3" does not exist/)
  const elsewhere = { applicationId: 'app-2', runId }
  await assert.rejects(given.sessions.openRunDashboard(caller, elsewhere), /does not exist/)
})

test('given a run of another context, when that shows it, then by its own gate', async () => {
  await using given = await givenSessions()
  const { id: runId } = await given.sessions.startRun(caller, command)
  const wanted = { applicationId: 'app-1', runId }
  await eventually(
    () => given.sessions.getRun(caller, wanted),
    ({ state }) => state === 'FAILED',
  )
  writeEvents(given.place, given.boxes.opened[0])

  const { port } = await given.sessions.showRun(caller, { runId, demand: async () => {} })

  assert.equal(port, 8721)
  const nothing = given.sessions.showRun(caller, { runId: 'none', demand: async () => {} })
  await assert.rejects(nothing, /no event log of run "none"/)
})
