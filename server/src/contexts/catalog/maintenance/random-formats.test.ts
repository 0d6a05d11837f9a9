import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delays } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine, type Ready } from '../testing/given-engine.ts'
import { type RowName, rowNames } from '../testing/row-names.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 })
const append = fc.record({ kind: fc.constant('append' as const), sizes })
const pick = fc.nat({ max: 99 })
const erase = fc.record({ kind: fc.constantFrom('equal' as const, 'positions' as const), pick })
type Write = { kind: 'append'; sizes: number[] } | { kind: 'equal' | 'positions'; pick: number }

/** `late`: the writer has got ready before the maintenance, and commits after it. */
function stepsOf(write: fc.Arbitrary<Write>) {
  const maintenance = fc.constantFrom('none' as const, 'before' as const, 'late' as const)
  const step = fc.record({ write, maintenance, expires: fc.boolean() })
  return fc.array(step, { minLength: 2, maxLength: 7 })
}

type Step = ReturnType<typeof stepsOf> extends fc.Arbitrary<(infer One)[]> ? One : never

type Row = Partial<RowName>

/** What a table of one format must be, counted without looking at its files. */
class Model {
  readonly rows = new Map<number, Row>()
  #nextValue = 0
  readonly formatVersion: number

  constructor(formatVersion: number) {
    this.formatVersion = formatVersion
  }

  files(of: readonly number[]): number[][] {
    return of.map((size) => Array.from({ length: size }, () => this.#nextValue++))
  }

  erased({ pick: nth }: { pick: number }): number {
    const values = [...this.rows.keys()]
    return values[nth % Math.max(1, values.length)] ?? -1
  }

  /** Rows of a commit get ids one after the other from where the table stands. */
  commit(
    change: { added: readonly number[]; gone: number | undefined },
    before: { nextRowId: number; sequence: number },
  ) {
    for (const [at, value] of change.added.entries())
      this.rows.set(
        value,
        this.formatVersion > 2 ? { id: before.nextRowId + at, updatedAt: before.sequence + 1 } : {},
      )
    if (change.gone !== undefined) this.rows.delete(change.gone)
  }

  get values(): number[] {
    return [...this.rows.keys()].sort((one, other) => one - other)
  }
}

interface Readied {
  commit: Ready
  change: { added: number[]; gone: number | undefined }
}

async function readied(given: GivenEngine, model: Model, write: Write): Promise<Readied> {
  if (write.kind === 'append') {
    const files = model.files(write.sizes)
    const commit = await given.append(files.map((list) => delays('2026-01-01', 'LH', list)))
    return { commit, change: { added: files.flat(), gone: undefined } }
  }
  const gone = model.erased(write)
  const none = model.rows.size === 0
  if (none) return { commit: async () => {}, change: { added: [], gone: undefined } }
  const commit =
    write.kind === 'equal' ? await given.eraseEqual(gone) : await given.erasePositions(gone)
  return { commit, change: { added: [], gone } }
}

async function committed(given: GivenEngine, model: Model, { commit, change }: Readied) {
  const before = await given.metadata()
  await commit()
  const sequence = before['last-sequence-number']
  model.commit(change, { nextRowId: before['next-row-id'] ?? 0, sequence })
}

async function demandSame(given: GivenEngine, model: Model) {
  assert.deepEqual(await given.delays(), model.values)
  if (model.formatVersion < 3) return
  const metadata = await given.metadata()
  const names = await rowNames(given, metadata)
  for (const [value, row] of model.rows) assert.deepEqual(names.get(value), row)
  const { 'next-row-id': next = 0 } = metadata
  assert.ok([...model.rows.values()].every(({ id = 0 }) => id < next))
}

async function lived(formatVersion: number, steps: readonly Step[]) {
  await using given = await givenEngine(false, formatVersion)
  const model = new Model(formatVersion)
  for (const { write, maintenance, expires } of steps) {
    await given.tell({
      'history.expire.max-snapshot-age-ms': expires ? '0' : '9999999999',
      'commit.manifest.min-count-to-merge': '2',
    })
    const ready = await readied(given, model, write)
    given.ahead.ms += 4 * 86_400_000
    if (maintenance !== 'late') await committed(given, model, ready)
    if (maintenance !== 'none') {
      // Files of a commit that is days old look like nobody's.
      const late = maintenance === 'late'
      const { last } = await given.maintain(late ? ['expire', 'compact', 'manifests'] : undefined)
      assert.equal(last?.error, undefined)
      assert.ok(last?.results.every(({ state }) => state === 'done'))
      await demandSame(given, model)
    }
    if (maintenance === 'late') await committed(given, model, ready)
    await demandSame(given, model)
  }
}

test('given any history of format 1, when it is maintained between, then rows stay', async () => {
  const property = fc.asyncProperty(stepsOf(append), (steps) => lived(1, steps))

  await fc.assert(property, { numRuns: 6 })
})

test('given any history of format 3, when it is maintained, then rows keep their ids', async () => {
  const write = fc.oneof({ weight: 4, arbitrary: append }, { weight: 3, arbitrary: erase })
  const property = fc.asyncProperty(stepsOf(write), (steps) => lived(3, steps))

  await fc.assert(property, { numRuns: 12 })
})
