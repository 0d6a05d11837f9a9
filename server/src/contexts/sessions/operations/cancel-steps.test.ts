import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { eventually, givenSessions, userNamed, waitingCluster } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const clusterId = 'j-1'
const step = (script: string) => ({
  ...{ name: script, onFailure: 'CONTINUE' as const },
  words: [`s3://b/${script}.py`],
})

test('given steps, when they are cancelled, then those that have not ended', async () => {
  await using given = await givenSessions({ capacity: { findCluster: async () => waitingCluster } })
  const { sessions } = given
  const steps = [step('ok'), step('wait'), step('later')]
  const added = await sessions.addSteps(ana, { clusterId, steps })
  const [ok, wait, later] = added.map(({ id }) => id) as [string, string, string]
  const stateOf = (stepId: string) => sessions.getStep(ana, { clusterId, stepId })
  await eventually(
    () => stateOf(wait),
    ({ state }) => state === 'RUNNING',
  )

  const cancelled = await sessions.cancelSteps(ana, { clusterId, stepIds: [later, ok, wait] })

  assert.deepEqual(cancelled, [
    { stepId: later },
    { stepId: ok, refused: 'the step is SUCCESS' },
    { stepId: wait },
  ])
  for (const one of [later, wait])
    await eventually(
      () => stateOf(one),
      ({ state }) => state === 'CANCELLED',
    )
})

test('given somebody’s step, when another cancels it, then the record names who did', async () => {
  await using given = await givenSessions({ capacity: { findCluster: async () => waitingCluster } })
  const { sessions, database } = given
  const [added] = await sessions.addSteps(ana, { clusterId, steps: [step('wait')] })
  const bo = userNamed('bo').caller as Caller

  await sessions.cancelSteps(bo, { clusterId, stepIds: [added!.id] })

  const query = database.sql.selectFrom('foundation.outbox').selectAll()
  const [deed] = await query.where('action', '=', 'sessions.step-cancelled').execute()
  assert.match(JSON.stringify(deed), /user\/bo/)
  assert.doesNotMatch(JSON.stringify(deed), /user\/ana/)
})

test('given an unknown step among others, when cancelled, then none is', async () => {
  await using given = await givenSessions({ capacity: { findCluster: async () => waitingCluster } })
  const { sessions } = given
  const [added] = await sessions.addSteps(ana, { clusterId, steps: [step('wait')] })
  const stepId = added!.id

  const cancelling = sessions.cancelSteps(ana, { clusterId, stepIds: [stepId, 's-X'] })

  await assert.rejects(cancelling, /'s-X' is not valid/)
  const { state } = await sessions.getStep(ana, { clusterId, stepId })
  assert.ok(!['CANCELLING', 'CANCELLED'].includes(state))
})
