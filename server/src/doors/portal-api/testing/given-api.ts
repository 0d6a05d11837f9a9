import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Status } from '@millrace/contract'
import { createCatalog, createProjections } from '../../../contexts/catalog/index.ts'
import { createCompute, GIB, Heads } from '../../../contexts/compute/index.ts'
import {
  createGovernance,
  type Governance,
  type GrantCommand,
} from '../../../contexts/governance/index.ts'
import type { Caller } from '../../../contexts/identity/index.ts'
import { createDaysOff, createIngestion } from '../../../contexts/ingestion/index.ts'
import { createStorage } from '../../../contexts/storage/index.ts'
import { createTrials, trialsJobs } from '../../../contexts/trials/index.ts'
import { givenRooms } from '../../../contexts/trials/testing/index.ts'
import { systemClock } from '../../../foundation/clock.ts'
import { createOutbound } from '../../../foundation/outbound.ts'
import { healthOf } from '../../../health.ts'
import { givenDoor } from '../../../testing/door.ts'
import { FakeHeads } from '../../../testing/heads.ts'
import { givenIdentity } from '../../../testing/identity.ts'
import { createPortalApiDoor } from '../index.ts'

export const STATUS: Status = {
  url: 'http://127.0.0.1:8470',
  version: '0.1.0',
  ready: true,
  isolation: 'full',
  engine: { state: 'ready', detail: '' },
  demo: { state: 'none' },
  components: [],
}

const HOST = {
  livyPorts: { first: 8700, last: 8719, open: async () => true, close: async () => {} },
  host: { cpu: 4, memoryBytes: 16 * GIB, diskBytes: 100 * GIB },
}

/** The portal's API over real contexts, and an account `equities` with its admin signed in. */
export async function givenApi() {
  const given = await givenIdentity(systemClock)
  const { identity, sql, log } = given
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'portal-api-'))
  const ground = { sql, log, clock: systemClock, identity, region: 'us-east-1' }
  const bucketOwner = (bucket: string) => storage.bucketOwner(bucket)
  const governance = await createGovernance({ ...ground, bucketOwner })
  const storage = createStorage({ ...ground, governance, objectsDirectory })
  const projections = createProjections({ ...ground, storage, projectionKey: randomBytes(32) })
  const catalog = createCatalog({ ...ground, governance, storage, projections })
  const compute = createCompute({ ...ground, ...HOST, heads: new Heads(new FakeHeads()) })
  const outbound = createOutbound({ internalHosts: ['127.0.0.1'] })
  const lake = { ...ground, governance, storage, catalog, outbound }
  const ingestion = createIngestion({
    ...{ ...lake, sealingKey: randomBytes(32), daysOff: createDaysOff() },
  })
  const rooms = await givenRooms({ ...ground, capacity: compute })
  const below = { governance, catalog, compute, ingestion }
  const forTrials = { ...ground, ...below, notebooks: rooms.notebooks, codeVersion: 'test' }
  const contexts = { identity, storage, ...below, trials: createTrials(forTrials) }
  const status = async () => STATUS
  const { rot, upstream, links } = storage
  const facts = { home: objectsDirectory, version: '0.1.0', status, rot, upstream, links }
  const health = healthOf({ ...ground, ...facts })
  const door = createPortalApiDoor({
    ...{ ...ground, ...contexts, status, health },
    tryChange: (caller, { input }) => tryGrant(governance, caller, input as GrantCommand),
    operatorToken: 'operator',
    version: '0.1.0',
  })
  const served = await givenDoor(door)
  const { caller: admin, accountId } = await given.account({ name: 'equities' })
  const token = await identity.issueToken(admin, 3600)
  return {
    ...contexts,
    trialsJobs: trialsJobs(forTrials),
    given,
    admin,
    accountId,
    url: `${served.url}/api/v1`,
    bearer: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await rooms.close()
      await storage.close()
      await given[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}

/** By governance’s own command: the forms of Lake Formation are another door’s. */
function tryGrant(governance: Governance, caller: Caller, command: GrantCommand) {
  return governance.whatIf(caller, async (tried) => {
    await tried.grantPermissions(caller, command)
    return {}
  })
}
