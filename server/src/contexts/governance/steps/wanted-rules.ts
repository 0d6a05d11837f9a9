import { createHash } from 'node:crypto'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput } from '../errors.ts'
import type { ApprovalRule } from '../model/approval.ts'
import { parseGrantee } from '../model/principal.ts'
import { administers } from '../model/reach.ts'
import { foldedExpression } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { putDenial } from '../record.ts'
import { findRules } from '../store/approval-rules.ts'
import { type RequestTurn, requestTurns } from './request-turns.ts'
import { principalOf, rulesFor } from './rules.ts'

const ACTION = 'lakeformation:PutDataLakeSettings'
const RULES_MAX = 100
const APPROVERS_MAX = 50
const PERSONS_MAX = 5
const NAME = /^[\w -]{1,100}$/

/** Rules of approval that an admin wants, and what they do to requests that are open. */
export interface WantedRules {
  rules: readonly ApprovalRule[]
  /** Of the rules that they replace; 0 where there are none. */
  version: number
  turns: readonly RequestTurn[]
  /** Stands for the rules, for those before them and for all turns: who agrees names it. */
  digest: string
}

/**
 * Hands on what would be the rules of the caller’s account, for its admins. Nobody approves
 * anything and nobody changes rules of access until `use` has ended.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-input, governance.not-found
 */
export async function withWantedRules<Answer>(
  deps: Workings,
  caller: Caller,
  rules: readonly ApprovalRule[],
  use: (tx: SqlTransaction, wanted: WantedRules, snapshot: Snapshot) => Promise<Answer>,
): Promise<Answer> {
  await deps.identity.demand(caller, { action: ACTION, resource: '*' })
  await rulesFor(deps, [caller.accountId])
  demandShape(rules)
  const refused = { permission: 'data lake administrator', resource: 'approval rules' }
  try {
    return await transaction(deps.sql, async (tx) => {
      const snapshot = await deps.snapshots.within(tx)
      if (!administers(snapshot, principalOf(caller), 'admin')) throw denied(refused)
      const { accountId } = caller
      const folded = rules.map((rule) => ({
        ...rule,
        approvers: [...new Set(rule.approvers)],
        expression: foldedExpression(snapshot, accountId, rule.expression),
      }))
      const old = await findRules(tx, accountId)
      const turned = { catalogId: accountId, before: old?.rules ?? [], after: folded }
      const turns = await requestTurns(tx, snapshot, turned)
      const wanted = { rules: folded, version: old?.version ?? 0, turns }
      return use(tx, { ...wanted, digest: digestOf(wanted) }, snapshot)
    })
  } catch (error) {
    if (denied.matches(error)) await putDenial(deps, caller, refused)
    throw error
  }
}

function digestOf({ rules, version, turns }: Omit<WantedRules, 'digest'>): string {
  const told = turns.map(({ request: { id }, before, after }) => [id, before, after])
  return createHash('sha256')
    .update(JSON.stringify([version, rules, told]))
    .digest('hex')
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
