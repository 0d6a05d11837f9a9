import type { OperationName } from '@millrace/contract'
import type { Trials } from '../../contexts/trials/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet where the platform runs without it */
export function trialsOf(deps: PortalApiDeps, operation: OperationName): Trials {
  if (!deps.trials) throw notServedYet({ operation })
  return deps.trials
}
