import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../../foundation/clock.ts'
import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { defineError } from '../../../foundation/errors.ts'
import type { Log } from '../../../foundation/log.ts'
import type { Sql } from '../../../foundation/sql.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import { createGovernance, type Governance, type TableAccess } from '../../governance/index.ts'
import type { AccountId, Caller, Identity, VendedScope } from '../../identity/index.ts'
import { createStorage, type Storage } from '../../storage/index.ts'
import type { CatalogDeps } from '../deps.ts'
import {
  type Catalog,
  copyOptions,
  createCatalog,
  type LoadedTable,
  parseReturnStats,
  type Schema,
  type WrittenFile,
} from '../index.ts'

/** As identity refuses. */
export const iamRefused = defineError<{ arn: string; action: string; resource: string }>({
  code: 'testing.access-denied',
  kind: 'denied',
  message: ({ arn, action, resource }) => `${arn} may not ${action} ${resource}`,
})

export const home = '700000000001' as AccountId
export const stranger = '700000000002' as AccountId
export const mobility = { accountId: home, database: 'mobility' }
export const flights = { ...mobility, table: 'flights' }
export const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: [
    { id: 1, name: 'day', required: false, type: 'date' },
    { id: 2, name: 'carrier', required: false, type: 'string' },
    { id: 3, name: 'delay', required: false, type: 'long' },
  ],
}

export interface GivenCatalog extends AsyncDisposable {
  catalog: Catalog
  deps: CatalogDeps
  database: GivenDatabase
  objectsDirectory: string
  storage: Storage
  ana: Caller
  /** What was vended, in order. */
  vended: VendedScope[]
  /** IAM actions that are refused. */
  refused: Set<string>
  /** Rows of `carrier` and `delay` on one day, as a file that can be appended. */
  written(select: string, table?: LoadedTable): Promise<WrittenFile>
  rows(sql: string, relation: { relation: string; paths: readonly string[] }): Promise<unknown[]>
}

export function callerOf(user: string, accountId: AccountId = home): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${user}`
  const key = { accessKeyId: `AKIA${user}`, sessionTags: {}, sessionPolicies: [] }
  return { accountId, principalArn: arn, arn, userId: `AIDA${user}`, ...key }
}

interface Ground {
  sql: Sql
  log: Log
  clock: Clock
  objectsDirectory: string
}

type Change = (governance: Governance) => Partial<CatalogDeps>

/** A catalog on a database and a directory, as one server of possibly several joins it. */
export async function joinCatalog(
  { objectsDirectory, ...given }: Ground,
  change: Change = () => ({}),
) {
  const refused = new Set<string>()
  const vended: VendedScope[] = []
  const ground = { ...given, identity: gate({ refused, vended }), region: 'us-east-1' }
  const bucketOwner = (bucket: string) => storage.bucketOwner(bucket)
  const governance = await createGovernance({ ...ground, bucketOwner })
  const storage = createStorage({ ...ground, governance, objectsDirectory })
  const deps = { ...ground, governance, storage, ...change(governance) }
  return {
    catalog: createCatalog(deps),
    deps,
    storage,
    ana: callerOf('ana'),
    vended,
    refused,
    written: (select: string) => written(storage, select),
  }
}

/** A catalog on real PostgreSQL, storage and governance, where IAM allows what is not refused. */
export async function givenCatalog(change?: Change): Promise<GivenCatalog> {
  const database = await givenDatabase()
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-catalog-'))
  const { sql, log } = database
  const ground = { sql, log, clock: systemClock, objectsDirectory }
  return {
    ...(await joinCatalog(ground, change)),
    database,
    objectsDirectory,
    rows,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}

function gate({ refused, vended }: Pick<GivenCatalog, 'refused' | 'vended'>) {
  const identity: Pick<
    Identity,
    'accounts' | 'principalSince' | 'couldWorkAs' | 'demand' | 'demandGoverning' | 'allows' | 'vend'
  > = {
    principalSince: async () => new Date(0),
    accounts: async () => [home, stranger].map((id) => ({ id, name: id, organization: true })),
    demand: async ({ arn }, { action, resource }) => {
      if (refused.has(action)) throw iamRefused({ arn, action, resource })
    },
    couldWorkAs: async () => false,
    demandGoverning: async (_actor, { action, resource }) => {
      throw iamRefused({ arn: 'somebody', action, resource })
    },
    allows: async (_caller, { action }) => !refused.has(action),
    vend: async (_caller, scope) => {
      vended.push(scope)
      return { accessKeyId: 'ASIAVENDED', secretAccessKey: 'secret', sessionToken: 'token' }
    },
  }
  return identity
}

async function written(storage: Storage, select: string): Promise<WrittenFile> {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const [row] = await duckdb.rows(`COPY (${select}) TO ${quoteText(path)} (${copyOptions(schema)})`)
  return parseReturnStats(row ?? {}) as WrittenFile
}

async function rows(sql: string, from: { relation: string; paths: readonly string[] }) {
  await using duckdb = await openDuckdb({ paths: from.paths })
  return await duckdb.rows(sql.replace('$table', from.relation))
}

/** A select of so many rows of one day. */
export function delays(day: string, carrier: string, values: readonly number[]): string {
  const list = values.map((value) => `(${value})`).join(', ')
  return `SELECT DATE '${day}' AS day, '${carrier}' AS carrier, v::BIGINT AS delay
          FROM (VALUES ${list}) t(v)`
}

export async function givenFlights(
  given: GivenCatalog,
  partitioned = false,
  formatVersion = 2,
): Promise<LoadedTable> {
  await given.catalog.createDatabase(given.ana, mobility)
  const fields = [{ 'source-id': 1, name: 'day', transform: 'identity' }]
  const layout = partitioned ? { partitionSpec: { fields } } : {}
  const properties = { 'format-version': String(formatVersion) }
  return given.catalog.createTable(given.ana, { ...flights, schema, ...layout, properties })
}

/** The same in a bucket of the account’s own, where S3’s policies say who may put tables. */
export async function givenFlightsElsewhere(given: GivenCatalog): Promise<LoadedTable> {
  await given.storage.ensureBucket({ name: 'elsewhere', accountId: flights.accountId })
  await given.catalog.createDatabase(given.ana, mobility)
  const location = 's3://elsewhere/mobility/flights'
  return given.catalog.createTable(given.ana, { ...flights, schema, location })
}

/** Some rows and columns, or nothing at all. */
export function accessWith(part: Partial<TableAccess>): TableAccess {
  return {
    iamOnly: false,
    permissions: new Set(['DESCRIBE', 'SELECT']),
    columns: new Set([1, 2]),
    cellFilters: new Map(),
    restricted: true,
    snapshotVersion: 1,
    ...part,
  } as TableAccess
}
