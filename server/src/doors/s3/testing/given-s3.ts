import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import type { Caller, Credentials } from '../../../contexts/identity/index.ts'
import { createStorage, type StorageContext } from '../../../contexts/storage/index.ts'
import { systemClock } from '../../../foundation/clock.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { givenDoor } from '../../../testing/door.ts'
import { type GivenIdentity, givenIdentity } from '../../../testing/identity.ts'
import { createS3Door } from '../index.ts'

export interface GivenS3 extends AsyncDisposable {
  url: string
  identity: GivenIdentity
  storage: StorageContext
  /** Locations that are registered from now on, each with its closing slash. */
  registered: Set<string>
  owner: Caller
  ownerKey: Credentials
  objectsDirectory: string
  client(key: Credentials): S3Client
}

/** The door on a port, over real identity and storage, with bucket `lake` of account `owner`. */
export async function givenS3(): Promise<GivenS3> {
  const identity = await givenIdentity()
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-s3-'))
  const registered = new Set<string>()
  const registeredLocation = (location: string) => {
    const found = [...registered].find((prefix) => location.startsWith(prefix))
    return found === undefined ? undefined : { location: found, accountId: owner.accountId }
  }
  const { caller: owner, admin: ownerKey } = await identity.account({ name: 'owner' })
  const governance = { keysEnded: () => false, registeredLocation, recordUse: recordDone }
  const ports = { identity: identity.identity, governance }
  const ground = { sql: identity.sql, log: identity.log, clock: systemClock }
  const storage = createStorage({ ...ground, ...ports, objectsDirectory })
  await storage.ensureBucket({ name: 'lake', accountId: owner.accountId })
  const place = { region: 'us-east-1', domain: 'millrace.test' }
  const s3 = createS3Door({ ...ground, ...place, storage, identity: identity.identity })
  const door = await givenDoor(s3)
  return {
    url: door.url,
    ...{ identity, storage, registered, owner, ownerKey, objectsDirectory },
    client: (key) => clientOf(door.url, key),
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]()
      await storage.close()
      await identity[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}

function clientOf(endpoint: string, credentials: Credentials): S3Client {
  const place = { endpoint, region: 'us-east-1', forcePathStyle: true }
  return new S3Client({ ...place, credentials, maxAttempts: 1 })
}
