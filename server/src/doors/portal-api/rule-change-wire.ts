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
    default:
      return grantStep(catalogId, change)
  }
}

type FilterChange = Extract<RuleChange, { name: string }>

function filterStep(catalogId: AccountId, change: FilterChange): RuleStep {
  const { database, table, name: filter } = change
  const named = { catalogId, database, table, filter }
  if (change.does === 'delete-filter')
    return { does: change.does, command: { ...named, force: change.force ?? false } }
  const { rows, columns, version } = change
  const command = { ...named, columns, ...(rows && { rows }), ...(version && { version }) }
  return { does: change.does, command }
}

type GrantChange = Extract<RuleChange, { principal: string }>

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
