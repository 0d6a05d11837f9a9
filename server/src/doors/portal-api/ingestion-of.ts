import type { Ingestion } from '../../contexts/ingestion/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet */
export function ingestionOf({ ingestion }: PortalApiDeps): Ingestion {
  if (!ingestion) throw notServedYet({ operation: 'ingestion' })
  return ingestion
}
