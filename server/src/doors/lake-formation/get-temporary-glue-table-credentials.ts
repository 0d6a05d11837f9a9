import {
  GetTemporaryGlueTableCredentials$,
  type GetTemporaryGlueTableCredentialsRequest,
  type GetTemporaryGlueTableCredentialsResponse,
} from '@aws-sdk/client-lakeformation'
import type { Permission } from '../../contexts/governance/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest, noCredentials } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'

const TABLE_ARN = /^arn:aws:glue:[a-z0-9-]+:(\d{12}):table\/([^/]+)\/([^/]+)$/

const SECONDS_MIN = 900 // Lake Formation API: GetTemporaryGlueTableCredentials.

const SECONDS_MAX = 43_200

/**
 * Whoever may not read all of the table gets credentials for their projection of it: no engine has
 * to be trusted with more. They live as long as the catalog's, whatever is asked for.
 */
export const getTemporaryGlueTableCredentials = lakeFormationOperation<
  GetTemporaryGlueTableCredentialsRequest,
  GetTemporaryGlueTableCredentialsResponse
>({
  schema: GetTemporaryGlueTableCredentials$,
  async run({ governance, catalog }, caller, { TableArn, DurationSeconds, Permissions = [] }) {
    const [, account, database, table] = TABLE_ARN.exec(TableArn) ?? []
    if (!account || !database || !table) throw invalidRequest({ reason: 'Invalid TableArn' })
    const seconds = DurationSeconds ?? SECONDS_MIN
    if (seconds < SECONDS_MIN || seconds > SECONDS_MAX)
      throw invalidRequest({ reason: `DurationSeconds must be ${SECONDS_MIN} to ${SECONDS_MAX}` })
    const accountId = account as AccountId
    await governance.demandVending(caller, { catalogId: accountId })
    const ref = { accountId, database, table }
    const permissions = Permissions as Permission[] // Those of other kinds nobody holds on a table.
    const vended = await catalog.vendForTable(caller, { ...ref, permissions })
    if (vended === undefined) throw noCredentials({ table })
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = vended.credentials
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      ...(sessionToken ? { SessionToken: sessionToken } : {}),
      ...(expiresAt ? { Expiration: expiresAt } : {}),
      VendedS3Path: [vended.prefix],
    }
  },
})
