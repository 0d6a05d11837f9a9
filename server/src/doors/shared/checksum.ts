import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  startChecksum,
} from '../../foundation/checksum.ts'

const PREFIX = 'x-amz-checksum-'

/** Of a header or trailer `x-amz-checksum-…`; undefined for any other, and for unknown ones. */
export function algorithmOf(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => name === PREFIX + algorithm)
}

/** The checksum that the header or trailer `name` carries; undefined for any other name. */
export function createChecksum(name: string): Checksum | undefined {
  const algorithm = name === 'content-md5' ? 'md5' : algorithmOf(name)
  return algorithm && startChecksum(algorithm)
}
