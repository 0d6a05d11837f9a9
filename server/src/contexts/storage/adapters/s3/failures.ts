import { DomainError } from '../../../../foundation/errors.ts'
import {
  entityTooLarge,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRange,
  keyTooLong,
  preconditionFailed,
  storageFull,
  upstreamAway,
  upstreamBusy,
  upstreamRefused,
  upstreamSaid,
} from '../../errors.ts'
import type { UpstreamSettings } from './settings.ts'

// Amazon S3 API Reference, "Error responses"; of MinIO's, those that end in Read and Write.
const BUSY = [
  ...['SlowDown', 'SlowDownRead', 'SlowDownWrite', 'RequestLimitExceeded', 'Throttling'],
  // Of two writers of one key.
  ...['ConditionalRequestConflict', 'OperationAborted'],
]
// Ceph's and MinIO's; AWS is never full.
const FULL = ['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded']
const ABSENT = ['NoSuchKey', 'NotFound', 'NoSuchUpload']
const KEY = [
  ...['AccessDenied', 'ExpiredToken', 'InvalidAccessKeyId', 'InvalidToken', 'KeyFile'],
  ...['RequestTimeTooSkewed', 'SignatureDoesNotMatch', 'Forbidden', '403'],
]

/** What the endpoint says of one request, and not of itself. */
const OF_REQUEST: Readonly<Record<string, (cause: Error) => DomainError>> = {
  PreconditionFailed: (cause) => preconditionFailed({ condition: 'If-Match' }, { cause }),
  InvalidRange: (cause) => invalidRange({ sizeBytes: 0 }, { cause }),
  InvalidPart: (cause) => invalidPart({ partNumber: 0 }, { cause }),
  InvalidPartOrder: (cause) => invalidPartOrder({ partNumber: 0 }, { cause }),
  EntityTooSmall: (cause) => entityTooSmall({ partNumber: 0, sizeBytesMin: 0 }, { cause }),
  EntityTooLarge: (cause) => entityTooLarge({ sizeBytesMax: 0 }, { cause }),
  KeyTooLongError: (cause) => keyTooLong({ sizeBytes: 0, sizeBytesMax: 0 }, { cause }),
}

interface Answered {
  name: string
  message: string
  $metadata?: { httpStatusCode?: number }
}

/** Of what is there where the blobs of this platform should be. */
export const WRONG_PLACE = 'WrongPlace'

/** As a cause: what nobody answered, but the platform found. */
export function said(name: string, reason: string): DomainError {
  return Object.assign(upstreamSaid({ reason }), { name })
}

export function answeredAbsent(error: unknown): boolean {
  return error instanceof Error && ABSENT.includes(error.name)
}

/** Whether the endpoint is well, though it does not do what was asked. */
export function answeredWell(error: unknown): boolean {
  return answeredAbsent(error) || (error instanceof Error && error.name in OF_REQUEST)
}

/** What the endpoint, or the way to it, said: in our words, with theirs as the cause. */
export function upstreamFailure(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause
  const { name, $metadata } = cause as Answered
  const ofRequest = OF_REQUEST[name]
  if (ofRequest) return ofRequest(cause as Error)
  const status = $metadata?.httpStatusCode
  if (FULL.includes(name) || status === 507) return storageFull({}, { cause })
  if (BUSY.includes(name) || status === 429) return upstreamBusy({}, { cause })
  if (status !== undefined && status < 500) return upstreamRefused({}, { cause })
  return upstreamAway({}, { cause })
}

/** What failed, and what to do about it. */
export function adviceOn(
  failure: DomainError,
  { bucket, credentialsFile, endpoint, region }: UpstreamSettings,
): { detail: string; fix: string } {
  const { name, message } = (failure.cause ?? failure) as Answered
  const detail = `${name}: ${message}`
  const address = endpoint ?? `AWS in ${region}`
  if (storageFull.matches(failure)) return { detail, fix: `make room at ${address}` }
  if (KEY.includes(name))
    return { detail, fix: `put a key that may use "${bucket}" into "${credentialsFile}"` }
  if (name === 'NoSuchBucket') return { detail, fix: `make the bucket "${bucket}" at ${address}` }
  if (name === WRONG_PLACE)
    return { detail, fix: 'set MILLRACE_OBJECTS to where the blobs of this platform lie' }
  return { detail, fix: `see that ${address} answers this host` }
}
