import { invalidRequestArgument } from './errors.ts'
import type { S3Request } from './request.ts'

/** What was put while a bucket kept no versions; S3 names it only where it is asked for. */
export const NULL_VERSION = 'null'

const VERSION_ID = /^[\w.-]{1,1024}$/

/** @throws s3.invalid-argument */
export function versionAsked({ query }: S3Request): { versionId?: string } {
  return namedVersion(query.get('versionId'))
}

/** @throws s3.invalid-argument where no version could have that id */
export function namedVersion(versionId: string | undefined): { versionId?: string } {
  if (versionId === undefined) return {}
  if (!VERSION_ID.test(versionId))
    throw invalidRequestArgument({ name: 'versionId', value: versionId })
  return { versionId }
}

export function versionHeaders(versionId: string | undefined): Record<string, string> {
  if (versionId === undefined || versionId === NULL_VERSION) return {}
  return { 'x-amz-version-id': versionId }
}

export function sourceVersionHeaders(versionId: string): Record<string, string> {
  return versionId === NULL_VERSION ? {} : { 'x-amz-copy-source-version-id': versionId }
}
