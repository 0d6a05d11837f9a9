import { putAudit } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { openObject } from '../content/open.ts'
import { putObjectRow } from '../content/put.ts'
import { type Received, receiveContent } from '../content/receive.ts'
import { indexContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { copyOntoItself, noSuchKey } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { checkDescription, type Description } from '../model/attributes.ts'
import {
  judgeSource,
  judgeWrite,
  type ReadConditions,
  type WriteConditions,
} from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { ObjectAt, StoredObject } from '../model/object.ts'
import { findObject } from '../store/objects.ts'
import { hideAbsence } from './get-object.ts'

export interface CopyObject extends ObjectAt {
  source: ObjectAt
  sourceConditions: ReadConditions
  conditions: WriteConditions
  /** In place of the source's own. */
  description?: Description
}

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
): Promise<Omit<StoredObject, 'content'>> {
  const { bucket, key, source, conditions } = command
  const at = { bucket, key }
  checkKey(key)
  if (command.description) checkDescription(command.description)
  await demandObject(deps, caller, { action: 's3:GetObject', access: 'get', at: source })
  await demandObject(deps, caller, { action: 's3:PutObject', access: 'read-write', at })
  if (formatLocation(source) === formatLocation(at) && !command.description)
    throw copyOntoItself({})
  const present = await findObject(deps.sql, source)
  if (!present)
    return hideAbsence(deps, caller, source, noSuchKey({ location: formatLocation(source) }))
  judgeSource(present, command.sourceConditions)
  const copy = await copyContent(deps, present)
  const attributes = { ...present.attributes, ...command.description }
  const object = { ...at, ...copy, attributes, modifiedAt: deps.clock() }
  await indexContent(deps, copy.content, () =>
    putObjectRow(deps, object, {
      condition: (target) => judgeWrite(at, target, conditions),
      inSameTransaction: (tx) =>
        putAudit(tx, [changeOf(caller, 'storage.object-copied', formatLocation(at))]),
    }),
  )
  deps.reads.count(caller, copy.sizeBytes)
  return object
}

async function copyContent(deps: StorageParts, source: StoredObject): Promise<Received> {
  const { content, sizeBytes, etag } = source
  if (content.kind === 'bytes') return { content, sizeBytes, etag }
  if (content.kind === 'blob') {
    const blobId = await deps.blobs.clone(content.blobId)
    if (blobId !== undefined) return { content: { kind: 'blob', blobId }, sizeBytes, etag }
  }
  // Parts become one blob, and what was replaced meanwhile is read as it is now.
  const { body } = await openObject(deps, source, (now) => {
    judgeSource(now, { ifMatch: source.etag })
    return undefined
  })
  return receiveContent(deps.blobs, body)
}
