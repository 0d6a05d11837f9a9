import {
  GetTemporaryDataLocationCredentials$,
  type GetTemporaryDataLocationCredentialsRequest,
  type GetTemporaryDataLocationCredentialsResponse,
} from '@aws-sdk/client-lakeformation'
import { invalidRequest, noCredentials } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { demandDuration, wireCredentials } from './wire-credentials.ts'

const SECONDS_MAX = 43_200 // Lake Formation API: GetTemporaryDataLocationCredentials.

/** For the place of the one table that the location is in; only to read unless asked to write. */
export const getTemporaryDataLocationCredentials = lakeFormationOperation<
  GetTemporaryDataLocationCredentialsRequest,
  GetTemporaryDataLocationCredentialsResponse
>({
  schema: GetTemporaryDataLocationCredentials$,
  async run({ governance, catalog }, caller, input) {
    const [location, ...more] = input.DataLocations ?? []
    if (location === undefined || more.length > 0)
      throw invalidRequest({ reason: 'Exactly one of DataLocations must be named' })
    demandDuration(input.DurationSeconds, SECONDS_MAX)
    const scope = input.CredentialsScope ?? 'READ'
    const ref = await governance.tableAtLocation(caller, location)
    await governance.demandVending(caller, { catalogId: ref.accountId })
    const writes = scope === 'READWRITE'
    const permissions = writes ? (['SELECT', 'INSERT'] as const) : (['SELECT'] as const)
    const auditContext = input.AuditContext?.AdditionalAuditContext
    const how = { permissions, readOnly: !writes, auditContext }
    const vended = await catalog.vendForTable(caller, { ...ref, ...how })
    if (vended === undefined) throw noCredentials({ table: ref.table })
    return {
      Credentials: wireCredentials(vended),
      AccessibleDataLocations: [vended.prefix],
      CredentialsScope: scope,
    }
  },
})
