import type { ChainLink, PipelineDetail } from '@millrace/contract'
import { tableLines, valueLines } from './lines.ts'
import { short } from './nouns/noun.ts'

/** A pipeline for reading; what its deadline hangs on comes last, each further to the right. */
export function pipelineLines({ chain, ...rest }: PipelineDetail): string[] {
  if (chain.length === 0) return valueLines(rest)
  const rows = tableLines(chain.map(rowOf))
  return [...valueLines(rest), 'chain', ...rows.map((line) => `  ${line}`)]
}

function rowOf(link: ChainLink): string[] {
  const { depth, slice, state, mustAt, expectedAt, marginSeconds, critical } = link
  return [
    `${'  '.repeat(depth)}${nameOf(link)}`,
    slice ?? '-',
    state,
    `${depth === 0 ? 'due' : 'needed by'} ${short(mustAt)}`,
    `${state === 'arrived' ? 'since' : 'expected'} ${short(expectedAt)}`,
    marginSeconds === undefined ? 'margin unknown' : `margin ${minutes(marginSeconds)}`,
    critical ? 'critical' : '',
  ]
}

function nameOf({ kind, name, dataset }: ChainLink): string {
  if (kind === 'hidden') return 'hidden'
  if (name === undefined) return `${dataset?.database}.${dataset?.table}`
  return kind === 'delivery' ? `feed ${name}` : name
}

/** `20 min`, `-1 h 20 min`. */
function minutes(seconds: number): string {
  const all = Math.round(Math.abs(seconds) / 60)
  const sign = seconds < 0 && all > 0 ? '-' : ''
  return `${sign}${all < 60 ? '' : `${Math.trunc(all / 60)} h `}${all % 60} min`
}
