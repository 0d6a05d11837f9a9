import type { AccountId } from '../../identity/index.ts'
import type { Step } from './book-step.ts'
import type { GrantCommand } from './grant-changes.ts'
import { expressionText, textOf } from './resource-name.ts'

/** One step of a plan as people read it: what comes, goes or is another. */
export interface ToldStep {
  sign: '+' | '-' | '~'
  text: string
}

/** What is of other accounts is told as such. */
export function toldStep(step: Step, home: AccountId): ToldStep {
  const { catalogId } = step.command
  const of = catalogId === home ? '' : `, of account ${catalogId}`
  return { sign: SIGN[step.does], text: `${textOfStep(step)}${of}` }
}

const SIGN: Readonly<Record<Step['does'], ToldStep['sign']>> = {
  'create-tag': '+',
  'update-tag': '~',
  'delete-tag': '-',
  'create-expression': '+',
  'update-expression': '~',
  'delete-expression': '-',
  assign: '+',
  unassign: '-',
  'create-filter': '+',
  'update-filter': '~',
  'delete-filter': '-',
  grant: '+',
  revoke: '-',
  'opt-in': '+',
  'opt-out': '-',
  'create-policy': '+',
  'update-policy': '~',
  'delete-policy': '-',
  attach: '+',
  detach: '-',
  register: '+',
  deregister: '-',
}

function textOfStep(step: Step): string {
  switch (step.does) {
    case 'create-tag':
      return `tag ${step.command.key}: ${step.command.values.join(', ')}`
    case 'update-tag': {
      const { key, add, remove } = step.command
      const values = [...add.map((value) => `+${value}`), ...remove.map((value) => `-${value}`)]
      return `tag ${key}: ${values.join(', ')}`
    }
    case 'delete-tag':
      return `tag ${step.command.key}`
    case 'create-expression':
    case 'update-expression':
      return `expression ${step.command.name}: ${expressionText(step.command.expression)}`
    case 'delete-expression':
      return `expression ${step.command.name}`
    case 'assign':
    case 'unassign': {
      const { resource, pairs } = step.command
      return `${pairs.map(({ key, value }) => `${key}=${value}`).join(', ')} on ${textOf(resource)}`
    }
    case 'create-filter':
    case 'update-filter': {
      const { database, table, filter, rows, columns } = step.command
      const on = textOf({ kind: 'columns', database, table, ...columns })
      return `filter ${filter} on ${on}${rows === undefined ? '' : ` where ${rows}`}`
    }
    case 'delete-filter':
      return `filter ${step.command.filter} on ${step.command.database}.${step.command.table}`
    case 'create-policy':
    case 'update-policy':
      return `RLS policy ${step.command.name} where ${step.command.text}`
    case 'delete-policy':
      return `RLS policy ${step.command.name}`
    case 'attach':
    case 'detach': {
      const { name, resource, principal, condition } = step.command
      const when = condition ? ` if ${condition.text}` : ''
      return `RLS policy ${name} on ${textOf(resource)} for ${principal ?? 'everybody'}${when}`
    }
    case 'register':
    case 'deregister':
      return locationText(step.command)
    case 'grant':
    case 'revoke':
      return grantText(step.command)
    default:
      return `opt-in of ${step.command.principal} to ${textOf(step.command.resource)}`
  }
}

function locationText({ location, hybrid }: { location: string; hybrid?: boolean }): string {
  return `${hybrid ? 'hybrid ' : ''}location ${location}`
}

function grantText(command: GrantCommand): string {
  const { permissions, grantable, resource, principal, startsAt, endsAt, condition } = command
  const parts = [
    `${permissions.join(', ')} on ${textOf(resource)} to ${principal}`,
    ...(grantable.length > 0 ? [`with grant option for ${grantable.join(', ')}`] : []),
    ...(startsAt ? [`from ${startsAt.toISOString()}`] : []),
    ...(endsAt ? [`until ${endsAt.toISOString()}`] : []),
    ...(condition ? [`if ${condition.text}`] : []),
  ]
  return parts.join(' ')
}
