import type { AccountId } from '../../identity/index.ts'
import type { AssignmentCommand } from './assignment-changes.ts'
import type { ExpressionCommand, ExpressionName } from './expression-changes.ts'
import type { FilterCommand, FilterName } from './filter-changes.ts'
import type { GrantCommand } from './grant-changes.ts'
import type { OptInCommand } from './opt-in-changes.ts'
import type { AttachmentCommand } from './row-attachment-changes.ts'
import type { RowPolicyCommand, RowPolicyName } from './row-policy-changes.ts'
import type { TagCommand } from './tag-changes.ts'

interface TagUpdate {
  catalogId: AccountId
  key: string
  add: readonly string[]
  remove: readonly string[]
}

/** Of the caller’s own account, whose `catalogId` is. */
interface LocationName {
  catalogId: AccountId
  location: string
}

/** One operation of governance, with what it is asked. */
export type Step =
  | { does: 'create-tag'; command: TagCommand }
  | { does: 'update-tag'; command: TagUpdate }
  | { does: 'delete-tag'; command: { catalogId: AccountId; key: string } }
  | { does: 'create-expression' | 'update-expression'; command: ExpressionCommand }
  | { does: 'delete-expression'; command: ExpressionName }
  | { does: 'assign' | 'unassign'; command: AssignmentCommand }
  | { does: 'create-filter' | 'update-filter'; command: FilterCommand }
  | { does: 'delete-filter'; command: FilterName & { force?: boolean } }
  | { does: 'grant' | 'revoke'; command: GrantCommand }
  | { does: 'opt-in' | 'opt-out'; command: OptInCommand }
  | { does: 'create-policy' | 'update-policy'; command: RowPolicyCommand }
  | { does: 'delete-policy'; command: RowPolicyName }
  | { does: 'attach' | 'detach'; command: AttachmentCommand }
  | { does: 'register'; command: LocationName & { roleArn?: string; hybrid?: boolean } }
  | { does: 'deregister'; command: LocationName }

/** A rule that is there, one that is wanted, or both. */
export interface Turned<Rule> {
  old: Rule | undefined
  rule: Rule | undefined
}
