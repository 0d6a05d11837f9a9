import type { Compute } from '../../contexts/compute/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface EmrServerlessDeps {
  compute: Compute
  region: string
}

export const serverlessOperation = operationsOf<EmrServerlessDeps>()
