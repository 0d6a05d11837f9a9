import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Predicate } from '../../governance/index.ts'
import { commitDeletes, deleteFile } from '../testing/delete-files.ts'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected, type Row } from '../testing/given-projected.ts'

/** A row of the base, as the oracle has it. */
interface Flight {
  delivery: string
  carrier: string
  delay: number
  /** The snapshot that it came with; its own tells of no delivery once it is expired. */
  since?: bigint
}
interface State {
  snapshotId: bigint
  at: Date
  rows: readonly Flight[]
}

const delivery = fc.constantFrom('d1', 'd2', 'd3')
const carrier = fc.constantFrom('LH', 'XQ')
const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 })
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('add'), delivery, carrier, values }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('resend'), delivery, carrier, values }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw'), delivery }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('erase'), delay: fc.integer({ min: 0, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('go-back') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read') }) },
)
type Step = {
  kind: string
  delivery?: string
  carrier?: string
  values?: number[]
  delay?: number
}

const lufthansa: Predicate = { op: '=', column: 2, value: { type: 'string', value: 'LH' } }
const isLufthansa = ({ carrier: one }: Flight) => one === 'LH'
/** Filters on rows, each with its meaning. */
const filters: [Predicate | undefined, (row: Flight) => boolean][] = [
  [undefined, () => true],
  [lufthansa, isLufthansa],
  [{ op: '>', column: 3, value: { type: 'long', value: '2' } }, ({ delay }) => delay > 2],
  [{ op: 'false' }, () => false],
]

const byCarrier = {
  'source-id': 2,
  transform: 'identity',
  direction: 'asc',
  'null-order': 'nulls-last',
} as const

interface Played {
  states: State[]
  expired: Set<bigint>
}

/** Does to the table and to the oracle the same; answers what the newest state is then. */
async function take(given: GivenProjected, { states, expired }: Played, one: Step, key: string) {
  const { catalog, ana } = given
  const before = states.at(-1)?.rows ?? []
  const replaced = ({ delivery, since = -1n }: Flight) => delivery === of && !expired.has(since)
  const { delivery: of = '', values: delaysOf = [], carrier: by = '' } = one
  const added = delaysOf.map((delay) => ({ delivery: of, carrier: by, delay }))
  const files = added.length > 0 ? [await given.written(delays('2026-01-01', by, delaysOf))] : []
  const command = { ...flights, files, commitKey: key, properties: { delivery: of } }
  await given.freely(async () => {
    if (one.kind === 'add') await catalog.append(ana, command)
    else
      await catalog.replaceFiles(ana, {
        ...command,
        replaces: (_file, addedBy) => addedBy?.delivery === of,
      })
  })
  const kept = one.kind === 'add' ? before : before.filter((row) => !replaced(row))
  return [...kept, ...added]
}

async function erase(given: GivenProjected, states: State[], delay = 0) {
  const select = `SELECT ${delay}::BIGINT AS delay`
  const file = await deleteFile(given, { select, ids: '{delay: 3}' })
  await commitDeletes(given, { content: 'equality-deletes', ...file, equalityIds: [3] })
  return (states.at(-1)?.rows ?? []).filter((row) => row.delay !== delay)
}

async function update(given: GivenProjected, updates: Parameters<typeof commitOf>[1]) {
  await given.freely(() => commitOf(given, updates))
}

function commitOf(
  { catalog, ana }: GivenProjected,
  updates: Parameters<GivenProjected['catalog']['commitTable']>[1]['updates'],
) {
  return catalog.commitTable(ana, { ...flights, requirements: [], updates })
}

async function newest(given: GivenProjected, rows: readonly Flight[]): Promise<State> {
  const { metadata } = await given.freely(() => given.load())
  const last = metadata['snapshot-log'].at(-1)
  assert.ok(last)
  const since = last['snapshot-id']
  const known = rows.map((row) => ({ since, ...row }))
  return { snapshotId: since, at: new Date(last['timestamp-ms']), rows: known }
}

/** Carries out `steps`, and compares each state that is kept with the oracle's at each read. */
async function play(given: GivenProjected, steps: readonly Step[], check: (s: State[]) => unknown) {
  const states: State[] = []
  const expired = new Set<bigint>()
  for (const [at, one] of [...steps, { kind: 'read' }].entries()) {
    const last = states.at(-1)
    if (one.kind === 'read') await check(states)
    else if (one.kind === 'expire') {
      const [first, second] = states
      const still = states.slice(1).some((state) => state.snapshotId === first?.snapshotId)
      if (!first || !second || still) continue
      await update(given, [{ action: 'remove-snapshots', 'snapshot-ids': [first.snapshotId] }])
      states.shift()
      expired.add(first.snapshotId)
    } else if (one.kind === 'go-back') {
      const [first] = states
      if (!first || first.snapshotId === last?.snapshotId) continue
      const ref = { 'ref-name': 'main', 'snapshot-id': first.snapshotId, type: 'branch' as const }
      await update(given, [{ action: 'set-snapshot-ref', ...ref }])
      states.push(await newest(given, first.rows))
    } else if (one.kind === 'erase') {
      if (last) states.push(await newest(given, await erase(given, states, one.delay)))
    } else
      states.push(await newest(given, await take(given, { states, expired }, one, `step-${at}`)))
  }
}

function shown(rows: readonly Flight[], columns: readonly number[]): Row[] {
  return inOrder(
    rows.map(({ carrier: by, delay }) => ({
      ...(columns.includes(2) ? { carrier: by } : {}),
      ...(columns.includes(3) ? { delay: String(delay) } : {}),
    })),
  )
}

function inOrder(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

async function rowsAt(given: GivenProjected, at: { snapshotId?: bigint; asOf?: Date }) {
  await using scan = await given.catalog.scan(given.ana, { ...flights, at })
  return inOrder((await given.rows('SELECT * FROM $table', scan)) as Row[])
}

test('given random histories, when read as of each moment, then it is as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 10 }),
      fc.constantFrom(...filters),
      fc.constantFrom([3], [2, 3], [2]),
      fc.boolean(),
      async (steps, [rowFilter, open], columns, sorted) => {
        // Deletes by value reach all files only of a table without partitions: so it is sorted.
        const layout = sorted ? { sortOrder: { fields: [byCarrier] } } : {}
        await using given = await givenProjected(layout)
        given.allow({ columns: new Set(columns), ...(rowFilter ? { rowFilter } : {}) })

        await play(given, steps, async (states) => {
          const { metadata } = await given.load()
          assert.equal(metadata['snapshot-log'].length, states.length)
          for (const { snapshotId, at, rows } of states) {
            const expected = shown(rows.filter(open), columns)
            assert.deepEqual(await rowsAt(given, { snapshotId }), expected)
            assert.deepEqual(await rowsAt(given, { asOf: at }), expected)
          }
        })
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})
