import { createReadStream } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../../../../foundation/clock.ts'
import { timeOrderedId } from '../../../../foundation/ids.ts'
import type { ByteRange } from '../../model/object.ts'
import type { BlobStore, Body } from '../blob-store.ts'
import type { Staging } from '../staging.ts'
import { writeFileDurably } from './durable-file.ts'

const READ_BYTES = 512 * 1024
const BATCH = 500
const ID = /^b[0-9a-f]{32}$/

interface FileBlobsOptions {
  directory: string
  clock: Clock
  /** On the same disk. */
  staging: Staging
}

/**
 * Blobs as files: `blobs/<last two digits of the id>/<id>`, written as staged ones first. A file
 * has its final name only when it is whole and on the disk.
 */
export function createFileBlobs(options: FileBlobsOptions): BlobStore {
  const layout = createLayout(options)
  return {
    create: (body) => createBlob(layout, body),
    open: (blobId, range) => openBlob(layout, blobId, range),
    clone: (blobId) => cloneBlob(layout, blobId),
    async remove(blobIds) {
      for (const blobId of blobIds) await rm(layout.path(blobId), { force: true })
    },
    stagingPath: () => layout.staged(),
    async adopt(path) {
      const sizeBytes = await syncFile(path)
      return { blobId: await moveIn(layout, path), sizeBytes }
    },
    async hold(blobId) {
      const path = await layout.staged()
      return (await linked(layout.path(blobId), path)) ? path : undefined
    },
    discard: (path) => rm(path, { force: true }),
    aged: (olderThan) => agedBlobs(layout, olderThan),
    clearStaging: options.staging.clear,
  }
}

interface Layout {
  path(blobId: string): string
  shard(blobId: string): string
  /** A fresh staged path; makes the directories of blobs when they are not there yet. */
  staged(): Promise<string>
  newId(): string
  blobsDirectory: string
}

function createLayout({ directory, clock, staging }: FileBlobsOptions): Layout {
  const blobsDirectory = join(directory, 'blobs')
  const shard = (blobId: string) => join(blobsDirectory, blobId.slice(-2))
  const newId = () => timeOrderedId('b', clock())
  const state: { made?: Promise<void> } = {}
  return {
    blobsDirectory,
    shard,
    newId,
    path: (blobId) => join(shard(blobId), blobId),
    async staged() {
      state.made ??= makeShards(blobsDirectory)
      await state.made
      return staging.path()
    },
  }
}

async function makeShards(blobsDirectory: string): Promise<void> {
  for (let shard = 0; shard < 256; shard += 1) {
    const name = shard.toString(16).padStart(2, '0')
    await mkdir(join(blobsDirectory, name), { recursive: true, mode: 0o700 })
  }
  await syncFile(blobsDirectory)
}

async function createBlob(layout: Layout, body: Body): Promise<string> {
  const staged = await layout.staged()
  try {
    await writeFileDurably(staged, body)
    return await moveIn(layout, staged)
  } catch (error) {
    await rm(staged, { force: true })
    throw error
  }
}

async function moveIn(layout: Layout, staged: string): Promise<string> {
  const blobId = layout.newId()
  await rename(staged, layout.path(blobId))
  await syncFile(layout.shard(blobId))
  return blobId
}

async function cloneBlob(layout: Layout, blobId: string): Promise<string | undefined> {
  const copyId = layout.newId()
  if (!(await linked(layout.path(blobId), layout.path(copyId)))) return undefined
  await syncFile(layout.shard(copyId))
  return copyId
}

async function openBlob(
  layout: Layout,
  blobId: string,
  range: ByteRange | undefined,
): Promise<Readable | undefined> {
  const file = await open(layout.path(blobId), 'r').catch(missing)
  if (!file) return undefined
  return createReadStream('', { ...range, fd: file, highWaterMark: READ_BYTES })
}

/** A second name of the same content. */
async function linked(existing: string, path: string): Promise<boolean> {
  const done = await link(existing, path).then(() => true, missing)
  return done === true
}

/** Makes a file, or the names in a directory, survive a power cut; answers its size. */
async function syncFile(path: string): Promise<number> {
  await using file = await open(path, 'r')
  await file.sync()
  return (await file.stat()).size
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

async function* agedBlobs(layout: Layout, olderThan: Date): AsyncIterable<string[]> {
  const youngest = timeOrderedId('b', olderThan).slice(0, 13)
  for (const shard of await readdir(layout.blobsDirectory).catch(() => [])) {
    const names = await readdir(join(layout.blobsDirectory, shard))
    const aged = names.filter((name) => ID.test(name) && name.slice(0, 13) < youngest)
    for (let from = 0; from < aged.length; from += BATCH) yield aged.slice(from, from + BATCH)
  }
}
