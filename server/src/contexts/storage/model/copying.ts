import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import type { AclWish } from './acl.ts'
import type { Description } from './attributes.ts'
import type { ReadConditions, WriteConditions } from './conditions.ts'
import type { Checksum, ObjectAt, PartChecksum, StoredObject, Tags, VersionAt } from './object.ts'

export interface CopyObject extends ObjectAt {
  source: VersionAt
  sourceConditions: ReadConditions
  conditions: WriteConditions
  /** In place of the source's own, but for its tags. */
  description?: Omit<Description, 'tags'>
  /** In place of the source's own. */
  tags?: Tags
  /** Of a checksum that is reckoned anew; else its source's own is kept. */
  algorithm?: ChecksumAlgorithm | undefined
  /** Its source's own is not copied. */
  acl?: AclWish | undefined
}

export interface CopiedObject {
  object: Pick<StoredObject, 'etag' | 'versionId' | 'modifiedAt' | 'attributes'>
  sourceVersionId: string
}

/** Of bytes that are one piece now, as an attribute of theirs. */
export function wholeChecksum(checksum: PartChecksum | undefined): { checksum?: Checksum } {
  return checksum ? { checksum: { ...checksum, type: 'FULL_OBJECT' } } : {}
}
