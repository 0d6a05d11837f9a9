import { DomainError } from '../../../foundation/errors.ts'
import { createLog } from '../../../foundation/log.ts'
import { givenDatabase } from '../../../testing/database.ts'
import { FakeHeads } from '../../../testing/heads.ts'
import type { AccessRequest, AccountId, Caller, Identity } from '../../identity/index.ts'
import {
  type ComputeDeps,
  computeJobs,
  createCompute,
  GIB,
  Heads,
  type RunCluster,
} from '../index.ts'

export const account = '111122223333' as AccountId
export const ana = callerOf(account, 'ana')
export const stranger = callerOf('999988887777' as AccountId, 'stranger')
export const role = `arn:aws:iam::${account}:role/research`

function callerOf(accountId: AccountId, name: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${name}`
  return {
    accountId,
    principalArn: arn,
    arn,
    userId: `AIDA${name}`,
    accessKeyId: `AKIA${name}`,
    sessionTags: {},
    sessionPolicies: [],
  }
}

function denied(principal: string, action: string): DomainError {
  const definition = { code: 'test.denied', kind: 'denied' } as const
  return new DomainError(definition, `${principal} may not ${action}`, { facts: {} })
}

/** A gate that lets all through but what a test closes, and remembers what it was asked. */
function givenGate() {
  const asked: AccessRequest[] = []
  const closed = new Set<string>()
  const identity: ComputeDeps['identity'] = {
    async demand({ arn }, request) {
      asked.push(request)
      if (closed.has(request.action)) throw denied(arn, request.action)
    },
    allows: async (_caller, { action, resource }) =>
      !closed.has(action) && !closed.has(`${action} ${resource}`),
    async demandStanding() {},
    guess: async (_of, check) => check(),
    async assumeForService({ roleArn }) {
      if (closed.has(roleArn)) throw denied(roleArn, 'sts:AssumeRole')
      const caller = { ...callerOf(account, 'role'), arn: roleArn, principalArn: roleArn }
      return { caller } as Awaited<ReturnType<Identity['assumeForService']>>
    },
  }
  return { identity, asked, closed }
}

/** Compute on a real, empty database; listeners, clock and gate are the test's own. */
export async function givenCompute() {
  const database = await givenDatabase()
  const open = new Map<number, string>()
  const taken = new Set<number>()
  const clock = { now: new Date('2026-11-23T08:00:00Z') }
  const gate = givenGate()
  const boxes = new FakeHeads()
  const deps: ComputeDeps = {
    sql: database.sql,
    log: createLog('silent'),
    clock: () => clock.now,
    identity: gate.identity,
    heads: new Heads(boxes),
    region: 'us-east-1',
    host: { cpu: 8, memoryBytes: 32 * GIB, diskBytes: 200 * GIB },
    livyPorts: {
      first: 8600,
      last: 8609,
      async open(port, { id }) {
        if (taken.has(port)) return false
        open.set(port, id)
        return true
      },
      async close(port) {
        open.delete(port)
      },
    },
  }
  return {
    ...gate,
    boxes,
    clock,
    deps,
    open,
    taken,
    sql: database.sql,
    compute: createCompute(deps),
    /** Runs the reconciler once, `seconds` later. */
    async after(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000)
      await computeJobs(deps)['compute.reconcile']!({})
    },
    async actions() {
      const rows = await database.sql.selectFrom('foundation.outbox').select('action').execute()
      return rows.map(({ action }) => action)
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

export const oneMachine = {
  name: 'research',
  releaseLabel: 'emr-7.9.0',
  groups: [{ role: 'MASTER' as const, type: 'm5.xlarge', count: 1 }],
  configurations: [],
  applications: ['Spark'],
  tags: {},
  echoed: {},
  terminationProtected: false,
  keepAlive: true,
  stepConcurrency: 1,
  idleSecondsMax: undefined,
}

/** With two machines of 2 vCPU beside its master. */
export const withWorkers: RunCluster = {
  ...oneMachine,
  releaseLabel: 'spark-4.1',
  groups: [
    { role: 'MASTER', type: 'm5.large', count: 1 },
    { role: 'CORE', type: 'm5.large', count: 2 },
  ],
}

/** Of an executor. */
export const size = { cores: 1, memoryMib: 2048, jvmMib: 1024, temporaryMib: 512 }

export const onePlan = {
  name: 'pipeline',
  releaseLabel: 'emr-7.9.0',
  architecture: 'X86_64' as const,
  maximumCapacity: { cpu: 2, memoryBytes: 8 * GIB },
  autoStart: true,
  autoStopIdleMinutes: 15,
  concurrentRunsMax: 15,
  queueTimeoutMinutes: 360,
  interactive: true,
  tags: {},
}
