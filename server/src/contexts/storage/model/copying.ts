import type { AclWish } from './acl.ts'
import type { Description } from './attributes.ts'
import type { ReadConditions, WriteConditions } from './conditions.ts'
import type { ObjectAt, StoredObject, Tags, VersionAt } from './object.ts'

export interface CopyObject extends ObjectAt {
  source: VersionAt
  sourceConditions: ReadConditions
  conditions: WriteConditions
  /** In place of the source's own, but for its tags. */
  description?: Omit<Description, 'tags'>
  /** In place of the source's own. */
  tags?: Tags
  /** Its source's own is not copied. */
  acl?: AclWish | undefined
}

export interface CopiedObject {
  object: Pick<StoredObject, 'etag' | 'versionId' | 'modifiedAt' | 'attributes'>
  sourceVersionId: string
}
