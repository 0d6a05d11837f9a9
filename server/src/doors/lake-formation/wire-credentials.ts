import type { TemporaryCredentials } from '@aws-sdk/client-lakeformation'
import type { TableRef, VendedCredentials } from '../../contexts/catalog/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'

const TABLE_ARN = /^arn:aws:glue:[a-z0-9-]+:(\d{12}):table\/([^/]+)\/([^/]+)$/

/** @throws lake-formation.invalid-request */
export function parseTableArn(arn: string): TableRef {
  const [, account, database, table] = TABLE_ARN.exec(arn) ?? []
  if (!account || !database || !table) throw invalidRequest({ reason: 'Invalid TableArn' })
  return { accountId: account as AccountId, database, table }
}

const SECONDS_MIN = 900 // Lake Formation API: DurationSeconds of all that vends.

/** They live as long as the catalog's, whatever is asked for. */
export function demandDuration(seconds: number | undefined, secondsMax: number): void {
  if (seconds === undefined || (seconds >= SECONDS_MIN && seconds <= secondsMax)) return
  throw invalidRequest({ reason: `DurationSeconds must be ${SECONDS_MIN} to ${secondsMax}` })
}

export function wireCredentials({ credentials }: VendedCredentials): TemporaryCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    ...(sessionToken ? { SessionToken: sessionToken } : {}),
    ...(expiresAt ? { Expiration: expiresAt } : {}),
  }
}
