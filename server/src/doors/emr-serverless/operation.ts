import type { Compute } from '../../contexts/compute/index.ts'
import type { Sessions } from '../../contexts/sessions/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface EmrServerlessDeps {
  compute: Compute
  sessions: Pick<
    Sessions,
    | ('startRun' | 'getRun' | 'listRuns' | 'listRunAttempts' | 'cancelRun')
    | ('openRunDashboard' | 'openResourceDashboard')
  >
  region: string
  /** Where browsers reach the platform. */
  reachedAt: string
}

export const serverlessOperation = operationsOf<EmrServerlessDeps>()
