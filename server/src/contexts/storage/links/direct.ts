import type { Link } from '../model/link.ts'

/** Letters that policies read as a pattern or a variable. */
const PATTERN = /[*?$]/

const READS = ['s3:GetObject']
const WRITES = [
  ...['s3:PutObject', 's3:DeleteObject'],
  ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
]

/** Whether a policy can name the keys below `prefix` and no others. */
export function nameable(prefix: string): boolean {
  return prefix !== '' && prefix.endsWith('/') && !PATTERN.test(prefix)
}

/**
 * What a session may that is for the keys below `prefix` alone; nothing after `until`.
 *
 * @see IAM User Guide, "Session policies"
 */
export function narrowedTo(
  { bucket, direct }: Pick<Link, 'bucket' | 'direct'>,
  prefix: string,
  access: 'read' | 'read-write',
  until?: Date,
): object {
  const partition = direct?.roleArn.split(':')[1] ?? 'aws'
  const arn = `arn:${partition}:s3:::${bucket}`
  const ends = until ? { DateLessThan: { 'aws:CurrentTime': until.toISOString() } } : undefined
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: access === 'read' ? READS : [...READS, ...WRITES],
        Resource: [`${arn}/${prefix}*`],
        ...(ends ? { Condition: ends } : {}),
      },
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: [arn],
        Condition: { ...ends, StringLike: { 's3:prefix': [`${prefix}*`] } },
      },
    ],
  }
}
