import { DomainError } from '../../../../foundation/errors.ts'
import {
  storageFull,
  upstreamAway,
  upstreamBusy,
  upstreamRefused,
  upstreamSaid,
} from '../../errors.ts'
import type { UpstreamSettings } from './settings.ts'

// Amazon S3 API Reference, "Error responses"; of MinIO's, those that end in Read and Write.
const BUSY = ['SlowDown', 'SlowDownRead', 'SlowDownWrite', 'RequestLimitExceeded', 'Throttling']
// Ceph's and MinIO's; AWS is never full.
const FULL = ['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded']
const ABSENT = ['NoSuchKey', 'NotFound', 'NoSuchUpload']
const KEY = [
  ...['AccessDenied', 'ExpiredToken', 'InvalidAccessKeyId', 'InvalidToken', 'KeyFile'],
  ...['RequestTimeTooSkewed', 'SignatureDoesNotMatch', 'Forbidden', '403'],
]

interface Answered {
  name: string
  message: string
  $metadata?: { httpStatusCode?: number }
}

/** As a cause: what nobody answered, but the platform found. */
export function said(name: string, reason: string): DomainError {
  return Object.assign(upstreamSaid({ reason }), { name })
}

export function answeredAbsent(error: unknown): boolean {
  return error instanceof Error && ABSENT.includes(error.name)
}

/** What the endpoint, or the way to it, said: in our words, with theirs as the cause. */
export function upstreamFailure(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause
  const { name, $metadata } = cause as Answered
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
  if (upstreamRefused.matches(failure))
    return { detail, fix: 'set MILLRACE_OBJECTS to where the blobs of this platform lie' }
  return { detail, fix: `see that ${address} answers this host` }
}
