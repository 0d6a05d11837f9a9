import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput } from '../errors.ts'
import type { ApprovalRule } from '../model/approval.ts'
import { parseGrantee } from '../model/principal.ts'
import { administers } from '../model/reach.ts'
import { foldedExpression } from '../model/resource-name.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { replaceRules } from '../store/approval-rules.ts'
import type { ApprovalRules } from './get-approval-rules.ts'

const ACTION = 'lakeformation:PutDataLakeSettings'
const RULES_MAX = 100
const APPROVERS_MAX = 50
const PERSONS_MAX = 5
const NAME = /^[\w -]{1,100}$/

/**
 * Replaces who must approve requests for what the caller's account owns, by its tags. Requests that
 * are open are judged by the new rules.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-input, governance.not-found
 */
export async function putApprovalRules(
  deps: Workings,
  caller: Caller,
  { rules }: { rules: readonly ApprovalRule[] },
): Promise<ApprovalRules> {
  await deps.identity.demand(caller, { action: ACTION, resource: '*' })
  await rulesFor(deps, [caller.accountId])
  demandShape(rules)
  const refused = { permission: 'data lake administrator', resource: 'approval rules' }
  try {
    return await transaction(deps.sql, async (tx) => {
      // Nobody approves anything between the rules of before and these.
      const snapshot = await deps.snapshots.within(tx)
      if (!administers(snapshot, principalOf(caller), 'admin')) throw denied(refused)
      const { accountId, principalArn: setBy } = caller
      const folded = rules.map((rule) => ({
        ...rule,
        approvers: [...new Set(rule.approvers)],
        expression: foldedExpression(snapshot, accountId, rule.expression),
      }))
      const set = { rules: folded, setBy, setAt: deps.clock() }
      await replaceRules(tx, { accountId, ...set })
      const deed = { action: 'governance.approval-rules-put', resource: accountId }
      await recordDone(tx, caller, { ...deed, detail: { rules: folded } })
      return set
    })
  } catch (error) {
    if (denied.matches(error)) await putDenial(deps, caller, refused)
    throw error
  }
}

function demandShape(rules: readonly ApprovalRule[]): void {
  const demand = (fits: boolean, reason: string) => {
    if (!fits) throw invalidInput({ reason })
  }
  demand(rules.length <= RULES_MAX, `There are at most ${RULES_MAX} approval rules`)
  const names = new Set(rules.map(({ name }) => name))
  demand(names.size === rules.length, 'Two approval rules have the same name')
  for (const { name, approvers, persons } of rules) {
    demand(NAME.test(name), `"${name}" is no name of a rule: 1 to 100 letters, digits, - and _`)
    const few = approvers.length > 0 && approvers.length <= APPROVERS_MAX
    demand(few, `Rule "${name}" names nobody, or more than ${APPROVERS_MAX} approvers`)
    const grantees = approvers.map(parseGrantee)
    const people = grantees.every(({ kind }) => kind === 'person')
    demand(people, `Rule "${name}" names an approver that is no user or role`)
    const counted = Number.isInteger(persons) && persons >= 1 && persons <= PERSONS_MAX
    demand(counted, `Rule "${name}" needs 1 to ${PERSONS_MAX} persons`)
    const roles = approvers.some((arn) => arn.includes(':role/'))
    const enough = roles || new Set(approvers).size >= persons
    demand(enough, `Rule "${name}" needs more persons than it names`)
  }
}
