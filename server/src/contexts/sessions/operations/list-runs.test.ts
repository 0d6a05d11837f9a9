import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const roleArn = 'arn:aws:iam::444444444444:role/pipeline'

test('given runs of two applications, when listed by state, then those of one', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const script = { roleArn, clientToken: 't', entryPoint: 's3://b/ok.py' }
  const { id } = await sessions.startRun(ana, { ...script, applicationId: 'app-1' })
  await sessions.startRun(ana, { ...script, applicationId: 'app-2' })
  const listed = async (states: ('SUCCESS' | 'CANCELLED')[]) =>
    (await sessions.listRuns(ana, { applicationId: 'app-1', states })).map((run) => run.id)

  await eventually(
    () => listed(['SUCCESS']),
    (ids) => ids.length > 0,
  )

  assert.deepEqual(await listed(['SUCCESS']), [id])
  assert.deepEqual(await listed(['CANCELLED']), [])
})
