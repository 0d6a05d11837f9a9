import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type AssignmentCommand, assigned } from '../model/assignment-changes.ts'
import { assignTags, type Failures } from '../steps/assign-tags.ts'

/**
 * Answers the pairs that could not be set; the others were.
 *
 * @throws governance.not-found, governance.denied, governance.invalid-input
 * @see Lake Formation `AddLFTagsToResource`
 */
export async function addTagsToResource(
  deps: Workings,
  caller: Caller,
  command: AssignmentCommand,
): Promise<Failures> {
  const names = { action: 'lakeformation:AddLFTagsToResource', record: 'governance.tags-assigned' }
  return assignTags(deps, caller, { command, ...names, by: assigned })
}
