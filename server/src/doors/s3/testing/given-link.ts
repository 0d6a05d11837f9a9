import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import type { Link } from '../../../contexts/storage/index.ts'
import { type GivenS3, givenS3 } from './given-s3.ts'

export interface GivenLink extends AsyncDisposable {
  near: GivenS3
  /** What `linked` stands for: the keys below `data/` of its `lake`. */
  far: GivenS3
  link: Link
  /** Of the account that owns `linked`. */
  client: S3Client
  /** Past the platform. */
  farClient: S3Client
  /** From then on nothing answers there. */
  endFar(): Promise<void>
}

/** Two platforms: bucket `linked` of the one stands for a place at the other. */
export async function givenLink(change: Partial<Link> = {}): Promise<GivenLink> {
  const far = await givenS3()
  const near = await givenS3()
  const place = { bucket: 'lake', prefix: 'data/', endpoint: far.url, region: 'us-east-1' }
  const link: Link = { ...place, key: 'far', access: 'read-write', ...change }
  await writeKey(near, far)
  const { accountId } = near.owner
  await near.storage.linkBucket({ name: 'linked', accountId, link })
  const client = near.client(near.ownerKey)
  const farClient = far.client(far.ownerKey)
  const ending: { done?: PromiseLike<void> } = {}
  const endFar = async () => {
    ending.done ??= far[Symbol.asyncDispose]()
    await ending.done
  }
  return {
    ...{ near, far, link, client, farClient, endFar },
    async [Symbol.asyncDispose]() {
      client.destroy()
      farClient.destroy()
      await near[Symbol.asyncDispose]()
      await endFar()
    },
  }
}

/** The key of `far` where `near` looks for it, as an operator puts it there. */
export async function writeKey(near: GivenS3, { ownerKey }: GivenS3, mode = 0o600) {
  const directory = join(near.objectsDirectory, 'link-keys')
  await mkdir(directory, { recursive: true })
  const lines = [
    '[default]',
    `aws_access_key_id = ${ownerKey.accessKeyId}`,
    `aws_secret_access_key = ${ownerKey.secretAccessKey}`,
  ]
  const path = join(directory, 'far')
  await writeFile(path, `${lines.join('\n')}\n`)
  await chmod(path, mode)
}

/** Bytes of which no piece is like the next. */
export function patterned(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at + 4 <= sizeBytes; at += 4)
    bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at)
  return bytes
}
