import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from '../../foundation/checksum.ts'
import { algorithmOf } from '../shared/checksum.ts'
import { bodyTrailerMalformed } from '../shared/signature-errors.ts'
import { invalidRequest, notImplemented } from './errors.ts'
import type { S3Request } from './request.ts'

const PREFIX = 'x-amz-checksum-'
/** They say something about checksums, and are none. */
const BESIDE = ['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']
const SDK = 'x-amz-sdk-checksum-algorithm'
/** S3 has them since 2026; Node.js has not. */
const UNSERVED = /^xxhash(3|64|128)$/

type Carrying = Pick<S3Request, 'headers' | 'query'>

/**
 * The one checksum that a request says its body has, by the header or trailer that carries it.
 *
 * @throws s3.invalid-request, s3.not-implemented, body.trailer-malformed
 * @see S3 User Guide, "Checking object integrity"; S3 `PutObject`
 */
export function checksumCarrier(
  request: Carrying,
): { name: string; algorithm: ChecksumAlgorithm } | undefined {
  const inHeaders = Object.keys(request.headers).filter(
    (name) => name.startsWith(PREFIX) && !BESIDE.includes(name),
  )
  const inTrailers = trailersOf(request)
  if (inHeaders.length + inTrailers.length > 1) {
    const kinds = inTrailers.length > 0 ? '' : '. Multiple checksum Types are not allowed.'
    throw invalidRequest({ reason: `Expecting a single x-amz-checksum- header${kinds}` })
  }
  const [name = inTrailers[0]] = inHeaders
  const carrier = name === undefined ? undefined : { name, algorithm: servedAlgorithm(name) }
  demandAnnounced(request, carrier?.algorithm)
  return carrier
}

/** Names of what comes behind the body. */
function trailersOf({ headers, query }: Carrying): string[] {
  const announced = headers['x-amz-trailer']
  if (announced === undefined) return []
  const payload = headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256')
  if (!String(payload).endsWith('-TRAILER'))
    throw bodyTrailerMalformed({ reason: 'the body has no trailers' })
  const names = String(announced)
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const strange = names.find((name) => !name.startsWith(PREFIX) || BESIDE.includes(name))
  const reason = 'The value specified in the x-amz-trailer header is not supported'
  if (strange !== undefined) throw invalidRequest({ reason })
  return names
}

function servedAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = algorithmOf(name)
  if (algorithm) return algorithm
  if (UNSERVED.test(name.slice(PREFIX.length)))
    throw notImplemented({ operation: `header ${name}`, reason: 'it cannot be verified here' })
  const reason = 'The algorithm type you specified in x-amz-checksum- header is invalid.'
  throw invalidRequest({ reason })
}

/** What an SDK says it reckons must come. */
function demandAnnounced({ headers }: Carrying, carried: ChecksumAlgorithm | undefined): void {
  const announced = headers[SDK]
  if (announced === undefined) return
  const name = String(announced).toLowerCase()
  const known = UNSERVED.test(name) || CHECKSUM_ALGORITHMS.some((one) => one === name)
  const invalid = !known || (carried !== undefined && carried !== name)
  if (invalid) throw invalidRequest({ reason: `Value for ${SDK} header is invalid.` })
  const carriers = 'x-amz-checksum-* or x-amz-trailer headers'
  const reason = `${SDK} specified, but no corresponding ${carriers} were found.`
  if (carried === undefined) throw invalidRequest({ reason })
}

/** Of what is named by itself, as `x-amz-checksum-algorithm: SHA256`. @throws s3.invalid-request */
export function algorithmNamed(value: string): ChecksumAlgorithm {
  const algorithm = CHECKSUM_ALGORITHMS.find((one) => one === value.toLowerCase())
  if (algorithm) return algorithm
  const names = CHECKSUM_ALGORITHMS.map((one) => one.toUpperCase()).join(', ')
  const reason =
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: ' +
    `[${names}]`
  throw invalidRequest({ reason })
}
