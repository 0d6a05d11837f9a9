import { readFileSync, writeFileSync } from 'node:fs'
import type { FeedPlan, WrittenFeed } from '@millrace/contract'
import { Document, isMap, isScalar, parse, visit } from 'yaml'
import { Failure } from './failure.ts'
import { tableLines } from './lines.ts'

const MEMBERS = ['name', 'version', 'agreementId', 'roleArn', 'definition']
const IN_ONE_LINE = ['source', 'complete', 'format', 'dialect', 'event', 'target', 'calendar']

/** The database keeps members in an order of its own; people read them in this one. */
const ORDER = [
  ...['name', 'version', 'agreementId', 'roleArn', 'definition', 'kind', 'rule', 'type', 'every'],
  ...['source', 'directory', 'pattern', 'complete', 'decode', 'format', 'dialect', 'columns'],
  ...['required', 'min', 'max', 'oneOf', 'comment', 'delimiter', 'quote', 'escape', 'nulls'],
  ...['encoding', 'start', 'width', 'sheet', 'headerRow', 'formulas', 'rows', 'namespaces'],
  ...['paths', 'path', 'key', 'event', 'rejectedRowsMax', 'volumeDeviationMax', 'rowBands'],
  ...['days', 'min', 'max'],
  ...['emptyAllowed', 'calendar', 'first', 'last', 'at', 'daysAfter', 'zone', 'graceMinutes'],
  ...['exchange', 'holidays', 'pollSeconds', 'target', 'accountId', 'database', 'table'],
]

const HEAD = ` "millrace feed plan FILE" says what a change of this file would do, "millrace
 feed apply FILE" does it, if the feed is still at this version. No secret is in it: those
 are sealed with the agreement.`

/** A feed for people to read and change: what is short stands in one line. */
export function feedText(feed: WrittenFeed): string {
  const { name, version, agreementId, roleArn, definition } = feed
  const written = new Document(inOrder({ name, version, agreementId, roleArn, definition }), {
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  })
  written.commentBefore = HEAD
  visit(written, {
    Seq: (_, list) => {
      if (list.items.every((item) => isScalar(item))) list.flow = true
      for (const item of list.items) if (isMap(item)) item.flow = true
    },
    Pair: (_, { key, value }) => {
      if (isScalar(key) && IN_ONE_LINE.includes(String(key.value)) && isMap(value))
        value.flow = true
    },
  })
  return written.toString({ lineWidth: 0 }).trimEnd()
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const rank = (name: string) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1)
  const members = Object.entries(value).map(([name, one]) => [name, inOrder(one)] as const)
  return Object.fromEntries(members.sort(([one], [other]) => rank(one) - rank(other)))
}

/** What a file says of a feed; JSON is YAML, too. @throws Failure */
export function readFeedFile(path: string): Partial<WrittenFeed> {
  const feed = parsed(path)
  if (typeof feed !== 'object' || feed === null || Array.isArray(feed))
    throw new Failure(`"${path}" holds no feed: it has ${MEMBERS.join(', ')}`)
  const odd = Object.keys(feed).find((member) => !MEMBERS.includes(member))
  if (odd !== undefined)
    throw new Failure(`"${path}" has "${odd}"; a feed has ${MEMBERS.join(', ')}`)
  return feed
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path === '-' ? 0 : path, 'utf8'))
  } catch (error) {
    throw new Failure(`"${path}" cannot be read: ${(error as Error).message}`)
  }
}

/** The file goes on from what it has made; false: it names no version on a line of its own. */
export function renewVersion(path: string, version: number): boolean {
  if (path === '-') return false
  const text = readFileSync(path, 'utf8')
  const renewed = text.replace(/^version: *\d+/m, `version: ${version}`)
  if (renewed === text) return false
  writeFileSync(path, renewed)
  return true
}

/** A plan for reading: what changes, what is waited for, what is judged anew. */
export function feedPlanLines(plan: FeedPlan): string[] {
  const { changes, added, moved, withdrawn, rejudged, kept } = plan
  if (changes.length === 0) return ['nothing to do: the feed is as the file says']
  const rows = changes.map(({ sign, part, text, breaking }) => [
    breaking ? '!' : ' ',
    sign,
    part,
    text,
  ])
  const told = [
    ...expectedLines('waited for from now on', added),
    ...expectedLines('due at another time', moved),
    ...expectedLines('waited for no more', withdrawn),
    ...(rejudged.total === 0
      ? []
      : ['judged once more, out of quarantine:', ...rejudgedLines(rejudged)]),
    ...(kept === 0 ? [] : [`${kept} loaded ${kept === 1 ? 'stays' : 'stay'} as judged before`]),
  ]
  const breaks = changes.filter(({ breaking }) => breaking).length
  return [
    ...tableLines(rows),
    ...(breaks > 0 ? ['! breaks files or readers that relied on what was before'] : []),
    ...(told.length > 0 ? ['', ...told] : []),
  ].map(printable)
}

function expectedLines(what: string, { total, items }: FeedPlan['added']): string[] {
  if (total === 0) return []
  const rows = items.map(({ slice, deadlineAt, before }) => [
    '  ',
    slice,
    ...(deadlineAt === undefined ? [] : [`by ${deadlineAt}`]),
    ...(before === undefined ? [] : [`was ${before}`]),
  ])
  return [`${what}:`, ...tableLines(rows), ...more(total, items)]
}

function rejudgedLines({ total, items }: FeedPlan['rejudged']): string[] {
  const rows = items.map(({ slice, vintage }) => ['  ', slice, `vintage ${vintage}`])
  return [...tableLines(rows), ...more(total, items)]
}

function more(total: number, items: readonly unknown[]): string[] {
  return total > items.length ? [`   and ${total - items.length} more`] : []
}

/** What others wrote moves no cursor. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '?')
}
