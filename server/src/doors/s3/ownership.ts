import type { Ownership } from '../../contexts/storage/index.ts'
import { malformedXml } from './errors.ts'

const KNOWN: readonly Ownership[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']

/** @throws s3.malformed-xml */
export function ownershipNamed(wanted: string): Ownership {
  const known = KNOWN.find((one) => one === wanted)
  if (!known) throw malformedXml({ reason: `the object ownership "${wanted}" is not known` })
  return known
}
