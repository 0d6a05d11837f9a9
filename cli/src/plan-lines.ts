import type { RulesPlan } from '@millrace/contract'
import { costLines } from './cost-lines.ts'
import { tableLines } from './lines.ts'

type Effect = RulesPlan['effects'][number]

/** A plan for reading: its steps, and then whose access they change. */
export function planLines(plan: RulesPlan): string[] {
  const { steps, effects, total, widening, rights } = plan
  if (steps.length === 0) return ['nothing to do: the rules are as the file says']
  const rows = effects.map((effect) => [
    effect.widensRestricted ? '!' : ' ',
    effect.principal,
    `${effect.dataset.database}.${effect.dataset.table}`,
    effectText(effect),
  ])
  return [
    ...steps.map(({ sign, text }) => `${sign} ${text}`),
    '',
    ...(total === 0 ? ['nobody’s access changes'] : ['whose access changes:', ...tableLines(rows)]),
    ...(rights.length === 0
      ? []
      : ['', 'rights beside tables:', ...tableLines(rightsRows(rights))]),
    ...(total > effects.length ? [`and ${total - effects.length} more`] : []),
    ...(widening > 0
      ? [`! ${widening} of them ${widening === 1 ? 'opens' : 'open'} restricted data`]
      : []),
    ...costLines(plan),
    '',
    `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
  ].map(printable)
}

function rightsRows(rights: RulesPlan['rights']): string[][] {
  return rights.map(({ principal, on, gained, lost, startsAt }) => {
    const parts = [rightsText('gains', gained), rightsText('loses', lost), fromText(startsAt)]
    return [' ', principal, on, parts.filter((part) => part !== '').join('; ')]
  })
}

function rightsText(verb: string, rights: RulesPlan['rights'][number]['gained']): string {
  const { permissions, grantable } = rights
  if (permissions.length + grantable.length === 0) return ''
  const passed = grantable.length > 0 ? `grant option for ${grantable.join(', ')}` : ''
  return `${verb} ${[permissions.join(', '), passed].filter((part) => part !== '').join(', ')}`
}

function fromText(startsAt: string | undefined): string {
  return startsAt === undefined ? '' : `from ${startsAt}`
}

function effectText({ gained, lost, rows, startsAt }: Effect): string {
  const parts = [partText('gains', gained), partText('loses', lost), fromText(startsAt)]
  if (rows) parts.push(`rows: ${rows.before} → ${rows.after}`)
  return parts.filter((part) => part !== '').join('; ')
}

function partText(verb: string, { permissions, columns }: Effect['gained']): string {
  const what = [permissions.join(', '), columns.length > 0 ? `columns ${columns.join(', ')}` : '']
  const text = what.filter((part) => part !== '').join(', ')
  return text === '' ? '' : `${verb} ${text}`
}

/** What others wrote moves no cursor. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '?')
}
