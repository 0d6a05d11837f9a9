import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { type GivenWorld, givenWorld, who } from '../testing/given-world.ts'
import { explain } from './explain.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'
const FX = 'context.iam.principalTags.getTag("desk") == "fx"'
const RATES = 'context.iam.principalTags.getTag("desk") == "rates"'

test('case 216: given a grant by a tag, when a session has it or not, then it decides', () => {
  const g = givenFx('mkt.trades')

  const read = ['G/analyst#desk=fx', 'G/analyst#desk=rates', 'G/analyst', 'G/other#desk=fx']

  assert.deepEqual(
    read.map((name) => g.reads(name, 'mkt.trades')),
    [ALL, '', '', ALL],
  )
})

test('case 217: given a grant by a tag, when its database is asked for, then none', () => {
  const g = givenFx('mkt.trades')
  assert.equal(g.mayDatabase('G/analyst#desk=fx', 'DESCRIBE', 'mkt'), false)

  g.grant('G/admin', 'G/*', 'mkt', 'DESCRIBE', { when: FX })

  assert.equal(g.mayDatabase('G/analyst#desk=fx', 'DESCRIBE', 'mkt'), true)
  assert.equal(g.mayDatabase('G/analyst#desk=rates', 'DESCRIBE', 'mkt'), false)
})

test('given columns by one tag and others by another, when read, then each its own', () => {
  const g = givenWorld()
  g.grant('G/admin', 'G/*', 'mkt.trades(sym,px)', 'SELECT', { when: FX })
  g.grant('G/admin', 'G/*', 'mkt.trades(sym,qty)', 'SELECT', { when: RATES })

  assert.equal(g.reads('G/analyst#desk=fx', 'mkt.trades'), 'sym,px')
  assert.equal(g.reads('G/analyst#desk=rates', 'mkt.trades'), 'sym,qty')
})

test('given people of another account by a tag, when read, then no local grant is asked', () => {
  const g = givenWorld()

  g.grant('G/admin', 'C/*', 'mkt.trades', 'SELECT', { when: FX })

  assert.equal(g.reads('C/quant#desk=fx', 'mkt.trades'), ALL)
  assert.equal(g.reads('C/quant#desk=rates', 'mkt.trades'), '')
  assert.equal(g.reads('C/admin', 'mkt.trades'), '')
})

test('given a share, when its account grants on by a tag, then both count', () => {
  const g = givenWorld()
  g.grant('G/admin', 'C', 'mkt.trades(sym,px)', 'SELECT', { wgo: 'SELECT' })

  g.grant('C/admin', 'C/*', 'mkt.trades', 'SELECT', { when: FX })

  assert.equal(g.reads('C/quant#desk=fx', 'mkt.trades'), 'sym,px')
  assert.equal(g.reads('C/quant#desk=rates', 'mkt.trades'), '')
})

test('given one row a condition, when revoked, then the one with that condition', () => {
  const g = givenFx('mkt.trades')
  g.grant('G/admin', 'G/*', 'mkt.trades', 'SELECT', { when: RATES })
  g.grant('G/admin', 'G/*', 'mkt.trades', 'SELECT', { when: ` (${RATES})` })
  assert.throws(() => g.revoke('G/admin', 'G/*', 'mkt.trades', 'SELECT'), /No permissions revoked/)

  g.revoke('G/admin', 'G/*', 'mkt.trades', 'SELECT', { when: `  ${FX} ` })

  assert.equal(g.reads('G/analyst#desk=fx', 'mkt.trades'), '')
  assert.equal(g.reads('G/analyst#desk=rates', 'mkt.trades'), ALL)
  g.revoke('G/admin', 'G/*', 'mkt.trades', 'SELECT', { when: RATES })
  assert.equal(g.reads('G/analyst#desk=rates', 'mkt.trades'), '')
})

test('given what conditions cannot stand with, when granted, then it is refused', () => {
  const g = givenWorld()
  const when = FX
  const refuses = (to: string, resource: string, permissions: string, wgo?: string) =>
    assert.throws(
      () => g.grant('G/admin', to, resource, permissions, { when, ...(wgo ? { wgo } : {}) }),
      invalidInput.matches,
    )

  refuses('G/*', 'T(domain=market)', 'SELECT')
  refuses('G/*', 'D(domain=market)', 'DESCRIBE')
  refuses('G/*', 'tag domain=market', 'DESCRIBE')
  refuses('G/*', 's3://lake/mkt', 'DATA_LOCATION_ACCESS')
  refuses('G/*', 'mkt.trades', 'SELECT', 'SELECT')
  refuses('C', 'mkt.trades', 'SELECT')
  refuses('IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
})

test('given a grant by a tag, when explained to who lacks it, then it says what it asks', () => {
  const g = givenFx('mkt.trades')
  const asked = { tableId: 't-trades', permission: 'SELECT', at: g.state.at.getTime() } as const
  const of = (name: string) => explain(g.state.snapshot, { ...asked, principal: who(name) })

  const [without, having] = [of('G/analyst#desk=rates'), of('G/analyst#desk=fx')]

  assert.equal(without?.verdict, 'denied')
  assert.match(without?.considered[0]?.reason ?? '', /asks for tags .*getTag\("desk"\) == "fx"/)
  assert.equal(having?.verdict, 'allowed')
  assert.equal(having?.considered[0]?.outcome, 'matched')
})

test('given an opt-in by a tag, when people read, then it counts for who has the tag', () => {
  const g = givenWorld()
  g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')

  g.optIn('G/admin', 'G/*', 'mkt.trades', FX)

  assert.equal(g.reads('G/analyst#desk=fx', 'mkt.trades'), '')
  assert.equal(g.reads('G/analyst#desk=rates', 'mkt.trades'), ALL)
  assert.throws(() => g.optOut('G/admin', 'G/*', 'mkt.trades'))
  g.optOut('G/admin', 'G/*', 'mkt.trades', ` ${FX}`)
  assert.equal(g.reads('G/analyst#desk=fx', 'mkt.trades'), ALL)
})

function givenFx(resource: string): GivenWorld {
  const g = givenWorld()
  g.grant('G/admin', 'G/*', resource, 'SELECT', { when: FX })
  return g
}
