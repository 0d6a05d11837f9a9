import {
  type Compute,
  type ComputeDeps,
  createCompute,
  GIB,
  Heads,
} from '../contexts/compute/index.ts'
import type { AccountId } from '../contexts/identity/index.ts'
import { createSessions, type Sessions } from '../contexts/sessions/index.ts'
import {
  dashboardPlaceWith,
  FakeBoxes,
  FakeDashboards,
  FakeGrounds,
} from '../contexts/sessions/testing/index.ts'
import type { AwsDoorParts } from '../doors/shared/aws-door.ts'
import type { Door } from '../doors/shared/door.ts'
import { systemClock } from '../foundation/clock.ts'
import { createLog } from '../foundation/log.ts'
import { givenDoor } from './door.ts'
import { FakeHeads } from './heads.ts'
import { allowing, givenIdentity, trusting } from './identity.ts'

/**
 * One door of compute on a real database with real identities: an account with an admin, a user
 * `quant` of the given policy, a role `research` that EMR may take, and an outsider.
 */
export async function givenComputeDoor(options: {
  door(deps: { compute: Compute; sessions: Sessions; region: string } & AwsDoorParts): Door
  policy: object
}) {
  // A set-up that throws must leave no database open: the test process would never end.
  await using parts = new AsyncDisposableStack()
  const given = parts.use(await givenIdentity())
  const { identity, sql } = given
  // Clients sign with the time of day, so these tests live in it.
  const shared = { identity, clock: systemClock, log: createLog('silent'), region: 'us-east-1' }
  const compute = computeOn({ ...shared, sql })
  const [boxes, dashboardPlace] = [new FakeBoxes(), dashboardPlaceWith(new FakeDashboards())]
  const sessions = createSessions({
    ...{ ...shared, sql, boxes, grounds: new FakeGrounds(), capacity: compute, dashboardPlace },
    governingAccount: async () => '111111111111' as AccountId,
    driver: { cores: 1, memoryMib: 1024, jvmMib: 512, temporaryMib: 512, standby: 0 },
    ...{ sweepMs: 50, putLog: async () => {} },
  })
  parts.defer(async () => {
    sessions.stop()
    await boxes.quiet()
  })
  await sessions.start()
  await sessions.engineReady()
  const served = parts.use(await givenDoor(options.door({ ...shared, compute, sessions })))
  const own = await given.account({ name: 'equities' })
  const other = await given.account({ name: 'outsider' })
  const trust = trusting({ Service: 'elasticmapreduce.amazonaws.com' })
  await identity.createRole(own.caller, { name: 'research', trust })
  await identity.createUser(own.caller, { name: 'quant' })
  const text = JSON.stringify(options.policy)
  const policy = { kind: 'user' as const, name: 'quant', policyName: 'own', text }
  await identity.putInlinePolicy(own.caller, policy)
  const quant = await identity.createAccessKey(own.caller, { userName: 'quant' })
  const client = (key: { accessKeyId: string; secretAccessKey: string }) => {
    const credentials = { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
    return { region: 'us-east-1', endpoint: served.url, maxAttempts: 1, credentials }
  }
  const all = parts.move()
  return {
    identity,
    ...{ accountId: own.accountId, caller: own.caller },
    role: `arn:aws:iam::${own.accountId}:role/research`,
    compute,
    admin: client(own.admin),
    quant: client(quant),
    outsider: client(other.admin),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

export { allowing }

function computeOn(ground: Pick<ComputeDeps, 'sql' | 'identity' | 'clock' | 'log' | 'region'>) {
  return createCompute({
    ...ground,
    livyPorts: { first: 8700, last: 8719, open: async () => true, close: async () => {} },
    heads: new Heads(new FakeHeads()),
    host: { cpu: 4, memoryBytes: 16 * GIB, diskBytes: 100 * GIB },
  })
}
