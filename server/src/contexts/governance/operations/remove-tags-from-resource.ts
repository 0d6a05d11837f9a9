import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type AssignmentCommand, unassigned } from '../model/assignment-changes.ts'
import { assignTags, type Failures } from '../steps/assign-tags.ts'

/** @see Lake Formation `RemoveLFTagsFromResource` */
export async function removeTagsFromResource(
  deps: Workings,
  caller: Caller,
  command: AssignmentCommand,
): Promise<Failures> {
  const action = 'lakeformation:RemoveLFTagsFromResource'
  const names = { action, record: 'governance.tags-unassigned' }
  return assignTags(deps, caller, { command, ...names, by: unassigned })
}
