import type { DatabaseId } from '../model/table.ts'

/** So many of a database's names, after `after`, in their order. */
export interface Window {
  databaseId: DatabaseId
  /** Of these alone; of all where there are none. */
  ids?: ReadonlySet<string>
  after?: string
  limit: number
}
