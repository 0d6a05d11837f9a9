import {
  GetTemporaryGlueTableCredentials$,
  type GetTemporaryGlueTableCredentialsRequest,
  type GetTemporaryGlueTableCredentialsResponse,
} from '@aws-sdk/client-lakeformation'
import type { Permission } from '../../contexts/governance/index.ts'
import { noCredentials } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { demandDuration, parseTableArn, wireCredentials } from './wire-credentials.ts'

const SECONDS_MAX = 43_200 // Lake Formation API: GetTemporaryGlueTableCredentials.

/**
 * Whoever may not read all of the table gets credentials for their projection of it: no engine has
 * to be trusted with more.
 */
export const getTemporaryGlueTableCredentials = lakeFormationOperation<
  GetTemporaryGlueTableCredentialsRequest,
  GetTemporaryGlueTableCredentialsResponse
>({
  schema: GetTemporaryGlueTableCredentials$,
  async run({ governance, catalog }, caller, { TableArn, Permissions = [], ...input }) {
    const ref = parseTableArn(TableArn)
    const auditContext = input.AuditContext?.AdditionalAuditContext
    demandDuration(input.DurationSeconds, SECONDS_MAX)
    await governance.demandVending(caller, { catalogId: ref.accountId })
    const permissions = Permissions as Permission[] // Those of other kinds nobody holds on a table.
    const vended = await catalog.vendForTable(caller, { ...ref, permissions, auditContext })
    if (vended === undefined) throw noCredentials({ table: ref.table })
    return { ...wireCredentials(vended), VendedS3Path: [vended.prefix] }
  },
})
