import type { DomainError } from '../../foundation/errors.ts'
import { invalidVersionId } from './errors.ts'
import type { S3Request } from './request.ts'

/** What was put while a bucket kept no versions; S3 names it only where it is asked for. */
export const NULL_VERSION = 'null'

/** As long as ours, and as Amazon's, which tools may have kept. */
const VERSION_ID = /^(?:null|[\w.-]{32})$/

/** @throws s3.invalid-version-id */
export function versionAsked({ query }: S3Request): { versionId?: string } {
  return namedVersion(query.get('versionId'))
}

/** @throws s3.invalid-version-id where no version could have that id */
export function namedVersion(versionId: string | undefined): { versionId?: string } {
  if (versionId === undefined) return {}
  const refused = refusalOfVersion(versionId)
  if (refused) throw refused
  return { versionId }
}

export function refusalOfVersion(versionId: string): DomainError | undefined {
  return VERSION_ID.test(versionId) ? undefined : invalidVersionId({ versionId })
}

export function versionHeaders(versionId: string | undefined): Record<string, string> {
  if (versionId === undefined || versionId === NULL_VERSION) return {}
  return { 'x-amz-version-id': versionId }
}

export function sourceVersionHeaders(versionId: string): Record<string, string> {
  return versionId === NULL_VERSION ? {} : { 'x-amz-copy-source-version-id': versionId }
}
