import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { demandVersion } from '../content/find-version.ts'
import { openObject, streamOf } from '../content/open.ts'
import { putObjectRow } from '../content/put.ts'
import { type Received, receiveContent } from '../content/receive.ts'
import { withRoom } from '../content/room.ts'
import { indexContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { copyOntoItself } from '../errors.ts'
import { demandObject, demandPut } from '../gate.ts'
import { type Copying, copyOverLink } from '../links/copy.ts'
import { checkDescription } from '../model/attributes.ts'
import { judgeOfWrite, judgeSource } from '../model/conditions.ts'
import { type CopiedObject, type CopyObject, wholeChecksum } from '../model/copying.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { StoredObject } from '../model/object.ts'
import { hideAbsence, readAction } from './get-object.ts'

/**
 * Makes a second object of the same bytes; the bytes of a blob are not copied.
 *
 * @throws storage.no-such-key, storage.precondition-failed, storage.copy-onto-itself
 * @see S3 `CopyObject`
 */
export async function copyObject(
  deps: StorageParts,
  caller: Caller,
  command: CopyObject,
): Promise<CopiedObject> {
  const { bucket, key, source } = command
  const at = { bucket, key }
  checkKey(key)
  if (command.description) checkDescription(command.description)
  const request = { action: readAction(source), access: 'get', at: source } as const
  const from = await demandObject(deps, caller, request)
  const wish = { ...at, tags: command.tags, acl: command.acl }
  const { bucket: into, ...acl } = await demandPut(deps, caller, wish)
  const onItself = formatLocation(source) === formatLocation(at) && source.versionId === undefined
  if (onItself && !command.description) throw copyOntoItself({})
  const hide = (error: unknown) => hideAbsence(deps, caller, source, error)
  const copying = { command, acl, hide }
  return from.link || into.link
    ? copyOverLink(deps, caller, { ...copying, from, into })
    : copyOurs(deps, caller, copying)
}

async function copyOurs(
  deps: StorageParts,
  caller: Caller,
  { command, acl, hide }: Pick<Copying, 'command' | 'acl' | 'hide'>,
): Promise<CopiedObject> {
  const { bucket, key, source, conditions } = command
  const at = { bucket, key }
  const present = await demandVersion(deps.sql, source).catch(hide)
  judgeSource(present, command.sourceConditions)
  const { checksum, ...copy } = await copyContent(deps, present, command.algorithm)
  const { tags } = command
  const { acl: _, ...described } = present.attributes
  const attributes = {
    ...described,
    ...command.description,
    ...(tags ? { tags } : {}),
    ...wholeChecksum(checksum),
    ...acl,
  }
  const copied = { ...at, ...copy, attributes, modifiedAt: deps.clock() }
  const condition = judgeOfWrite(at, conditions)
  const audit = changeOf(caller, 'storage.object-copied', formatLocation(at))
  const object = await indexContent(deps, copy.content, () =>
    withRoom(deps, (room) => putObjectRow(deps, copied, { condition, audit, room })),
  )
  deps.reads.count(caller, copy.sizeBytes)
  return { object, sourceVersionId: present.versionId }
}

async function copyContent(
  deps: StorageParts,
  source: StoredObject,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<Received> {
  const { content, sizeBytes, etag, attributes } = source
  const { checksum } = attributes
  const known = checksum?.algorithm === algorithm && checksum?.type === 'FULL_OBJECT'
  if (algorithm && !known) return readContent(deps, source, algorithm)
  if (content.kind === 'bytes') return { content, sizeBytes, etag }
  if (content.kind === 'blob') {
    const blobId = await deps.blobs.clone(content.blobId)
    if (blobId !== undefined) return { content: { kind: 'blob', blobId }, sizeBytes, etag }
  }
  return readContent(deps, source)
}

async function readContent(
  deps: StorageParts,
  source: StoredObject,
  algorithm?: ChecksumAlgorithm,
): Promise<Received> {
  // Parts become one blob, and what was replaced meanwhile is read as it is now.
  const { body } = await openObject(deps, source, (now) => {
    judgeSource(now, { ifMatch: source.etag })
    return undefined
  })
  const stream = streamOf(body)
  return receiveContent(deps, stream, algorithm).finally(() => stream.destroy())
}
