import type { IsolationReport } from '@millrace/contract'
import { tableLines } from './lines.ts'
import { short } from './nouns/noun.ts'

type Table = IsolationReport['tables'][number]

/** The report for reading: what was ended, what could be read, what was done. */
export function isolationLines(report: IsolationReport): string[] {
  const { account, isolatedAt, reason, buckets, tables, uses, usesLeftOff, ended } = report
  const because = reason === undefined ? '' : `: ${reason}`
  return [
    `${account.name} (${account.id}) is switched off since ${short(isolatedAt)}${because}`,
    ...part(
      `ended: ${ended.length} sessions and runs`,
      ended.map(({ kind, id, owner, principal }) => [kind, id, owner, `as ${principal}`]),
    ),
    ...part(`it could read ${tables.length} tables`, tables.flatMap(readerRows)),
    ...part(
      `its buckets: ${buckets.length}`,
      buckets.map((bucket) => [bucket]),
    ),
    ...part(
      'what it did in the thirty days before, the latest first',
      uses.map((use) => [
        short(use.lastAt),
        `${use.count}×`,
        use.decision === 'denied' ? `${use.action} (denied)` : use.action,
        use.resource,
        use.principal,
      ]),
    ),
    ...(usesLeftOff > 0 ? [`  … and ${usesLeftOff} more: millrace account report --json`] : []),
  ]
}

function part(title: string, rows: readonly (readonly string[])[]): string[] {
  return ['', title, ...tableLines(rows).map((line) => `  ${line}`)]
}

function readerRows({ accountId, database, table, readers }: Table): string[][] {
  return readers.map(({ principal, columns, everyRow, through }) => [
    `${accountId}/${database}.${table}`,
    principal,
    everyRow ? 'every row' : 'some rows',
    `columns ${columns.join(', ')}`,
    `by ${through.join('; ')}`,
  ])
}
