import type { Snapshot, TableMetadata } from '../model/metadata.ts'
import type { History } from './model/history.ts'
import type { Keys } from './model/keys.ts'
import type { Plan } from './model/plan.ts'

/** What a projection is to be: of the base as `metadata` has it, its past included. */
export interface Wanted {
  id: string
  location: string
  metadata: TableMetadata
  plan: Plan
  keys: Keys
  history: History
}

/** The snapshot that is made before all others; none where the table is empty. */
export function newestOf({ history }: Wanted): Snapshot | undefined {
  return history.at(-1)?.snapshot
}
