import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { DomainError } from '../../../../foundation/errors.ts'
import { upstreamRefused } from '../../errors.ts'
import type { DirectLink, Link } from '../../model/link.ts'
import { readCredentials } from './credentials-file.ts'
import { said, upstreamFailure } from './failures.ts'
import { SILENT } from './upstream.ts'

export const DIRECT_SECONDS = 900 // AWS STS, `AssumeRole`: the shortest there are.

const ATTEMPTS = 3
const CONNECT_MILLISECONDS = 3000
const SILENT_MILLISECONDS = 10_000

export interface FarCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiresAt: Date
}

/** The STS of an endpoint. */
export interface SecurityTokens {
  /** @throws storage.upstream-away, storage.upstream-refused */
  assume(session: { name: string; policy: object }): Promise<FarCredentials>
  /** How it failed last, if it failed last. */
  failure(): { detail: string; fix: string } | undefined
  close(): void
}

export function createSecurityTokens(
  link: Pick<Link, 'endpoint' | 'region'>,
  { roleArn, stsEndpoint = link.endpoint }: DirectLink,
  credentialsFile: string,
): SecurityTokens {
  const client = new STSClient({
    region: link.region,
    ...(stsEndpoint === undefined ? {} : { endpoint: stsEndpoint }),
    credentials: () => readCredentials(credentialsFile),
    maxAttempts: ATTEMPTS,
    logger: SILENT,
    requestHandler: {
      connectionTimeout: CONNECT_MILLISECONDS,
      socketTimeout: SILENT_MILLISECONDS,
    },
  })
  const last: { failure?: DomainError | undefined } = {}
  return {
    async assume({ name, policy }) {
      const asked = new AssumeRoleCommand({
        ...{ RoleArn: roleArn, RoleSessionName: name, DurationSeconds: DIRECT_SECONDS },
        Policy: JSON.stringify(policy),
      })
      const { Credentials } = await client.send(asked).catch((error) => {
        last.failure = upstreamFailure(error)
        throw last.failure
      })
      last.failure = undefined
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {}
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
        throw upstreamRefused({}, { cause: said('NoCredentials', 'its STS answers none') })
      return {
        ...{ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
        ...{ sessionToken: SessionToken, expiresAt: Expiration },
      }
    },
    failure() {
      if (!last.failure) return undefined
      const { name, message } = (last.failure.cause ?? last.failure) as Error
      return { detail: `its STS: ${name}: ${message}`, fix: `let the key assume "${roleArn}"` }
    },
    close: () => client.destroy(),
  }
}
