import type { FeedProposal, WrittenFeed } from '@millrace/contract'
import { feedText } from './feed-file.ts'
import { tableLines } from './lines.ts'

/** What was read off a sample, for who decides whether it is right. */
export function proposalLines({ sample, columns, evidence, refusal }: FeedProposal): string[] {
  const read = sample && [
    `${sample.readBytes} of ${sample.sizeBytes} bytes were read: ${sample.rows} rows`,
  ]
  const rows = columns.map(({ name, type, nulls, distinct, examples, why }) => [
    ...['  ', name, type, `${distinct} kinds, ${nulls} empty`, examples.slice(0, 2).join(' '), why],
  ])
  return [
    ...(read ?? []),
    ...(refusal === undefined ? [] : [`no columns are proposed: ${refusal}`]),
    ...tableLines(rows),
    ...tableLines(evidence.map(({ about, text, sure }) => [sure ? ' ' : '?', about, text])),
    ...(evidence.every(({ sure }) => sure) ? [] : ['? is for you to know']),
  ].map(printable)
}

/** A proposal as the file of a feed, with what speaks for it beside. */
export function proposedText(
  proposal: FeedProposal,
  of: Pick<WrittenFeed, 'name' | 'agreementId' | 'roleArn'> & {
    target: WrittenFeed['definition']['target']
  },
): string {
  const { target, ...rest } = of
  const definition = { ...proposal.definition, target } as WrittenFeed['definition']
  const told = proposal.evidence.map(
    ({ about, text, sure }) => `# ${sure ? ' ' : '?'} ${about}: ${text}`,
  )
  const text = feedText({ ...rest, version: 0, definition })
  const head = '# What speaks for it; "?" is for you to know:'
  return [text, '', head, ...told.map(printable), ''].join('\n')
}

/** What others wrote moves no cursor and ends no comment. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '?')
}
