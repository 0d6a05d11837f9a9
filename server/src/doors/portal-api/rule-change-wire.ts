import type { RuleChange } from '@millrace/contract'
import {
  granteeText,
  type Permission,
  parseCondition,
  type RuleStep,
} from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'

/** A change of rules as governance does it; where no account is named the caller’s own is meant. */
export function stepOf(caller: Caller, change: RuleChange): RuleStep {
  if (change.does === 'register' || change.does === 'deregister')
    return locationStep(caller.accountId, change)
  const catalogId = (change.account ?? caller.accountId) as AccountId
  switch (change.does) {
    case 'create-tag':
      return { does: change.does, command: { catalogId, key: change.key, values: change.values } }
    case 'update-tag': {
      const { key, add, remove } = change
      return { does: change.does, command: { catalogId, key, add, remove } }
    }
    case 'delete-tag':
      return { does: change.does, command: { catalogId, key: change.key } }
    case 'assign':
    case 'unassign': {
      const { resource, tags: pairs } = change
      return { does: change.does, command: { catalogId, resource, pairs } }
    }
    case 'create-filter':
    case 'update-filter':
    case 'delete-filter':
      return filterStep(catalogId, change)
    case 'grant':
    case 'revoke':
      return grantStep(catalogId, change)
    case 'attach':
    case 'detach':
      return attachmentStep(catalogId, change)
    default:
      return savedStep(catalogId, change)
  }
}

type Change<Does extends RuleChange['does']> = Extract<RuleChange, { does: Does }>
type FilterChange = Change<'create-filter' | 'update-filter' | 'delete-filter'>
type SavedChange =
  | Change<'create-expression' | 'update-expression' | 'delete-expression'>
  | Change<'create-policy' | 'update-policy' | 'delete-policy'>
type GrantChange = Change<'grant' | 'revoke'>
type AttachmentChange = Change<'attach' | 'detach'>
type LocationChange = Change<'register' | 'deregister'>

function locationStep(catalogId: AccountId, change: LocationChange): RuleStep {
  const { location } = change
  if (change.does === 'deregister') return { does: change.does, command: { catalogId, location } }
  const { does, roleArn, hybrid = false } = change
  return { does, command: { catalogId, location, hybrid, ...(roleArn && { roleArn }) } }
}

function filterStep(catalogId: AccountId, change: FilterChange): RuleStep {
  const { database, table, name: filter } = change
  const named = { catalogId, database, table, filter }
  if (change.does === 'delete-filter')
    return { does: change.does, command: { ...named, force: change.force ?? false } }
  const { rows, columns, version } = change
  const command = { ...named, columns, ...(rows && { rows }), ...(version && { version }) }
  return { does: change.does, command }
}

/** What is kept under a name: expressions of tags, and policies on rows. */
function savedStep(catalogId: AccountId, change: SavedChange): RuleStep {
  const named = { catalogId, name: change.name }
  switch (change.does) {
    case 'create-expression':
    case 'update-expression': {
      const { does, description, expression, was } = change
      const command = { ...named, expression, ...(was && { was }) }
      return { does, command: { ...command, ...(description && { description }) } }
    }
    case 'create-policy':
    case 'update-policy': {
      const { does, columns, rows: text, was } = change
      const seen = was && { was: { columns: was.columns, text: was.rows } }
      return { does, command: { ...named, columns, text, ...seen } }
    }
    default:
      return { does: change.does, command: named }
  }
}

function attachmentStep(catalogId: AccountId, change: AttachmentChange): RuleStep {
  const { does, policy: name, resource, principal, condition } = change
  return {
    does,
    command: {
      ...{ catalogId, name, resource },
      ...(principal && { principal: granteeText(principal, catalogId) }),
      ...(condition && { condition: parseCondition(condition) }),
    },
  }
}

function grantStep(catalogId: AccountId, change: GrantChange): RuleStep {
  const { does, resource, permissions, grantable, startsAt, endsAt, condition } = change
  const principal = granteeText(change.principal, catalogId)
  return {
    does,
    command: {
      ...{ catalogId, principal, resource },
      // Those that governance does not know fail its matrix of legal ones.
      permissions: permissions as Permission[],
      grantable: grantable as Permission[],
      ...(startsAt && { startsAt: new Date(startsAt) }),
      ...(endsAt && { endsAt: new Date(endsAt) }),
      ...(condition && { condition: parseCondition(condition) }),
    },
  }
}
