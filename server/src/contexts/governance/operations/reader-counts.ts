import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { permits } from '../model/decide.ts'
import { usageDays } from '../steps/usage-days.ts'
import { countReaders } from '../store/table-reads.ts'
import { tableAccess } from './table-access.ts'

/**
 * How many principals read each of the tables lately, a few seconds old; of tables that the caller
 * may not DESCRIBE nothing is answered.
 */
export async function readerCounts(
  deps: Workings,
  caller: Caller,
  { tableIds }: { tableIds: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const access = await Promise.all(tableIds.map((id) => tableAccess(deps, caller, id)))
  const visible = tableIds.filter((_, index) => permits(access[index]!, 'DESCRIBE'))
  return countReaders(deps.sql, visible, usageDays(deps).from)
}
