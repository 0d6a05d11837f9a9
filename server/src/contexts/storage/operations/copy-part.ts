import type { Caller } from '../../identity/index.ts'
import { openObject } from '../content/open.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { judgeSource, type ReadConditions } from '../model/conditions.ts'
import type { ObjectAt } from '../model/object.ts'
import { resolveRange } from '../model/range.ts'
import type { Part } from '../store/parts.ts'
import { hideAbsence } from './get-object.ts'
import { demandUpload, indexPart, type PartAt } from './upload-part.ts'

export interface CopyPart extends PartAt {
  source: ObjectAt
  sourceRange?: { start: number; end: number }
  sourceConditions: ReadConditions
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
): Promise<Omit<Part, 'content'>> {
  const { source, sourceRange } = command
  await demandObject(deps, caller, { action: 's3:GetObject', access: 'get', at: source })
  await demandUpload(deps, caller, command)
  const { body } = await openObject(deps, source, (object) => {
    judgeSource(object, command.sourceConditions)
    return sourceRange && resolveRange(sourceRange, object.sizeBytes)
  }).catch((error) => hideAbsence(deps, caller, source, error))
  return storeContent(deps, body, (received) => {
    deps.reads.count(caller, received.sizeBytes)
    return indexPart(deps, command, received)
  })
}
