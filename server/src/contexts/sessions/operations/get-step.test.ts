import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId, Caller } from '../../identity/index.ts'
import { eventually, givenSessions, userNamed, waitingCluster } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const clusterId = 'j-1'
const steps = [{ name: 'one', onFailure: 'CONTINUE' as const, words: ['s3://b/wait.py'] }]
const capacity = { findCluster: async () => waitingCluster }

test('given a running step, when it is asked for, then with its log so far', async () => {
  await using given = await givenSessions({ capacity })
  const [added] = await given.sessions.addSteps(ana, { clusterId, steps })
  const ask = () => given.sessions.getStep(ana, { clusterId, stepId: added!.id })
  const { box = '' } = await eventually(ask, ({ state }) => state === 'RUNNING')

  await given.boxes.tell({ event: 'log', box, lines: ['hello'] })

  assert.deepEqual((await ask()).log, ['hello'])
})

test('given a step, when another account or cluster is asked, then it is not there', async () => {
  await using given = await givenSessions({ capacity })
  const { sessions } = given
  const [added] = await sessions.addSteps(ana, { clusterId, steps })
  const batch = await sessions.createBatch(userNamed('ana', { kind: 'cluster', id: clusterId }), {
    file: 's3://b/wait.py',
  })
  const stranger: Caller = { ...ana, accountId: '222222222222' as AccountId }
  const stepId = added!.id

  await assert.rejects(sessions.getStep(stranger, { clusterId, stepId }), /is not valid/)
  await assert.rejects(sessions.getStep(ana, { clusterId: 'j-2', stepId }), /is not valid/)
  await assert.rejects(sessions.getStep(ana, { clusterId, stepId: batch.id }), /is not valid/)
})
