import { bind } from '../../foundation/bound.ts'
import type { AccountId, Caller } from '../identity/index.ts'
import type { GovernanceDeps, Workings } from './deps.ts'
import { type Life, lifeOf } from './life.ts'
import type { Step } from './model/book-step.ts'
import { registeredAt } from './model/decide-others.ts'
import { type Use, viewText } from './model/view.ts'
import * as operations from './operations.ts'
import { applyRules, demandRuleKeeper, planRules } from './rule-book.ts'
import { applyChanges, planChanges, type SeenChanges } from './rule-changes.ts'
import type { RulesPlan } from './rules-plan.ts'
import type { TableAccess } from './steps/access-in.ts'
import type { Seen, WhatIf } from './steps/as-seen.ts'
import { keysEnded } from './steps/keys-ended.ts'
import { openToAll } from './steps/open-to-all.ts'
import { openSnapshots } from './store/snapshots.ts'
import { changeAsSeen, type GovernanceOperations, whatIf } from './what-if.ts'

export type { GovernanceDeps } from './deps.ts'
export type { ApprovalRule } from './model/approval.ts'
export type { AssignmentCommand, TagPair } from './model/assignment-changes.ts'
export type { ChainedRecord } from './model/audit-chain.ts'
export type { AuditExport } from './model/audit-export.ts'
export type { BookDocument } from './model/book-document.ts'
export type { Step as RuleStep } from './model/book-step.ts'
export { parseCondition } from './model/condition-text.ts'
export type { ConsideredGrant } from './model/explanation.ts'
export type { ExpressionCommand, ExpressionName } from './model/expression-changes.ts'
export type { FilterCommand, FilterName } from './model/filter-changes.ts'
export type { Expression } from './model/grant.ts'
export type { GrantCommand } from './model/grant-changes.ts'
export type { Invitation } from './model/invitations.ts'
export type { IsolationReport } from './model/isolation-report.ts'
export { type LikePart, likeParts } from './model/like-pattern.ts'
export { columnsOf } from './model/logic.ts'
export type { OptInCommand } from './model/opt-in-changes.ts'
export type { GrantableKind, Permission } from './model/permission.ts'
export type { Predicate } from './model/predicate.ts'
export { granteeText } from './model/principal.ts'
export type { GovernedColumn, GovernedDatabase, GovernedTable } from './model/register.ts'
export type { ReminderTargets } from './model/reminder.ts'
export type { ResourceName } from './model/resource-name.ts'
export type { AttachmentCommand } from './model/row-attachment-changes.ts'
export type { RowPolicy } from './model/row-policy.ts'
export type { RegisteredLocation, SavedExpression, Settings, Tag } from './model/world.ts'
export type { DecidedRequest } from './operations/decide-request.ts'
export type { ExplainedAccess, ExplainQuery } from './operations/explain-access.ts'
export type { ApprovalRules } from './operations/get-approval-rules.ts'
export type { ShownRequest } from './operations/get-request.ts'
export type { ListedOptIn } from './operations/list-opt-ins.ts'
export type { PermissionsQuery } from './operations/list-permissions.ts'
export type { ListedRequest, RequestBox } from './operations/list-requests.ts'
export type { ListedAttachment } from './operations/list-row-attachments.ts'
export type { PlannedRules } from './operations/plan-approval-rules.ts'
export type { TaggedDatabase } from './operations/search-databases-by-tags.ts'
export type { TaggedTable } from './operations/search-tables-by-tags.ts'
export type { TableUsage } from './operations/table-usage.ts'
export type { TagsOfTable } from './operations/tags-of-tables.ts'
export type { RulesPlan } from './rules-plan.ts'
export type { TableAccess } from './steps/access-in.ts'
export type { ToldGift } from './steps/as-asked.ts'
export type { ToldEffect, WhatIf } from './steps/as-seen.ts'
export type { PermissionRow } from './steps/permission-rows.ts'
export type { ResourceTags, VisibleTag } from './steps/resource-tags.ts'
export type { NamedFilter } from './steps/seen-filter.ts'
export type { WantedRules } from './steps/wanted-rules.ts'
export type { AccessRequest } from './store/requests.ts'
export type { GovernanceOperations } from './what-if.ts'

/** Each operation has its documentation in its own file; see `operations.ts`. */
export interface Governance extends GovernanceOperations, Life {
  /** The registered location that covers `location`, if any: closed to plain IAM access. */
  registeredLocation(location: string): { location: string; accountId: AccountId } | undefined
  /** Does IAM alone decide for everybody what is done with a table? */
  openToAll(tableId: string): boolean
  /** What keys for a table open, for them to carry; see `keysEnded`. */
  viewOf(access: TableAccess): string
  /** May what was vended for a table not be used so any more? See `keys-ended.ts`. */
  keysEnded(caller: Caller, use: Use): boolean
  /** Tries a change and takes it back; see `what-if.ts`. */
  whatIf<Answer>(
    caller: Caller,
    change: (tried: GovernanceOperations) => Promise<Answer>,
  ): Promise<WhatIf<Answer>>
  /** Makes a change if its effects are those that were seen; see `what-if.ts`. */
  changeAsSeen<Answer>(
    caller: Caller,
    seen: Seen,
    change: (tried: GovernanceOperations) => Promise<Answer>,
  ): Promise<WhatIf<Answer>>
  /** Whose access single operations would change; see `rule-changes.ts`. */
  planChanges(caller: Caller, steps: readonly Step[]): Promise<RulesPlan>
  /** Does them, where they are still what was seen, on the rules on which it was seen. */
  applyChanges(caller: Caller, seen: SeenChanges): Promise<RulesPlan>
  /** May they plan and apply rules of their account? Refused before a document is there. */
  demandRuleKeeper(caller: Caller): Promise<void>
  /** What would make the rules of an account those of a document; see `rule-book.ts`. */
  planRules(caller: Caller, document: unknown): Promise<RulesPlan>
  /** Makes them so, if that is still the plan that was seen. */
  applyRules(caller: Caller, seen: { document: unknown; digest: string }): Promise<RulesPlan>
}

/** Reads all rules into memory before it returns; decisions never wait for the database. */
export async function createGovernance(given: GovernanceDeps): Promise<Governance> {
  const accounts = () => given.identity.accounts()
  const deps: Workings = { ...given, snapshots: await openSnapshots(given.sql, accounts) }
  return {
    ...bind(deps, operations),
    ...lifeOf(deps),
    registeredLocation: (location) => registeredAt(deps.snapshots.current(), location),
    openToAll: (tableId) => openToAll(deps, tableId),
    viewOf: viewText,
    keysEnded: (caller, use) => keysEnded(deps, caller, use),
    whatIf: (caller, change) => whatIf(deps, caller, change),
    changeAsSeen: (caller, seen, change) => changeAsSeen(deps, caller, seen, change),
    demandRuleKeeper: (caller) => demandRuleKeeper(deps, caller),
    planChanges: (caller, steps) => planChanges(deps, caller, steps),
    applyChanges: (caller, seen) => applyChanges(deps, caller, seen),
    planRules: (caller, document) => planRules(deps, caller, document),
    applyRules: (caller, seen) => applyRules(deps, caller, seen),
  }
}
