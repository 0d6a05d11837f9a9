import { isDeepStrictEqual } from 'node:util'
import { invalidFeed } from '../errors.ts'
import type { Column, FeedDefinition } from './feed.ts'
import type { FeedDocument } from './ledger.ts'
import { promotable } from './schema.ts'

/** What an edit is about, in the words of who reads a plan. */
export type FeedPart =
  | 'agreement'
  | 'role'
  | 'source'
  | 'completeness'
  | 'format'
  | 'schema'
  | 'checks'
  | 'calendar'
  | 'target'
  | 'people'

export interface FeedChange {
  part: FeedPart
  sign: '+' | '-' | '~'
  text: string
  /** Files or readers that relied on what was before no longer can. */
  breaking: boolean
}

const PARTS: Readonly<Record<string, FeedPart>> = {
  source: 'source',
  pollSeconds: 'source',
  complete: 'completeness',
  decode: 'format',
  format: 'format',
  dialect: 'format',
  columns: 'schema',
  key: 'schema',
  event: 'schema',
  calendar: 'calendar',
  target: 'target',
  owner: 'people',
  targets: 'people',
  evaluators: 'people',
}
const JUDGING: readonly FeedPart[] = ['format', 'schema', 'checks']

/** What makes `before` into `after`, part by part; nothing: they say the same. */
export function feedChanges(before: FeedDocument, after: FeedDocument): FeedChange[] {
  const texts = [
    textChange('agreement', before.agreementId, after.agreementId),
    textChange('role', before.roleArn, after.roleArn),
  ]
  const names = Object.keys({ ...before.definition, ...after.definition })
  const rest = names.map((name) =>
    name === 'columns'
      ? columnChanges(before.definition.columns, after.definition.columns)
      : memberChange(name, memberOf(before, name), memberOf(after, name)),
  )
  return [...texts, ...rest].flat()
}

/** Whether what waits in quarantine might be judged otherwise. */
export function judgesAnew(
  changes: readonly FeedChange[],
  { complete }: Pick<FeedDefinition, 'complete'>,
): boolean {
  return changes.some(
    ({ part }) =>
      JUDGING.includes(part) || (part === 'completeness' && complete.rule === 'trailer'),
  )
}

/**
 * What cannot be made of a feed whose rows are in its table: they keep their types and their place.
 *
 * @throws ingestion.invalid-feed
 */
export function demandSameTable(before: FeedDefinition, after: FeedDefinition): void {
  if (!isDeepStrictEqual(before.target, after.target))
    throw invalidFeed({
      reason: 'its rows are in its table already; another table is another feed',
    })
  for (const { name, type } of after.columns) {
    const old = before.columns.find((column) => column.name === name)
    if (old && old.type !== type && !promotable(old.type, type))
      throw invalidFeed({
        reason:
          `column "${name}" holds ${old.type} already and cannot become ${type}; ` +
          'take it in as a column of another name',
      })
  }
}

function memberOf({ definition }: FeedDocument, name: string): unknown {
  return definition[name as keyof FeedDefinition]
}

function textChange(part: FeedPart, before: string, after: string): FeedChange[] {
  if (before === after) return []
  return [{ part, sign: '~', text: `${part}: ${before} → ${after}`, breaking: false }]
}

function memberChange(name: string, before: unknown, after: unknown): FeedChange[] {
  if (isDeepStrictEqual(before, after)) return []
  const part = PARTS[name] ?? 'checks'
  const breaking = name === 'key' || name === 'target'
  if (before === undefined) return [{ part, sign: '+', text: `${name}: ${said(after)}`, breaking }]
  if (after === undefined) return [{ part, sign: '-', text: `${name}: ${said(before)}`, breaking }]
  return [{ part, sign: '~', text: `${name}: ${said(before)} → ${said(after)}`, breaking }]
}

function columnChanges(before: readonly Column[], after: readonly Column[]): FeedChange[] {
  const old = new Map(before.map((column) => [column.name, column]))
  const kept = new Set(after.map(({ name }) => name))
  const change = (sign: FeedChange['sign'], text: string, breaking: boolean): FeedChange => ({
    ...{ part: 'schema', sign, text: `column ${text}`, breaking },
  })
  const changed = after.flatMap((column) => {
    const { name, ...wanted } = column
    const known = old.get(name)
    if (!known) return [change('+', `"${name}" ${said(wanted)}`, false)]
    const { name: _, ...was } = known
    if (isDeepStrictEqual(was, wanted)) return []
    return [change('~', `"${name}": ${said(was)} → ${said(wanted)}`, narrows(known, column))]
  })
  const gone = before.filter(({ name }) => !kept.has(name))
  const order = before.map(({ name }) => name).filter((name) => kept.has(name))
  const now = after.map(({ name }) => name).filter((name) => old.has(name))
  return [
    ...changed,
    ...gone.map(({ name, type }) => change('-', `"${name}" ${type}; the table keeps it`, true)),
    ...(isDeepStrictEqual(order, now) ? [] : [change('~', `order: ${now.join(', ')}`, false)]),
  ]
}

/** A value that was good may be none any more. */
function narrows(before: Column, after: Column): boolean {
  const retyped = before.type !== after.type && !promotable(before.type, after.type)
  const required = after.required === true && before.required !== true
  const above = (after.min ?? Number.NEGATIVE_INFINITY) > (before.min ?? Number.NEGATIVE_INFINITY)
  const below = (after.max ?? Number.POSITIVE_INFINITY) < (before.max ?? Number.POSITIVE_INFINITY)
  const values = after.oneOf?.some((value) => before.oneOf?.includes(value) !== true) ?? false
  const fewer = before.oneOf?.some((value) => after.oneOf?.includes(value) === false) ?? false
  return retyped || required || above || below || fewer || (!before.oneOf && values)
}

const TEXT_MAX = 300

function said(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
}
