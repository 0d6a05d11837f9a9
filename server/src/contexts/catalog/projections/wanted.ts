import type { TableMetadata } from '../model/metadata.ts'
import type { Plan } from './model/plan.ts'

/** One state of a projection that is to be there. */
export interface Wanted {
  id: string
  location: string
  stateKey: string
  metadata: TableMetadata
  plan: Plan
}
