import type { RulesPlan } from '@millrace/contract'
import { costLines } from './cost-lines.ts'
import { tableLines } from './lines.ts'

type Effect = RulesPlan['effects'][number]

/** A plan for reading: its steps, and then whose access they change. */
export function planLines(plan: RulesPlan): string[] {
  const { steps, effects, total, widening } = plan
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
    ...(total > effects.length ? [`and ${total - effects.length} more`] : []),
    ...(widening > 0
      ? [`! ${widening} of them ${widening === 1 ? 'opens' : 'open'} restricted data`]
      : []),
    ...costLines(plan),
    '',
    `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
  ].map(printable)
}

function effectText({ gained, lost, rows }: Effect): string {
  const parts = [partText('gains', gained), partText('loses', lost)]
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
