import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId, Caller } from '../../identity/index.ts'
import { givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller

const roleArn = 'arn:aws:iam::444444444444:role/pipeline'

const wish = { applicationId: 'app-1', roleArn, clientToken: 't', entryPoint: 's3://b/wait.py' }

test('given a run, when another account asks, then it is not there', async () => {
  await using given = await givenSessions()
  const { id: runId } = await given.sessions.startRun(ana, wish)
  const stranger: Caller = { ...ana, accountId: '222222222222' as AccountId }

  const asking = given.sessions.getRun(stranger, { applicationId: 'app-1', runId })

  await assert.rejects(asking, /does not exist/)
  assert.deepEqual(await given.sessions.listRuns(stranger, { applicationId: 'app-1' }), [])
})
