import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { systemClock } from '../../../foundation/clock.ts'
import { databaseAway } from '../../../foundation/database-away.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { ClusterForDrivers, SessionsDeps } from '../deps.ts'
import { createSessions, type Sessions, type SessionUser } from '../index.ts'
import { identityErrors } from './denied.ts'
import { FakeBoxes } from './fake-boxes.ts'
import { dashboardPlaceWith, FakeDashboards } from './fake-dashboards.ts'
import { FakeGrounds } from './fake-grounds.ts'

export interface GivenSessions extends AsyncDisposable {
  sessions: Sessions
  boxes: FakeBoxes
  grounds: FakeGrounds
  dashboards: FakeDashboards
  place: SessionsDeps['dashboardPlace']
  database: GivenDatabase
  /** Capacity that is held at this moment. */
  held: Set<string>
  /** What was written to S3, by who wrote it and where. */
  logs: Map<string, string>
  /** Another server on the same rows, when the first is gone. */
  restart(): Sessions
}

const accountId = '444444444444' as AccountId

/** A user of the account, by name. */
export function userNamed(name: string, place: SessionUser['place'] = home): SessionUser {
  const arn = `arn:aws:iam::${accountId}:user/${name}`
  const caller: Caller = {
    accountId,
    principalArn: arn,
    arn,
    userId: `AIDA${name}`,
    accessKeyId: `AKIA${name}`,
    sessionTags: {},
    sessionPolicies: [],
  }
  const principal = { kind: 'caller', caller } as const
  return { accountId, owner: arn, behind: arn, principal, place, assumedThrough: [], caller }
}

/** What compute answers of a cluster that nothing runs on. */
export const waitingCluster: ClusterForDrivers = {
  accountId,
  state: 'WAITING',
  configurations: [],
  stepConcurrency: 1,
  releaseLabel: 'spark-4.1',
  groups: [],
}

const home = { kind: 'account', id: accountId } as const

/** Sessions on an empty database, with drivers that answer at once. */
export async function givenSessions(
  given: Partial<
    Pick<SessionsDeps, 'identity' | 'clock' | 'driver' | 'credentialSeconds' | 'sweepMs'>
  > & {
    capacity?: Partial<SessionsDeps['capacity']>
    isolation?: FakeBoxes['isolation']
  } = {},
): Promise<GivenSessions> {
  const database = await givenDatabase()
  const boxes = new FakeBoxes()
  const grounds = new FakeGrounds()
  const dashboards = new FakeDashboards()
  const place = dashboardPlaceWith(dashboards)
  const held = new Set<string>()
  const logs = new Map<string, string>()
  const { capacity, isolation = 'full', ...chosen } = given
  boxes.isolation = isolation
  const deps: SessionsDeps = {
    sql: database.sql,
    log: database.log,
    clock: systemClock,
    identity: permissive,
    capacity: { ...roomy(held), ...capacity },
    ...{ boxes, grounds, dashboardPlace: place },
    putLog: logsIn(logs),
    governingAccount: async () => '111111111111' as AccountId,
    region: 'us-east-1',
    driver: { cores: 2, memoryMib: 1800, jvmMib: 768, temporaryMib: 512, standby: 0 },
    ...chosen,
  }
  const sessions = createSessions(deps)
  await sessions.start()
  await sessions.engineReady()
  return {
    sessions,
    boxes,
    grounds,
    ...{ dashboards, place },
    database,
    held,
    logs,
    restart: () => createSessions(deps),
    async [Symbol.asyncDispose]() {
      sessions.stop()
      // News that is still on its way must find its tables.
      await boxes.quiet()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** A bucket that is open to all, and one that is closed. */
function logsIn(logs: Map<string, string>): SessionsDeps['putLog'] {
  return async (caller, { bucket, key, body }) => {
    if (bucket === 'closed') throw identityErrors.denied({})
    if (bucket === 'away') throw databaseAway({})
    logs.set(`${caller.arn} s3://${bucket}/${key}`, gunzipSync(body).toString())
  }
}

/** Room for everybody; what is held stands in `held`. */
function roomy(held: Set<string>): SessionsDeps['capacity'] {
  return {
    async reserve() {
      const id = `r-${held.size}-${Date.now()}`
      held.add(id)
      return { id }
    },
    release: async (id) => void held.delete(id),
    readyApplication: async () => ({ releaseLabel: 'spark-4.1', interactive: true }),
    findApplication: async () => ({ concurrentRunsMax: 15, queueTimeoutMinutes: 360 }),
    findRoom: async () => ({ cpu: 16, memoryBytes: 64 * 2 ** 30 }),
    findCluster: async () => undefined,
    usableCluster: async () => ({ stepConcurrency: 1, releaseLabel: 'spark-4.1' }),
    giveExecutors: async () => {},
    hearOfSteps: async () => {},
  }
}

/** Lets everybody do what is demanded, and sees nobody's rights over others. */
export const permissive: SessionsDeps['identity'] = {
  demand: async () => {},
  allows: async () => false,
  issueToken: async ({ boundTo }) => `token for ${boundTo}`,
  verifyToken: async () => userNamed('ana').caller!,
  async assumeForService({ roleArn, boundTo }) {
    const caller = { ...userNamed('role').caller!, principalArn: roleArn, arn: roleArn }
    return { caller: { ...caller, ...(boundTo ? { boundTo } : {}) }, credentials: keys(roleArn) }
  },
  actForCaller: async ({ caller, boundTo }) => ({
    caller: { ...caller, boundTo },
    credentials: keys(caller.arn),
  }),
}

function keys(accessKeyId: string) {
  const expiresAt = new Date(Date.now() + 3_600_000)
  return { accessKeyId, secretAccessKey: 'secret', sessionToken: 'sealed', expiresAt }
}

/** Asks until the answer passes; what drivers do comes in its own time. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  passes: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const value = await ask()
    if (passes(value)) return value
    if (Date.now() > deadline)
      assert.fail(`it never came to pass; last seen: ${JSON.stringify(value)}`)
    await sleep(5)
  }
}

/** A session that is idle, and its number as Livy's paths have it. */
export async function givenIdle(
  { sessions }: Pick<GivenSessions, 'sessions'>,
  user: SessionUser,
): Promise<string> {
  const { id } = await sessions.createSession(user, { kind: 'pyspark' })
  const ask = () => sessions.getSession(user, String(id))
  await eventually(ask, ({ state }) => state === 'idle')
  return String(id)
}
