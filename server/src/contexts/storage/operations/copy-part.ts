import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { demandFacts } from '../content/find-version.ts'
import type { Received } from '../content/receive.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { invalidRange, noSuchUpload } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { type LinkedStored, linkedOf, writableOf } from '../links/of-bucket.ts'
import { type OpenedSource, openSource } from '../links/source.ts'
import { judgeSource, type ReadConditions } from '../model/conditions.ts'
import type { VersionAt } from '../model/object.ts'
import type { Bucket } from '../store/buckets.ts'
import type { Part } from '../store/parts.ts'
import { hideAbsence, readAction } from './get-object.ts'
import { demandRunning, demandWriting, indexPart, type PartAt } from './upload-part.ts'

export interface CopyPart extends PartAt {
  source: VersionAt
  sourceRange?: { start: number; end: number }
  sourceConditions: ReadConditions
}

export interface CopiedPart {
  part: Pick<Part, 'etag' | 'modifiedAt' | 'checksum'>
  sourceVersionId: string
}

/**
 * Keeps bytes of another object as a part.
 *
 * @throws storage.no-such-upload, storage.no-such-key, storage.invalid-range
 * @see S3 `UploadPartCopy`
 */
export async function copyPart(
  deps: StorageParts,
  caller: Caller,
  command: CopyPart,
): Promise<CopiedPart> {
  const { source } = command
  const request = { action: readAction(source), access: 'get', at: source } as const
  const from = await demandObject(deps, caller, request)
  const into = await demandWriting(deps, caller, command, 's3:PutObject')
  const target = writableOf(deps, into)
  const running = target ? undefined : await demandRunning(deps, command)
  const algorithm = running?.attributes.checksum?.algorithm
  const copying = { command, from, target, algorithm }
  const beside = target && linkedOf(deps, from)?.place.server === target.place.server
  const copied = beside ? copyThere(deps, caller, copying) : copyHere(deps, caller, copying)
  return copied.catch((error) => hideAbsence(deps, caller, source, error))
}

interface Copying {
  command: CopyPart
  from: Bucket
  target: LinkedBucket | undefined
  /** Of the upload. */
  algorithm: ChecksumAlgorithm | undefined
}

/** The bytes come by here. */
async function copyHere(
  deps: StorageParts,
  caller: Caller,
  { from, ...copying }: Copying,
): Promise<CopiedPart> {
  const { command } = copying
  const wanted = (object: LinkedStored) => rangeOf(command, object)
  const opened = await openSource(deps, from, command.source, wanted)
  const copied = copyOpened(deps, caller, { ...copying, opened })
  return copied.finally(() => opened.body.destroy())
}

async function copyOpened(
  deps: StorageParts,
  caller: Caller,
  { command, target, algorithm, opened }: Omit<Copying, 'from'> & { opened: OpenedSource },
): Promise<CopiedPart> {
  const { object, range, body } = opened
  const sizeBytes = range.end - range.start + 1
  const modifiedAt = deps.clock()
  const sourceVersionId = object.versionId
  if (!target) {
    const index = (received: Received) => indexPart(deps, command, received)
    const part = await storeContent(deps, body, index, algorithm)
    deps.reads.count(caller, part.sizeBytes)
    return { part, sourceVersionId }
  }
  const etag = await target.putPart(command, body, sizeBytes)
  if (etag === undefined) throw noSuchUpload(command)
  deps.reads.count(caller, sizeBytes)
  return { part: { etag, modifiedAt }, sourceVersionId }
}

/** An endpoint copies its own. */
async function copyThere(
  deps: StorageParts,
  caller: Caller,
  { command, from, target }: Copying,
): Promise<CopiedPart> {
  const { place } = linkedOf(deps, from) as LinkedBucket
  const object = await demandFacts(deps, from, command.source)
  const range = rangeOf(command, object)
  const etag = await target?.copyPart(command, { place, object, range })
  if (etag === undefined) throw noSuchUpload(command)
  deps.reads.count(caller, range ? range.end - range.start + 1 : object.sizeBytes)
  return { part: { etag, modifiedAt: deps.clock() }, sourceVersionId: object.versionId }
}

function rangeOf({ sourceRange, sourceConditions }: CopyPart, object: LinkedStored) {
  judgeSource(object, sourceConditions)
  // A read is answered as far as the object goes; a copy that lacks bytes would go unnoticed.
  if (sourceRange && sourceRange.end >= object.sizeBytes)
    throw invalidRange({ sizeBytes: object.sizeBytes })
  return sourceRange
}
