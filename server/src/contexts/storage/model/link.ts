import { linkRefused } from '../errors.ts'

/** The bucket of an S3 endpoint, or the part of one, that a bucket of ours stands for. */
export interface Link {
  bucket: string
  /** Before each of our keys there; empty, or with its closing slash. */
  prefix: string
  /** AWS's own of the region where left out. */
  endpoint?: string
  region: string
  /** Names a file in the directory of keys. */
  key: string
  access: 'read' | 'read-write'
  direct?: DirectLink
}

/** How whole tables are opened to engines past the platform. */
export interface DirectLink {
  /** What the endpoint's STS is asked to assume, narrowed to the table. */
  roleArn: string
  /** Of STS; AWS's own of the region, or the link's endpoint, where left out. */
  stsEndpoint?: string
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,62}$/
const PREFIX = /^$|^[^/\s](?:[^\s]*[^/\s])?\/$/
const ENDPOINT = /^https?:\/\/[^/\s@?#]+$/
const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/
const REGION = /^[a-z0-9-]{1,32}$/
const ROLE = /^arn:[\w-]+:iam::[\w-]*:role\/[\w+=,.@/-]+$/

/** @throws storage.link-refused */
export function checkLink(name: string, link: Link): void {
  const { bucket, prefix, endpoint, region, key, direct } = link
  demand(BUCKET.test(bucket), `"${bucket}" is no name of a bucket`)
  demand(PREFIX.test(prefix), `"${prefix}" is no prefix: some/place/`)
  demand(KEY.test(key), `"${key}" is no name of a key: letters, digits and hyphens`)
  demand(REGION.test(region), `"${region}" is no region`)
  for (const url of [endpoint, direct?.stsEndpoint])
    demand(url === undefined || addresses(url), `"${url}" is not of the form https://host:port`)
  if (!direct) return
  demand(ROLE.test(direct.roleArn), `"${direct.roleArn}" is no ARN of a role`)
  // Metadata of tables names files by our bucket and keys, and engines ask the endpoint for them.
  const reason = 'direct access needs the same name there, and no prefix'
  demand(bucket === name && prefix === '', reason)
}

function addresses(url: string): boolean {
  return ENDPOINT.test(url) && URL.canParse(url)
}

function demand(holds: boolean, reason: string): void {
  if (!holds) throw linkRefused({ reason })
}

type Place = Pick<Link, 'bucket' | 'prefix'> & { endpoint?: string | undefined }

/** Whether a key there could lie in both. */
export function overlap(one: Place, other: Place): boolean {
  if (one.bucket !== other.bucket || serverOf(one) !== serverOf(other)) return false
  return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)
}

const AWS = /(?:^|\.)amazonaws\.com(?:\.cn)?$/

/** A default port may be named or not, and AWS is AWS by each of its names. */
function serverOf({ endpoint }: Place): string {
  const url = endpoint === undefined ? undefined : new URL(endpoint)
  return !url || AWS.test(url.hostname) ? '' : url.origin
}

/** As people are told of it. */
export function placeOf({ bucket, prefix, endpoint }: Place): string {
  return `s3://${bucket}/${prefix}${endpoint === undefined ? '' : ` at ${endpoint}`}`
}
