import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { systemClock } from '../../../foundation/clock.ts'
import { defineError } from '../../../foundation/errors.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import type { AccountId, Caller, VendedPrefix } from '../../identity/index.ts'
import { createStorage, type StorageContext, type StorageDeps } from '../index.ts'
import { within } from '../model/location.ts'

const refusedByIam = defineError<{ action: string }>({
  code: 'storage-tests.refused-by-iam',
  kind: 'denied',
  message: ({ action }) => `IAM refuses ${action}`,
})

export interface GivenStorage extends AsyncDisposable {
  storage: StorageContext
  deps: StorageDeps
  database: GivenDatabase
  /** Actions that IAM refuses to everybody from now on. */
  refusedActions: Set<string>
  /** Registered from now on. */
  registered: Set<string>
  /** Ids of tables of which a licence has ended. */
  ended: Set<string>
  /** What the audit was told so far: `allowed storage.object-put s3://lake/a by ana`. */
  audited(): Promise<string[]>
}

/** Two people of two accounts. */
export const ana = callerOf('ana', '111111111111')
export const bob = callerOf('bob', '222222222222')

/** Ana, by credentials that open `prefixes` alone. */
export function vended(...prefixes: VendedPrefix[]): Caller {
  return { ...ana, accessKeyId: 'ASIAVENDED', scope: { prefixes, tableId: 'table-1' } }
}

/** Storage on an empty database and directory, with bucket `lake` of Ana's account. */
export async function givenStorage(
  options: Partial<Pick<StorageDeps, 'clock' | 'objectOwnership' | 'quota' | 'upstream'>> = {},
): Promise<GivenStorage> {
  const database = await givenDatabase()
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-storage-'))
  const { sql, log } = database
  const gates = givenGates()
  const clock = options.clock ?? systemClock
  const { quota = {}, upstream, objectOwnership = 'BucketOwnerEnforced' } = options
  const settings = { objectsDirectory, upstream, quota, objectOwnership }
  const deps = { sql, log, clock, ...settings, ...gates.ports }
  const storage = createStorage(deps)
  await storage.ensureBucket({ name: 'lake', accountId: ana.accountId })
  return {
    storage,
    deps,
    database,
    ...gates.sets,
    async audited() {
      const rows = await database.pool.query('SELECT * FROM foundation.outbox ORDER BY id')
      return rows.rows.map((row) => `${row.decision} ${row.action} ${row.resource} by ${row.actor}`)
    },
    async [Symbol.asyncDispose]() {
      await storage.close()
      await database[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}

/** The far sides of the gate, as sets that a test fills. */
function givenGates() {
  const refusedActions = new Set<string>()
  const registered = new Set<string>()
  const ended = new Set<string>()
  const ports: Pick<StorageDeps, 'identity' | 'governance'> = {
    identity: {
      async demand(_caller, { action }) {
        if (refusedActions.has(action)) throw refusedByIam({ action })
      },
      allows: async (_caller, { action }) => !refusedActions.has(action),
      principalSince: async (arn) => (arn.endsWith('/ana') ? new Date(0) : undefined),
      accounts: async () => [ana, bob].map(({ accountId: id, arn: name }) => accountOf(id, name)),
    },
    governance: {
      keysEnded: ({ scope }) => ended.has(scope?.tableId ?? ''),
      registeredLocation(location) {
        const found = [...registered].find((prefix) => within(location, prefix))
        return found === undefined ? undefined : { location: found, accountId: ana.accountId }
      },
      recordUse: recordDone,
    },
  }
  return { ports, sets: { refusedActions, registered, ended } }
}

function accountOf(id: AccountId, name: string) {
  return { id, name, organization: true, createdAt: new Date(0) }
}

function callerOf(name: string, account: string): Caller {
  return {
    accountId: account as AccountId,
    principalArn: name,
    arn: name,
    userId: 'AIDAEXAMPLE',
    accessKeyId: `AKIA${name.toUpperCase()}`,
    sessionTags: {},
    sessionPolicies: [],
  }
}

export const plain = { headers: { 'content-type': 'text/plain' }, metadata: {} }

/** A put without conditions. */
export function putOf(key: string, body: Buffer | string = 'x') {
  const bytes = Buffer.from(body)
  return {
    bucket: 'lake',
    key,
    body: Readable.from([bytes]),
    description: plain,
    conditions: {},
  }
}

/** What these keys hold, to be deleted. */
export function targetsOf(keys: readonly string[]) {
  return keys.map((key) => ({ key }))
}
