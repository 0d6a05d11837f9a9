import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alreadyExists, denied, invalidInput, notFound } from '../errors.ts'
import { type GivenWorld, givenWorld, who } from '../testing/given-world.ts'
import { explain } from './explain.ts'
import type { Predicate } from './predicate.ts'
import { droppedTable, registeredTable } from './register-changes.ts'

const EVERYBODY = 'everybody'
const DESK_FX = 'context.iam.principalTags.getTag("desk") == "fx"'

/** Case numbers, and what the section says beside them. */
const cases: Record<string, (given: GivenWorld) => void> = {
  213: (g) => {
    g.rowPolicy('G/admin', 'us', 'trader_id', "trader_id = 'us'")
    g.attach('G/admin', 'us', 'T(domain=market)', 'G/analyst')
    g.grant('G/admin', 'G/analyst', 'mkt.*', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.quotes'), 'sym,bid,ask')
    assert.deepEqual(rows(g, 'mkt.quotes'), { op: 'false' })
    assert.deepEqual(rows(g, 'mkt.trades'), equals(4, 'us'))
  },
  214: (g) => {
    given(g)
    g.dropRowPolicy('G/admin', 'us')
    assert.equal(rows(g), undefined)
    assert.equal(g.state.snapshot.world.rowAttachments.size, 0)
    assert.equal(g.access('G/analyst', 'mkt.trades')?.restricted, false)
  },
  'D-10: what filters open is cut with what policies leave': (g) => {
    given(g)
    g.revoke('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    g.filter('G/admin', 'mkt.trades', 'abc', 'sym', "sym = 'ABC'")
    g.grant('G/admin', 'G/analyst', 'mkt.trades(@abc)', 'SELECT')
    const terms = [equals(1, 'ABC'), equals(4, 'us')]
    assert.deepEqual(rows(g), { op: 'and', terms })
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym')
  },
  'policies are joined, and bind only whom they name': (g) => {
    given(g)
    g.rowPolicy('G/admin', 'eu', 'trader_id:string', "trader_id = 'eu'")
    g.attach('G/admin', 'eu', 'mkt.trades', 'G/analyst')
    assert.deepEqual(rows(g), { op: 'or', terms: [equals(4, 'eu'), equals(4, 'us')] })
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'SELECT')
    assert.equal(g.access('G/steward', 'mkt.trades')?.restricted, false)
  },
  'a default binds everybody, one of a resource': (g) => {
    given(g, EVERYBODY)
    g.grant('G/admin', 'C', 'mkt.trades', 'SELECT', { wgo: 'SELECT' })
    g.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')
    for (const name of ['G/analyst', 'C/quant', 'P/eng'])
      assert.deepEqual(g.access(name, 'mkt.trades')?.rowFilter, equals(4, 'us'))
    g.rowPolicy('G/admin', 'eu', 'trader_id', "trader_id = 'eu'")
    refuses(alreadyExists, () => g.attach('G/admin', 'eu', 'mkt.trades'))
    refuses(denied, () => g.grant('P/eng', 'G/intern', 'mkt.trades', 'SELECT'))
  },
  'a policy on an account cuts what is shared with it': (g) => {
    given(g, 'C')
    g.grant('G/admin', 'C', 'mkt.trades', 'SELECT', { wgo: 'SELECT' })
    g.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')
    assert.deepEqual(g.access('C/quant', 'mkt.trades')?.rowFilter, equals(4, 'us'))
    assert.equal(rows(g), undefined)
  },
  'a condition that does not hold lifts nothing': (g) => {
    g.rowPolicy('G/admin', 'us', 'trader_id', "trader_id = 'us'")
    g.attach('G/admin', 'us', 'mkt.trades', 'G/analyst', DESK_FX)
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.deepEqual(g.access('G/analyst#desk=fx', 'mkt.trades')?.rowFilter, equals(4, 'us'))
    assert.deepEqual(g.access('G/analyst#desk=rates', 'mkt.trades')?.rowFilter, { op: 'false' })
    assert.deepEqual(rows(g), { op: 'false' })
  },
  'a column that is gone, or of another type, leaves no row': (g) => {
    given(g)
    const trades = g.state.snapshot.world.tables.get('t-trades')
    assert.ok(trades)
    const columns = trades.columns.filter(({ name }) => name !== 'trader_id')
    g.apply(registeredTable(g.state.snapshot, { ...trades, columns }, g.state.at))
    assert.deepEqual(rows(g), { op: 'false' })
    const other = { ...trades, columns: trades.columns.map((one) => ({ ...one, type: 'long' })) }
    g.apply(registeredTable(g.state.snapshot, other, g.state.at))
    assert.deepEqual(rows(g), { op: 'false' })
  },
  'a changed policy counts at once, and only as far as it fits': (g) => {
    given(g)
    g.alterRowPolicy('G/admin', 'US', "trader_id = 'eu'")
    assert.deepEqual(rows(g), equals(4, 'eu'))
    refuses(invalidInput, () => g.alterRowPolicy('G/admin', 'us', 'trader_id > 5'))
    refuses(invalidInput, () => g.alterRowPolicy('G/admin', 'us', "sym = 'a'"))
  },
  'tags that a policy is attached by stay': (g) => {
    g.rowPolicy('G/admin', 'us', 'trader_id', "trader_id = 'us'")
    g.save('G/admin', 'E', 'sens=internal')
    g.attach('G/admin', 'us', 'T(domain=market)', 'G/analyst')
    g.attach('G/admin', 'us', 'T(@E)', 'G/analyst')
    refuses(invalidInput, () => g.deleteTag('G/admin', 'domain'))
    refuses(invalidInput, () => g.updateTag('G/admin', 'sens', [], ['internal']))
    refuses(invalidInput, () => g.unsave('G/admin', 'E'))
    g.detach('G/admin', 'us', 'T(@E)', 'G/analyst')
    g.unsave('G/admin', 'E')
  },
  'one column with the tag is enough': (g) => {
    g.tag('G/admin', 'mkt.trades(sym)', 'sens=public')
    g.grant('G/admin', 'G/analyst', 'T(sens=public)', 'SELECT')
    g.rowPolicy('G/admin', 'us', 'trader_id', "trader_id = 'us'")
    g.attach('G/admin', 'us', 'T(sens=public)', 'G/analyst')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym')
    assert.deepEqual(rows(g), equals(4, 'us'))
  },
  'who attaches may associate the policy and give away the table': (g) => {
    g.rowPolicy('G/admin', 'us', 'trader_id', "trader_id = 'us'")
    const attach = () => g.attach('G/steward', 'us', 'mkt.trades', 'G/analyst')
    refuses(notFound, attach)
    g.grant('G/admin', 'G/steward', 'policy us', 'ASSOCIATE')
    refuses(notFound, attach)
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'SELECT', { wgo: 'SELECT' })
    refuses(denied, attach)
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'ALL', { wgo: 'ALL' })
    attach()
    const byTags = () => g.attach('G/steward', 'us', 'T(domain=market)', 'G/analyst')
    refuses(denied, byTags)
    g.grant('G/admin', 'G/steward', 'tag domain=market', 'GRANT_WITH_LF_TAG_EXPRESSION')
    byTags()
    refuses(denied, () => g.dropRowPolicy('G/steward', 'us'))
    refuses(denied, () => g.rowPolicy('G/steward', 'eu', 'trader_id', "trader_id = 'eu'"))
  },
  'what is no policy, or fits nowhere, is refused': (g) => {
    const make = (columns: string, text: string) => () => g.rowPolicy('G/admin', 'p', columns, text)
    refuses(invalidInput, make('sym', 'px = 1.0'))
    refuses(invalidInput, make('sym', 'sym IN (SELECT a FROM b)'))
    refuses(invalidInput, make('sym,SYM', "sym = 'a'"))
    refuses(invalidInput, make('sym:map<int,int>', "sym = 'a'"))
    refuses(invalidInput, make('sym', `sym = '${'a'.repeat(2048)}'`))
    make('sym', "sym = 'a'")()
    refuses(alreadyExists, make('sym', "sym = 'b'"))
    const attach =
      (resource: string, to = 'G/analyst') =>
      () =>
        g.attach('G/admin', 'p', resource, to)
    for (const resource of ['mkt', 'mkt.*', 'mkt.trades(sym)', 'D(domain=market)'])
      refuses(invalidInput, attach(resource))
    refuses(invalidInput, attach('mkt.trades', 'IAM_ALLOWED_PRINCIPALS'))
    refuses(invalidInput, attach('mkt.trades', 'G'))
    attach('mkt.trades')()
    refuses(alreadyExists, attach('mkt.trades'))
    refuses(notFound, () => g.detach('G/admin', 'p', 'mkt.trades'))
  },
  'a policy dies with its table, and does not return by name (D-15)': (g) => {
    given(g)
    g.apply(droppedTable(g.state.snapshot, 't-trades'))
    assert.equal(g.state.snapshot.world.rowAttachments.size, 0)
  },
  'where Lake Formation is off, policies are too': (g) => {
    given(g)
    g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
    assert.equal(rows(g), undefined)
    g.optIn('G/admin', 'G/analyst', 'mkt.trades')
    assert.deepEqual(rows(g), equals(4, 'us'))
  },
  'an explanation names them': (g) => {
    given(g)
    const question = { principal: who('G/analyst'), tableId: 't-trades', at: g.state.at.getTime() }
    const told = explain(g.state.snapshot, { ...question, permission: 'SELECT' })
    assert.equal(told?.verdict, 'partial')
    assert.match(told.sentence, /and not every row/)
    const [rule] = told.rules
    assert.match(rule?.rule ?? '', /^RLS policy us on mkt\.trades, for arn:.*analyst$/)
    assert.equal(rule?.opens, true)
  },
}

for (const [name, play] of Object.entries(cases))
  test(/^\d+$/.test(name) ? `case ${name}` : `given policies on rows, then ${name}`, () =>
    play(givenWorld()),
  )

/** The analyst may SELECT, and a policy on desk `us` is for the one who is named. */
function given(g: GivenWorld, to = 'G/analyst'): void {
  g.rowPolicy('G/admin', 'us', 'trader_id:string', "trader_id = 'us'")
  g.attach('G/admin', 'us', 'mkt.trades', ...(to === EVERYBODY ? [] : [to]))
  g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
}

function rows(g: GivenWorld, table = 'mkt.trades'): Predicate | undefined {
  return g.access('G/analyst', table)?.rowFilter
}

function equals(column: number, value: string): Predicate {
  return { column, op: '=', value: { type: 'string', value } }
}

function refuses(error: { matches: (error: unknown) => boolean }, act: () => unknown): void {
  assert.throws(act, error.matches)
}
