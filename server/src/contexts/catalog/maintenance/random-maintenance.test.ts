import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delays } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine, type Ready } from '../testing/given-engine.ts'

const value = fc.integer({ min: 0, max: 4 })
const files = fc.array(fc.array(value, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
})
const write = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), files }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('equal' as const), value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('positions' as const), value }) },
)
type Write = { kind: 'append'; files: number[][] } | { kind: 'equal' | 'positions'; value: number }
/** `late`: the writer has got ready before the maintenance, and commits after it. */
const step = fc.record({
  write,
  maintenance: fc.constantFrom('none', 'before', 'late'),
  expires: fc.boolean(),
})

function after(rows: readonly number[], one: Write): number[] {
  if (one.kind === 'append') return [...rows, ...one.files.flat()].sort((a, b) => a - b)
  return rows.filter((row) => row !== one.value)
}

function readied(given: GivenEngine, one: Write): Promise<Ready> {
  if (one.kind === 'append')
    return given.append(one.files.map((list) => delays('2026-01-01', 'LH', list)))
  return one.kind === 'equal' ? given.eraseEqual(one.value) : given.erasePositions(one.value)
}

/** Every snapshot that is kept has the rows that it had when it was made. */
async function demandSame(given: GivenEngine, states: ReadonlyMap<bigint, number[]>) {
  const { snapshots, refs } = await given.metadata()
  for (const { 'snapshot-id': id } of snapshots) {
    const rows = await given.delays(id)
    assert.deepEqual(rows, states.get(id) ?? rows)
  }
  const newest = refs.main?.['snapshot-id'] ?? -1n
  assert.ok(snapshots.length === 0 || snapshots.some((one) => one['snapshot-id'] === newest))
}

test('given any history, when it is maintained between, then every read is the same', async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 2, maxLength: 6 }),
    async (steps) => {
      await using given = await givenEngine()
      const states = new Map<bigint, number[]>()
      let rows: number[] = []
      for (const { write: one, maintenance, expires } of steps) {
        const policy = { 'history.expire.max-snapshot-age-ms': expires ? '0' : '9999999999' }
        await given.catalog.commitTable(given.ana, {
          ...{ accountId: '700000000001' as never, database: 'mobility', table: 'flights' },
          requirements: [],
          updates: [
            {
              action: 'set-properties',
              updates: { ...policy, 'commit.manifest.min-count-to-merge': '2' },
            },
          ],
        })
        const commit = await readied(given, one)
        given.ahead.ms += 4 * 86_400_000
        const ready = maintenance === 'late' ? commit : undefined
        if (!ready) await commit()
        if (!ready) rows = after(rows, one)
        if (maintenance !== 'none') {
          // Files of a commit that is days old look like nobody's.
          const { last } = await given.maintain(ready && ['expire', 'compact', 'manifests'])
          assert.equal(last?.error, undefined)
          assert.deepEqual(await given.delays(), rows)
          await ready?.()
          if (ready) rows = after(rows, one)
        }
        assert.deepEqual(await given.delays(), rows)
        const now = (await given.metadata()).refs.main?.['snapshot-id']
        if (now !== undefined) states.set(now, rows)
        await demandSame(given, states)
      }
    },
  )

  await fc.assert(property, { numRuns: 12 })
})
