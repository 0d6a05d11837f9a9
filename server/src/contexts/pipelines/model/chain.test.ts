import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chainOf, type Fact, type Link } from './chain.ts'

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`)
const MINUTE = 60

function chain(facts: readonly Fact[], now: string): Link[] {
  const map = new Map(facts.map((fact) => [fact.id, fact]))
  return chainOf(map, { product: 'product', deadlineAt: at('07:00'), now: at(now) })
}

const told = (links: readonly Link[]) =>
  links.map(({ id, state, mustAt, marginSeconds }) => {
    const margin = marginSeconds === undefined ? '?' : marginSeconds / MINUTE
    return `${id} ${state} ${mustAt?.toISOString().slice(11, 16) ?? '?'} ${margin}`
  })

const product = (needs: string[], rest: Partial<Fact> = {}): Fact => ({
  ...{ id: 'product', needs, usualSeconds: 40 * MINUTE },
  ...rest,
})
const file: Fact = { id: 'file', needs: [], promisedAt: at('06:00') }

test('given a file due before its pipeline must begin, when asked early, then it is kept', () => {
  const links = chain([product(['file']), file], '05:00')

  assert.deepEqual(told(links), ['product kept 07:00 20', 'file kept 06:20 20'])
})

test('given a file that is late, when time passes, then margins shrink until it is missed', () => {
  const seen = ['06:10', '06:20', '06:21', '07:01'].map((now) =>
    told(chain([product(['file']), file], now)),
  )

  assert.deepEqual(seen, [
    ['product kept 07:00 10', 'file kept 06:20 10'],
    ['product kept 07:00 0', 'file kept 06:20 0'],
    ['product endangered 07:00 -1', 'file missed 06:20 -1'],
    ['product missed 07:00 -41', 'file missed 06:20 -41'],
  ])
})

test('given a file promised too late, when it may still come, then only the margin says so', () => {
  const links = chain([product(['file']), { ...file, promisedAt: at('06:30') }], '05:00')

  assert.deepEqual(told(links), ['product kept 07:00 -10', 'file kept 06:20 -10'])
})

test('given a run, when it takes longer than usual, then what it read is at rest', () => {
  const facts = [product(['file'], { beganAt: at('06:00') }), { ...file, thereAt: at('05:50') }]

  assert.deepEqual(told(chain(facts, '06:55')), ['product kept 07:00 5', 'file arrived ? ?'])
})

test('given a pipeline without history, when asked, then no number is made up', () => {
  const facts = [product(['file'], { usualSeconds: undefined }), file]

  assert.deepEqual(told(chain(facts, '05:00')), ['product unknown 07:00 ?', 'file unknown ? ?'])
  const promised: Fact = { id: 'maker', needs: ['file'], promisedAt: at('06:15') }
  assert.deepEqual(told(chain([product(['maker']), promised, file], '05:00')), [
    'product kept 07:00 5',
    'maker kept 06:20 5',
    'file unknown ? ?',
  ])
})

test('given two inputs, when one has less margin, then it is named', () => {
  const facts: Fact[] = [
    product(['there', 'file', 'maker']),
    { id: 'there', needs: [], thereAt: at('04:00') },
    file,
    { id: 'maker', needs: ['other'], usualSeconds: 30 * MINUTE },
    { id: 'other', needs: [], promisedAt: at('05:45') },
  ]

  const links = chain(facts, '05:00')

  const critical = links.filter((link) => link.critical).map(({ id, neededBy }) => [id, neededBy])
  assert.deepEqual(critical, [
    ['product', undefined],
    ['maker', 'product'],
    ['other', 'maker'],
  ])
  assert.deepEqual(told(links), [
    'product kept 07:00 5',
    'there arrived 06:20 140',
    'file kept 06:20 20',
    'maker kept 06:20 5',
    'other kept 05:50 5',
  ])
})

test('given a table made anew, when more is to come, then the old one does not count', () => {
  const maker: Fact = { id: 'maker', needs: ['file'], thereAt: at('01:00'), usualSeconds: MINUTE }
  const anew = chain([product(['maker']), { ...maker, madeAnew: true }, file], '05:00')
  const once = chain([product(['maker']), maker, file], '05:00')

  assert.deepEqual(told(anew).slice(1), ['maker kept 06:20 19', 'file kept 06:19 19'])
  assert.deepEqual(told(once).slice(1), ['maker arrived 06:20 320', 'file unknown ? ?'])
})

test('given a table made anew, when nobody expects more for it, then it is there', () => {
  const maker: Fact = { id: 'maker', needs: ['file'], thereAt: at('01:00'), usualSeconds: MINUTE }
  const unpromised: Fact = { id: 'file', needs: [] }

  const links = chain([product(['maker']), { ...maker, madeAnew: true }, unpromised], '05:00')

  assert.deepEqual(told(links), [
    'product kept 07:00 80',
    'maker arrived 06:20 320',
    'file unknown ? ?',
  ])
})

/** Links with numbers for names; each needs some with higher numbers: or any, in circles. */
function graph(circles: boolean) {
  const time = fc.integer({ min: -100, max: 600 })
  const link = fc.record({
    needs: fc.array(fc.nat(11), { maxLength: 4 }),
    usual: fc.integer({ min: 0, max: 90 }),
    phase: fc.constantFrom('waits', 'waits', 'waits', 'began', 'there'),
    time,
  })
  const ms = (minutes: number) => new Date(at('00:00').getTime() + minutes * MINUTE * 1000)
  return fc.array(link, { minLength: 1, maxLength: 12 }).map((all) => {
    const facts = all.map(({ needs, usual, phase, time: when }, index): Fact => {
      const inner = needs.filter((one) => one < all.length && (circles || one > index))
      const source = inner.length === 0 && phase === 'waits'
      return {
        ...{ id: index === 0 ? 'product' : String(index), needs: inner.map(String) },
        ...(source ? { promisedAt: ms(when) } : { usualSeconds: usual * MINUTE }),
        ...(phase === 'began' && { beganAt: ms(-usual / 2) }),
        ...(phase === 'there' && { thereAt: ms(-Math.abs(when)) }),
      }
    })
    return new Map(facts.map((fact) => [fact.id, fact]))
  })
}

/** Every way from the product down, as the moment at which the product comes by it. */
function comings(facts: ReadonlyMap<string, Fact>, id: string, now: number): number[] {
  const fact = facts.get(id)
  if (!fact) return []
  const { thereAt, beganAt, promisedAt, usualSeconds = 0, needs } = fact
  const usualMs = usualSeconds * 1000
  if (thereAt) return [thereAt.getTime()]
  if (beganAt) return [Math.max(now, beganAt.getTime() + usualMs)]
  if (promisedAt) return [Math.max(now, promisedAt.getTime())]
  const begins = [now, ...needs.flatMap((need) => comings(facts, need, now))]
  return begins.map((begin) => begin + usualMs)
}

test('given any chain, when margins are told, then the least of all paths is the product’s', () => {
  const now = at('00:00')
  const deadlineAt = at('07:00')
  fc.assert(
    fc.property(graph(false), (facts) => {
      const links = chainOf(facts, { product: 'product', deadlineAt, now })

      const [top] = links
      const byPath = comings(facts, 'product', now.getTime()).map(
        (comes) => (deadlineAt.getTime() - comes) / 1000,
      )
      assert.equal(top?.marginSeconds, Math.round(Math.min(...byPath)))
      const known = links.flatMap(({ marginSeconds = [] }) => marginSeconds)
      assert.equal(Math.min(...known), top?.marginSeconds)
      const end = links.findLast(({ critical }) => critical)
      assert.equal(end?.marginSeconds, top?.marginSeconds)
      assert.equal(new Set(links.map(({ id }) => id)).size, links.length)
    }),
    { numRuns: 2000 },
  )
})

test('given circles, when a chain is told, then it ends and tells everything once', () => {
  fc.assert(
    fc.property(graph(true), (facts) => {
      const links = chainOf(facts, {
        product: 'product',
        deadlineAt: at('07:00'),
        now: at('00:00'),
      })

      assert.equal(new Set(links.map(({ id }) => id)).size, links.length)
      for (const { neededBy, depth } of links)
        assert.equal(
          depth,
          neededBy ? (links.find(({ id }) => id === neededBy)?.depth ?? 0) + 1 : 0,
        )
    }),
    { numRuns: 2000 },
  )
})
