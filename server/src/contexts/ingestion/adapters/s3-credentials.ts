import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import {
  internalAddress,
  type Outbound,
  type OutboundTarget,
} from '../../../foundation/outbound.ts'
import { fetchFailed } from '../errors.ts'
import type { FetcherOptions } from './fetcher.ts'

const SESSION_SECONDS = 3600 // STS API: the longest that a role which says nothing allows.
const ATTEMPTS_MAX = 3

interface S3Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** The client asks anew before that. */
  expiration?: Date
}

/**
 * What opens a bucket: the agreement’s own key, or a session in the vendor’s role that this key
 * assumes. This host’s own key is never looked for.
 *
 * @throws ingestion.fetch-failed, outbound.internal-address
 */
export function s3Credentials(options: FetcherOptions<'s3'>): S3Keys | (() => Promise<S3Keys>) {
  const { connection, secret } = options
  const { bucket, accessKeyId, role } = connection
  if (!accessKeyId || !secret.password)
    throw fetchFailed({ path: `s3://${bucket}`, reason: 'the agreement holds no access key' })
  const key = { accessKeyId, secretAccessKey: secret.password }
  return role ? () => assumed(options, key, role) : key
}

async function assumed(
  { connection, outbound }: FetcherOptions<'s3'>,
  credentials: S3Keys,
  role: NonNullable<FetcherOptions<'s3'>['connection']['role']>,
): Promise<S3Keys> {
  const { region } = connection
  const { arn, externalId, endpoint } = role
  const client = new STSClient({
    ...{ region, credentials, maxAttempts: ATTEMPTS_MAX },
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: guardedAgents(outbound, endpoint ?? `https://sts.${region}.amazonaws.com`),
  })
  const wanted = { RoleArn: arn, ExternalId: externalId, RoleSessionName: 'millrace-ingestion' }
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({ ...wanted, DurationSeconds: SESSION_SECONDS }),
    )
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
      throw fetchFailed({ path: arn, reason: 'no session was answered' })
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      ...(given.Expiration && { expiration: given.Expiration }),
    }
  } catch (cause) {
    if (internalAddress.matches(cause) || fetchFailed.matches(cause)) throw cause
    throw fetchFailed({ path: arn, reason: (cause as Error).message }, { cause })
  } finally {
    client.destroy()
  }
}

/** Without an endpoint the client asks AWS; the names that it looks up are judged all the same. */
export function guardedAgents(outbound: Outbound, endpoint: string) {
  const { hostname: host, port, protocol } = new URL(endpoint)
  const target: OutboundTarget = { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
  const lookup = outbound.lookupFor(target)
  return { httpAgent: { lookup }, httpsAgent: { lookup } }
}
