import type { Pipelines } from '../../contexts/pipelines/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet */
export function pipelinesOf({ pipelines }: PortalApiDeps): Pipelines {
  if (!pipelines) throw notServedYet({ operation: 'pipelines' })
  return pipelines
}
