import { invalidTag } from '../errors.ts'
import type { Tags } from './object.ts'

/** S3 User Guide, "Categorizing your storage using tags" and "Using cost allocation tags". */
export const OBJECT_TAGS_MAX = 10
export const BUCKET_TAGS_MAX = 50
const KEY_LENGTH_MAX = 128
const VALUE_LENGTH_MAX = 256
const LETTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** @throws storage.invalid-tag also where a key comes twice */
export function tagsOf(pairs: readonly (readonly [string, string])[], tagsMax: number): Tags {
  if (pairs.length > tagsMax)
    throw invalidTag({ reason: `Object tags cannot be greater than ${tagsMax}` })
  const tags = new Map<string, string>()
  for (const [key, value] of pairs) {
    if (key === '' || key.length > KEY_LENGTH_MAX || !LETTERS.test(key))
      throw invalidTag({ reason: `The TagKey you have provided is invalid: "${key}"` })
    // S3 `PutObjectTagging`, `PutBucketTagging`: names of the system's own tags.
    if (/^aws:/i.test(key))
      throw invalidTag({ reason: 'System tags cannot be added/updated by requester' })
    if (value.length > VALUE_LENGTH_MAX || !LETTERS.test(value))
      throw invalidTag({ reason: `The TagValue you have provided is invalid: "${value}"` })
    if (tags.has(key))
      throw invalidTag({ reason: `Cannot provide multiple Tags with the same key: "${key}"` })
    tags.set(key, value)
  }
  return Object.fromEntries(tags)
}
