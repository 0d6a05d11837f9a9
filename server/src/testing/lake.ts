import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalog, createCatalog, createProjections } from '../contexts/catalog/index.ts'
import { createGovernance, type Governance } from '../contexts/governance/index.ts'
import type { AccountId } from '../contexts/identity/index.ts'
import { createIdentity, type Identity } from '../contexts/identity/index.ts'
import { createStorage } from '../contexts/storage/index.ts'
import { systemClock } from '../foundation/clock.ts'
import { type GivenDatabase, givenDatabase } from './database.ts'
import { passwordCost } from './identity.ts'

export interface Admin {
  accountId: AccountId
  accessKeyId: string
  secretAccessKey: string
}

/** The first four contexts, joined as in the platform, with two accounts and their admins. */
export interface GivenLake extends AsyncDisposable {
  database: GivenDatabase
  identity: Identity
  governance: Governance
  storage: ReturnType<typeof createStorage>
  catalog: Catalog
  home: Admin
  stranger: Admin
}

export async function givenLake(): Promise<GivenLake> {
  const database = await givenDatabase()
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-lake-'))
  const ground = { sql: database.sql, log: database.log, clock: systemClock }
  const identity = createIdentity({ ...ground, sealKey: Buffer.alloc(32, 7), passwordCost })
  const home = await identity.createAccount('platform', { name: 'home' })
  const stranger = await identity.createAccount('platform', { name: 'stranger' })
  const governance = await createGovernance({ ...ground, identity, region: 'us-east-1' })
  const storage = createStorage({ ...ground, identity, governance, objectsDirectory })
  const projectionKey = Buffer.alloc(32, 8)
  const projections = createProjections({ ...ground, storage, projectionKey })
  const catalogDeps = { ...ground, identity, governance, storage, projections }
  const catalog = createCatalog({ ...catalogDeps, region: 'us-east-1' })
  return {
    database,
    identity,
    governance,
    storage,
    catalog,
    home: { accountId: home.accountId, ...home.admin },
    stranger: { accountId: stranger.accountId, ...stranger.admin },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}
