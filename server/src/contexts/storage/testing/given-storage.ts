import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../foundation/clock.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import type { Governance } from '../../governance/index.ts'
import type { Identity } from '../../identity/index.ts'
import { createStorage, type Storage, type StorageDeps } from '../index.ts'

export interface GivenStorage extends AsyncDisposable {
  storage: Storage
  deps: StorageDeps
  database: GivenDatabase
}

/** Storage on an empty database and directory; the gates are what the test is about, or closed. */
export async function givenStorage(
  gates: Partial<Pick<StorageDeps, 'identity' | 'governance' | 'clock'>> = {},
): Promise<GivenStorage> {
  const database = await givenDatabase()
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-storage-'))
  const { sql, log } = database
  const deps = { sql, log, objectsDirectory, clock: systemClock, ...closed, ...gates }
  return {
    storage: createStorage(deps),
    deps,
    database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}

const closed: {
  identity: Pick<Identity, 'demand' | 'allows'>
  governance: Pick<Governance, 'registeredLocation'>
} = {
  identity: { demand: () => Promise.reject(new TypeError('no gate')), allows: async () => false },
  governance: { registeredLocation: () => undefined },
}
