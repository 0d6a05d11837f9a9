import type { Compute } from '../../contexts/compute/index.ts'
import type { Sessions } from '../../contexts/sessions/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface EmrDeps {
  compute: Compute
  sessions: Pick<Sessions, 'planFirstSteps' | 'addSteps' | 'getStep' | 'listSteps' | 'cancelSteps'>
  region: string
  /** The host that clients reach the clusters' Livy ports on. */
  livyHost: string
  /** The platform’s own; inside a box there is no other. */
  port: number
}

export const emrOperation = operationsOf<EmrDeps>()
