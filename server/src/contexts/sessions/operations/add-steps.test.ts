import assert from 'node:assert/strict'
import test from 'node:test'
import { defineError } from '../../../foundation/errors.ts'
import type { StepsNews } from '../../compute/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { FailureAction } from '../model/run.ts'
import { identityErrors } from '../testing/denied.ts'
import {
  eventually,
  type GivenSessions,
  givenSessions,
  permissive,
  userNamed,
  waitingCluster,
} from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const clusterId = 'j-1'
const roleArn = 'arn:aws:iam::444444444444:role/pipeline'

const step = (name: string, script: string, onFailure: FailureAction = 'CONTINUE') => ({
  ...{ name, onFailure },
  words: ['--deploy-mode', 'cluster', '--conf', 'spark.a=1', `s3://b/${script}.py`, 'x'],
})

/** Sessions on a cluster that keeps what it hears of its steps. */
async function givenCluster(stepConcurrency = 1) {
  const heard: StepsNews[] = []
  const given = await givenSessions({
    capacity: {
      findCluster: async () => ({ ...waitingCluster, stepConcurrency }),
      usableCluster: async () => ({ ...waitingCluster, stepConcurrency }),
      hearOfSteps: async ({ clusterId: _, ...news }) => void heard.push(news),
    },
  })
  return Object.assign(given, { heard })
}

const statesOf = async ({ sessions }: GivenSessions) =>
  (await sessions.listSteps(ana, { clusterId })).map(({ name, state }) => `${name} ${state}`)

const settled = (states: string[]) => states.every((one) => /SUCCESS|FAILED|CANCELLED/.test(one))

test('given steps, when they are added, then they run one after the other', async () => {
  await using given = await givenCluster()
  const steps = [step('first', 'wait'), step('second', 'fail'), step('third', 'ok')]

  const [first] = await given.sessions.addSteps(ana, { clusterId, steps, roleArn })

  await eventually(
    () => statesOf(given),
    (states) => states.includes('first RUNNING'),
  )
  assert.deepEqual((await statesOf(given)).slice(0, 2), ['third QUEUED', 'second QUEUED'])
  await given.sessions.cancelSteps(ana, { clusterId, stepIds: [first!.id] })
  const ended = await eventually(() => statesOf(given), settled)
  assert.deepEqual(ended, ['third SUCCESS', 'second FAILED', 'first CANCELLED'])
  assert.deepEqual(given.heard.at(-1), { running: 0, left: 0 })
  const order = given.boxes.sent.find((one) => one.order.op === 'script')?.order
  assert.ok(order?.op === 'script')
  assert.deepEqual([order.location, order.arguments], ['s3://b/wait.py', ['x']])
})

test('given a step whose failure cancels, when it fails, then none after it runs', async () => {
  for (const onFailure of ['CANCEL_AND_WAIT', 'TERMINATE_CLUSTER'] as const) {
    await using given = await givenCluster()
    const steps = [step('first', 'fail', onFailure), step('second', 'ok')]

    await given.sessions.addSteps(ana, { clusterId, steps })

    const states = await eventually(() => statesOf(given), settled)
    assert.deepEqual(states, ['second CANCELLED', 'first FAILED'])
    const fatal = onFailure === 'TERMINATE_CLUSTER' ? { fatal: 'first' } : {}
    assert.deepEqual(given.heard.at(-1), { running: 0, left: 0, ...fatal })
    assert.equal(given.held.size, 0)
  }
})

test('given a cluster that runs two steps, when three are added, then one waits', async () => {
  await using given = await givenCluster(2)
  const steps = ['1', '2', '3'].map((name) => step(name, 'wait'))

  await given.sessions.addSteps(ana, { clusterId, steps })

  const running = (states: string[]) => states.filter((one) => one.endsWith('RUNNING')).length === 2
  assert.equal((await eventually(() => statesOf(given), running))[0], '3 QUEUED')
  const stopping = given.sessions.addSteps(ana, {
    clusterId,
    steps: [step('4', 'ok', 'CANCEL_AND_WAIT')],
  })
  await assert.rejects(stopping, /can only be CONTINUE/)
})

test('given a step for a role, when it is added, then only who may take it there', async () => {
  const demanded: unknown[] = []
  const demand: (typeof permissive)['demand'] = async (_, request) => void demanded.push(request)
  await using given = await givenSessions({ identity: { ...permissive, demand } })
  await using shut = await givenSessions({ identity: identityErrors.demanding })
  const steps = [step('one', 'ok')]
  const resource = 'arn:aws:elasticmapreduce:us-east-1:444444444444:cluster/'
  const action = 'elasticmapreduce:AddJobFlowSteps'
  const context = { 'elasticmapreduce:ExecutionRoleArn': roleArn }

  await given.sessions.addSteps(ana, { clusterId, steps, roleArn })
  await given.sessions.planFirstSteps(ana, { steps, roleArn, ...waitingCluster })

  assert.deepEqual(demanded, [
    { action, resource: `${resource}j-1`, context },
    { action, resource: `${resource}*`, context },
  ])
  const denied = shut.sessions.planFirstSteps(ana, { steps, roleArn, ...waitingCluster })
  await assert.rejects(denied, identityErrors.denied.matches)
  const foreign = 'arn:aws:iam::222222222222:role/x'
  const other = given.sessions.addSteps(ana, { clusterId, steps, roleArn: foreign })
  await assert.rejects(other, /is not of account/)
})

test('given what is no step, when added, then refused and nothing is there', async () => {
  await using given = await givenCluster()
  const add = (...words: string[]) =>
    given.sessions.addSteps(ana, {
      clusterId,
      steps: [step('good', 'ok'), { name: 'bad', onFailure: 'CONTINUE', words }],
    })

  await assert.rejects(add('--class', 'org.example.Main', 's3://b/x.jar'), /"--class".*not offered/)
  await assert.rejects(add('/etc/passwd'), /is no s3:/)
  await assert.rejects(add(), /is no s3:/)
  const many = { clusterId, steps: Array.from({ length: 257 }, () => step('s', 'wait')) }
  await assert.rejects(given.sessions.addSteps(ana, many), /at most 256 steps/)
  assert.deepEqual(await statesOf(given), [])
})

test('given a cluster that ends meanwhile, when steps are added, then none stays', async () => {
  const gone = defineError<object>({
    code: 'testing.gone',
    kind: 'conflict',
    message: () => 'gone',
  })
  const usableCluster = async (_: object, tx?: unknown) => {
    if (tx) throw gone({})
    return waitingCluster
  }
  await using given = await givenSessions({ capacity: { usableCluster } })

  const adding = given.sessions.addSteps(ana, { clusterId, steps: [step('late', 'ok')] })

  await assert.rejects(adding, gone.matches)
  assert.deepEqual(await statesOf(given), [])
})

test('given a failure that takes a step along, when it happens, then nothing is held', async () => {
  const never = defineError<object>({
    code: 'testing.never',
    kind: 'invalid',
    message: () => 'never',
  })
  const asked = { first: true }
  const reserve = async () => {
    if (asked.first) {
      asked.first = false
      throw never({})
    }
    given.held.add('r')
    return { id: 'r' }
  }
  await using given = await givenSessions({
    capacity: { reserve, findCluster: async () => ({ ...waitingCluster, stepConcurrency: 2 }) },
  })
  const steps = [step('first', 'ok', 'CANCEL_AND_WAIT'), step('second', 'ok')]

  await given.sessions.addSteps(ana, { clusterId, steps })

  const states = await eventually(() => statesOf(given), settled)
  assert.deepEqual(states, ['second CANCELLED', 'first FAILED'])
  assert.equal(given.held.size, 0)
})

test('given a cluster that grows, when a step begins, then it has what it reserved', async () => {
  const group = { id: 'ig-1', name: 'core', role: 'CORE' as const, instanceType: 'm5.large' }
  const machines = { count: 1 }
  const facts: Record<string, number> = {}
  await using given = await givenSessions({
    capacity: {
      async findCluster() {
        const { count } = machines
        return { ...waitingCluster, groups: [{ ...group, count, instanceIds: [] }] }
      },
      async reserve({ cpu }) {
        Object.assign(facts, { reserved: cpu })
        machines.count = 16
        return { id: 'r-1' }
      },
      giveExecutors: async ({ count }) => void Object.assign(facts, { given: count }),
    },
  })

  await given.sessions.addSteps(ana, { clusterId, steps: [step('one', 'ok')], roleArn })

  await eventually(() => statesOf(given), settled)
  // A quarter of each of the driver's two cores, and the one executor's.
  assert.deepEqual(facts, { reserved: 1.5, given: 1 })
})
