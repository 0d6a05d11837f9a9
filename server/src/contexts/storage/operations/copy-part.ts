import type { Caller } from '../../identity/index.ts'
import { openObject, streamOf } from '../content/open.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { invalidRange } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { judgeSource, type ReadConditions } from '../model/conditions.ts'
import type { VersionAt } from '../model/object.ts'
import type { Part } from '../store/parts.ts'
import { hideAbsence, readAction } from './get-object.ts'
import { demandUpload, indexPart, type PartAt } from './upload-part.ts'

export interface CopyPart extends PartAt {
  source: VersionAt
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
): Promise<{ part: Omit<Part, 'content'>; sourceVersionId: string }> {
  const { source, sourceRange } = command
  await demandObject(deps, caller, { action: readAction(source), access: 'get', at: source })
  await demandUpload(deps, caller, command)
  const { object, body } = await openObject(deps, source, (object) => {
    judgeSource(object, command.sourceConditions)
    // A read is answered as far as the object goes; a copy that lacks bytes would go unnoticed.
    if (sourceRange && sourceRange.end >= object.sizeBytes)
      throw invalidRange({ sizeBytes: object.sizeBytes })
    return sourceRange
  }).catch((error) => hideAbsence(deps, caller, source, error))
  const part = await storeContent(deps, streamOf(body), (received) => {
    deps.reads.count(caller, received.sizeBytes)
    return indexPart(deps, command, received)
  })
  return { part, sourceVersionId: object.versionId }
}
