import type { OperationName } from '@millrace/contract'
import type { Ingestion } from '../../contexts/ingestion/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet where the platform runs without it */
export function ingestionOf(deps: PortalApiDeps, operation: OperationName): Ingestion {
  if (!deps.ingestion) throw notServedYet({ operation })
  return deps.ingestion
}
