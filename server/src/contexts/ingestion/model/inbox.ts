import { posix } from 'node:path'

/** Where the files of an agreement lie whose vendor pushes. */
export interface Inbox {
  bucket: string
  /** With its closing slash. */
  prefix: string
  /** `s3://bucket/prefix/` */
  location: string
}

export function inboxOf(of: { accountId: string; agreementId: string }): Inbox {
  const bucket = `inbox-${of.accountId}`
  const prefix = `${of.agreementId}/`
  return { bucket, prefix, location: `s3://${bucket}/${prefix}` }
}

/** Of a directory as a person writes it; undefined: it leads out of the inbox. */
export function prefixInside(directory: string): string | undefined {
  const inner = posix.normalize(`./${directory}`).replace(/\/+$/, '')
  if (inner === '..' || inner.startsWith('../')) return undefined
  return inner === '.' ? '' : `${inner}/`
}
