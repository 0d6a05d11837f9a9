import type { Caller } from '../../identity/index.ts'
import type { DatabaseRef, Page, PageRequest } from '../model/face.ts'
import type { View } from '../model/view.ts'
import { openList } from '../steps/list.ts'
import { viewsAfter } from '../store/views.ts'
import type { Workings } from '../workings.ts'

/** The views that the caller may DESCRIBE. @throws catalog.no-such-database */
export async function listViews(
  deps: Workings,
  caller: Caller,
  query: DatabaseRef & PageRequest,
): Promise<Page<View>> {
  const { page } = await openList(deps, caller, { query, after: viewsAfter })
  return page
}
