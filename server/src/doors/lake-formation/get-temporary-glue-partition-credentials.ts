import {
  GetTemporaryGluePartitionCredentials$,
  type GetTemporaryGluePartitionCredentialsRequest,
  type GetTemporaryGluePartitionCredentialsResponse,
} from '@aws-sdk/client-lakeformation'
import type { Permission } from '../../contexts/governance/index.ts'
import { noCredentials } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { demandDuration, parseTableArn, wireCredentials } from './wire-credentials.ts'

const SECONDS_MAX = 21_600 // Lake Formation API: GetTemporaryGluePartitionCredentials.

export const getTemporaryGluePartitionCredentials = lakeFormationOperation<
  GetTemporaryGluePartitionCredentialsRequest,
  GetTemporaryGluePartitionCredentialsResponse
>({
  schema: GetTemporaryGluePartitionCredentials$,
  async run({ governance, catalog }, caller, { TableArn, Partition, ...input }) {
    const ref = parseTableArn(TableArn)
    demandDuration(input.DurationSeconds, SECONDS_MAX)
    await governance.demandVending(caller, { catalogId: ref.accountId })
    const permissions = (input.Permissions ?? []) as Permission[]
    const auditContext = input.AuditContext?.AdditionalAuditContext
    const what = { values: Partition.Values, permissions, auditContext }
    const vended = await catalog.vendForPartition(caller, { ...ref, ...what })
    if (vended === undefined) throw noCredentials({ table: ref.table })
    return wireCredentials(vended)
  },
})
