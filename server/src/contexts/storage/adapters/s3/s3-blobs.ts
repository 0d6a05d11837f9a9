import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import type { Clock } from '../../../../foundation/clock.ts'
import { timeOrderedId } from '../../../../foundation/ids.ts'
import { upstreamRefused } from '../../errors.ts'
import type { BlobStore, Body } from '../blob-store.ts'
import type { Staging } from '../staging.ts'
import { atMost } from './at-most.ts'
import { type BoundPlace, checkBinding } from './binding.ts'
import { said } from './failures.ts'
import { openKey } from './read.ts'
import type { Upstream } from './upstream.ts'
import { copyKey, putBody } from './write.ts'

/** Each holds some parts in memory; who comes beyond is told to slow down. */
const BODIES_MAX = 64
const BATCH = 500
const ID = /^s[0-9a-f]{32}$/
/** The prefix and the time of an id. */
const TIME_LETTERS = 13

interface S3BlobsOptions {
  upstream: Upstream
  place: BoundPlace
  staging: Staging
  clock: Clock
}

export interface S3Blobs extends BlobStore {
  /** Asks the endpoint whether all is well. */
  check(): Promise<void>
}

/** Blobs as keys of a bucket: `<prefix>blobs/<last two digits of the id>/<id>`. */
export function createS3Blobs({ upstream, place, staging, clock }: S3BlobsOptions): S3Blobs {
  const check = () => checkBinding(upstream, place)
  const bound = untilDone(check)
  const admitted = atMost(BODIES_MAX)
  const create = (body: Body) =>
    admitted(async () => {
      await bound()
      const blobId = timeOrderedId('s', clock())
      await putBody(upstream, keyOf(upstream, blobId), body, { fresh: true })
      return blobId
    })
  return {
    check,
    create,
    async open(blobId, range) {
      await bound()
      return openKey(upstream, keyOf(upstream, blobId), range)
    },
    async clone(blobId) {
      await bound()
      const copyId = timeOrderedId('s', clock())
      const keys = { from: keyOf(upstream, blobId), to: keyOf(upstream, copyId), fresh: true }
      return (await copyKey(upstream, keys)) === undefined ? undefined : copyId
    },
    async remove(blobIds) {
      if (blobIds.length === 0) return
      await bound()
      for (let from = 0; from < blobIds.length; from += BATCH)
        await removeBatch(upstream, blobIds.slice(from, from + BATCH))
    },
    stagingPath: staging.path,
    adopt: (path) => moveFile(path, create),
    hold: async () => undefined,
    discard: (path) => rm(path, { force: true }),
    async *aged(olderThan) {
      await bound()
      yield* agedBlobs(upstream, olderThan)
    },
    async clearStaging(olderThan) {
      const staged = await staging.clear(olderThan)
      await bound()
      return staged + (await abortUploads(upstream, olderThan))
    },
  }
}

async function moveFile(path: string, create: BlobStore['create']) {
  const { size: sizeBytes } = await stat(path)
  const body = createReadStream(path)
  // Where it is not read to its end its file would stay open.
  const blobId = await create(body).finally(() => body.destroy())
  await rm(path, { force: true })
  return { blobId, sizeBytes }
}

function keyOf({ prefix }: Upstream, blobId: string): string {
  return `${prefix}blobs/${blobId.slice(-2)}/${blobId}`
}

/** The blob of a key, where it was made before `olderThan`. */
function agedId(key: string | undefined, olderThan: Date): string[] {
  const blobId = key?.split('/').at(-1) ?? ''
  const youngest = timeOrderedId('s', olderThan).slice(0, TIME_LETTERS)
  return ID.test(blobId) && blobId.slice(0, TIME_LETTERS) < youngest ? [blobId] : []
}

async function removeBatch(upstream: Upstream, blobIds: readonly string[]): Promise<void> {
  const Objects = blobIds.map((blobId) => ({ Key: keyOf(upstream, blobId) }))
  const removal = new DeleteObjectsCommand({
    Bucket: upstream.bucket,
    Delete: { Objects, Quiet: true },
  })
  const { Errors = [] } = await upstream.ask((client) => client.send(removal))
  const [first] = Errors.filter(({ Code }) => Code !== 'NoSuchKey')
  if (!first) return
  throw upstreamRefused({}, { cause: said(first.Code ?? 'Error', first.Message ?? '') })
}

async function* agedBlobs(upstream: Upstream, olderThan: Date): AsyncIterable<string[]> {
  const within = { Bucket: upstream.bucket, Prefix: `${upstream.prefix}blobs/`, MaxKeys: BATCH }
  let token: string | undefined
  do {
    const asked = new ListObjectsV2Command({ ...within, ContinuationToken: token })
    const page = await upstream.ask((client) => client.send(asked))
    yield (page.Contents ?? []).flatMap(({ Key }) => agedId(Key, olderThan))
    token = page.NextContinuationToken
  } while (token !== undefined)
}

/** Uploads that were cut off keep their parts, which no listing shows. */
async function abortUploads(upstream: Upstream, olderThan: Date): Promise<number> {
  const within = { Bucket: upstream.bucket, Prefix: `${upstream.prefix}blobs/` }
  let aborted = 0
  let behind: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
  while (behind) {
    const asked: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
      ...{ ...within, ...behind },
    })
    const page = await upstream.ask((client) => client.send(asked))
    for (const { Key, UploadId } of page.Uploads ?? []) {
      if (agedId(Key, olderThan).length === 0) continue
      const abort = new AbortMultipartUploadCommand({ Bucket: within.Bucket, Key, UploadId })
      await upstream.find((client) => client.send(abort))
      aborted += 1
    }
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page
    behind = page.IsTruncated && KeyMarker ? { KeyMarker, UploadIdMarker } : undefined
  }
  return aborted
}

/** Does `work` once; where it fails, again for whoever asks next. */
function untilDone(work: () => Promise<void>): () => Promise<void> {
  const state: { done?: Promise<void> } = {}
  return () => {
    state.done ??= work().catch((error: unknown) => {
      delete state.done
      throw error
    })
    return state.done
  }
}
