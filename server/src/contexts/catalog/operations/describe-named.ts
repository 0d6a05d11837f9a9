import type { Caller } from '../../identity/index.ts'
import type { TableDescription, TableRef } from '../model/face.ts'
import type { TableLink } from '../model/table.ts'
import { absent, following, openTableLink } from '../steps/links.ts'
import type { Workings } from '../workings.ts'
import { describeAt } from './describe-table.ts'

/** What has the name: a table or a view, or the resource link itself, which is not followed. */
export type Named = { table: TableDescription } | { link: TableLink }

/** @throws catalog.no-such-table, governance.denied */
export function describeNamed(deps: Workings, caller: Caller, ref: TableRef): Promise<Named> {
  return following(deps, caller, ref, async (at): Promise<Named> => {
    try {
      return { table: await describeAt(deps, caller, at) }
    } catch (error) {
      if (at !== ref || !absent(error)) throw error
      const gate = { action: 'glue:GetTable', permission: 'DESCRIBE' as const }
      return { link: await openTableLink(deps, caller, ref, gate) }
    }
  })
}
