import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Assigned, AssignmentCommand, assigned } from '../model/assignment-changes.ts'
import { textOf } from '../model/resource-name.ts'
import { changeRules, type RuleChange } from '../rule-change.ts'
import { actOf } from './act.ts'
import { rulesFor } from './rules.ts'

export type Failures = Assigned['failures']

export async function assignTags(
  deps: Workings,
  caller: Caller,
  how: Pick<RuleChange, 'action' | 'record'> & {
    command: AssignmentCommand
    by: typeof assigned
  },
): Promise<Failures> {
  const { command, action, record, by } = how
  await rulesFor(deps, [caller.accountId, command.catalogId])
  const failures: Failures = []
  await changeRules(deps, caller, {
    action,
    record,
    resource: textOf(command.resource),
    detail: { catalogId: command.catalogId, tags: command.pairs },
    plan: (snapshot) => {
      const result = by(snapshot, actOf(deps, caller), command)
      failures.splice(0, failures.length, ...result.failures)
      return result.changes
    },
  })
  return failures
}
