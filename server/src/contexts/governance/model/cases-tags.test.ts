import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { ACCOUNTS, type GivenWorld, givenWorld } from '../testing/given-world.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'
const MARKET = 'T(domain=market)'

/** Cases of tags, filters and other accounts; names are the numbers of the cases. */
const cases: Record<string, (given: GivenWorld) => void> = {
  70: (g) => {
    g.grant('G/admin', 'G/analyst', 'T(DOMAIN=MARKET)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  72: (g) => refuses(invalidInput, () => g.tag('G/admin', 'lab', 'domain=market', 'domain=ops')),
  '73 (D-6)': (g) => {
    g.grant('G/admin', 'G/analyst', MARKET, 'SELECT')
    g.tag('G/admin', 'mkt', 'domain=ops')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  },
  75: (g) => {
    const values = Array.from({ length: 51 }, (_, index) => `v${index}`)
    refuses(invalidInput, () => g.createTag('G/admin', 'many', values))
  },
  76: (g) => {
    const some = (from: number) => Array.from({ length: 50 }, (_, index) => `v${from + index}`)
    g.createTag('G/admin', 'many', some(0))
    for (let from = 50; from < 1000; from += 50) g.updateTag('G/admin', 'many', some(from))
    refuses(invalidInput, () => g.updateTag('G/admin', 'many', ['one-more']))
  },
  78: (g) => {
    g.grant('G/admin', 'G/analyst', MARKET, 'SELECT')
    g.table('mkt.n', 'a')
    assert.equal(g.reads('G/analyst', 'mkt.n'), 'a')
  },
  79: (g) => {
    g.grant('G/admin', 'G/analyst', MARKET, 'SELECT')
    g.tag('G/admin', 'mkt.trades', 'domain=research')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
    assert.equal(g.reads('G/analyst', 'mkt.quotes'), 'sym,bid,ask')
  },
  81: (g) => {
    g.tag('G/admin', 'mkt.trades(pnl)', 'region=eu')
    g.grant('G/admin', 'G/analyst', MARKET, 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  82: (g) => {
    g.grant('G/admin', 'G/analyst', 'T(domain=market & region=us)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  },
  '84, 85': (g) => {
    g.tag('G/admin', 'mkt.trades(sym)', 'sens=public')
    g.grant('G/admin', 'G/analyst', 'T(sens=public)', 'ALL')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym')
    const held = g.access('G/analyst', 'mkt.trades')?.permissions
    assert.deepEqual([...(held ?? [])].sort(), ['DESCRIBE', 'SELECT'])
  },
  '87, 88': (g) => {
    g.grant('G/admin', 'G/analyst', MARKET, 'ALTER')
    assert.equal(g.may('G/analyst', 'ALTER', 'mkt.trades'), true)
    g.tag('G/admin', 'mkt.trades(pnl)', 'domain=ops')
    assert.equal(g.may('G/analyst', 'ALTER', 'mkt.trades'), false)
    assert.equal(g.may('G/analyst', 'DESCRIBE', 'mkt.trades'), true)
  },
  90: (g) => {
    g.grant('G/admin', 'G/analyst', 'T(domain=research)', 'SELECT')
    g.grant('G/admin', 'G/analyst', 'T(sens=internal)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  91: (g) => {
    g.tag('G/admin', 'mkt.trades(sym)', 'sens=public')
    g.grant('G/admin', 'G/analyst', 'T(sens=public)', 'SELECT')
    g.grant('G/admin', 'G/analyst', 'mkt.trades(px)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym,px')
  },
  93: (g) => {
    g.grant('G/admin', 'G/analyst', 'T(sens=internal)', 'SELECT')
    g.tag('G/admin', 'mkt.trades', 'sens=restricted')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
    g.untag('G/admin', 'mkt.trades', 'sens=restricted')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  94: (g) => assert.equal(g.untag('G/admin', 'mkt.quotes', 'sens=internal').length, 1),
  '96 (D-7)': (g) => {
    g.grant('G/admin', 'G/analyst', 'T(domain=market & region=us|eu)', 'SELECT')
    g.updateTag('G/admin', 'region', [], ['us'])
    g.tag('G/admin', 'mkt', 'region=eu')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
    g.untag('G/admin', 'mkt', 'region=eu')
    g.updateTag('G/admin', 'region', ['ap'], ['eu'])
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  },
  '97, 99 (D-7)': (g) => {
    g.grant('G/admin', 'G/analyst', 'T(domain=market & sens=internal)', 'SELECT')
    g.deleteTag('G/admin', 'domain')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
    g.createTag('G/admin', 'domain', ['market'])
    g.tag('G/admin', 'mkt', 'domain=market')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
    g.grant('G/admin', 'G/analyst', 'T(domain=market & sens=internal)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
    const rows = [...g.state.snapshot.world.grants.values()]
    assert.equal(rows.filter(({ principal }) => principal.endsWith('/analyst')).length, 1)
  },
  '97, revoked': (g) => {
    g.grant('G/admin', 'G/analyst', MARKET, 'SELECT')
    g.deleteTag('G/admin', 'domain')
    refuses(notFound, () => g.revoke('G/steward', 'G/analyst', MARKET, 'SELECT'))
    g.revoke('G/admin', 'G/analyst', MARKET, 'SELECT')
    const rows = [...g.state.snapshot.world.grants.values()]
    assert.ok(!rows.some(({ principal }) => principal.endsWith('/analyst')))
  },
  100: (g) => {
    g.grant('G/admin', 'G/steward', 'tag domain=*', 'DESCRIBE')
    refuses(denied, () => g.deleteTag('G/steward', 'domain'))
    refuses(notFound, () => g.deleteTag('G/analyst', 'domain'))
  },
  '102, 103, 105': (g) => {
    g.grant('G/admin', 'G/steward', 'tag domain=market', 'ASSOCIATE')
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'SELECT')
    refuses(denied, () => g.tag('G/steward', 'mkt.trades', 'domain=market'))
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'ALL')
    refuses(denied, () => g.tag('G/steward', 'mkt.trades', 'domain=market'))
    g.grant('G/admin', 'G/steward', 'mkt.trades', 'ALL', { wgo: 'ALL' })
    assert.equal(g.tag('G/steward', 'mkt.trades', 'domain=market').length, 0)
    assert.equal(g.tag('G/steward', 'mkt.trades', 'domain=ops').length, 1)
  },
  106: (g) => {
    const rights = 'DESCRIBE,CREATE_TABLE,ALTER'
    g.revoke('G/admin', 'P/eng', 'mkt', 'ALL')
    g.grant('G/admin', 'P', 'mkt', rights, { wgo: rights })
    g.grant('P/admin', 'P/eng', 'mkt', rights, { wgo: rights })
    g.grant('G/admin', 'P', 'tag domain=market', 'ASSOCIATE', { wgo: 'ASSOCIATE' })
    assert.equal(g.tag('P/eng', 'mkt', 'domain=market').length, 1)
    g.grant('P/admin', 'P/eng', 'tag domain=market', 'ASSOCIATE')
    assert.equal(g.tag('P/eng', 'mkt', 'domain=market').length, 0)
  },
  108: (g) => {
    g.grant('G/admin', 'G/analyst', 'D(domain=market)', 'DESCRIBE')
    assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'mkt'), true)
    assert.equal(g.may('G/analyst', 'DESCRIBE', 'mkt.trades'), false)
  },
  109: (g) => {
    g.grant('G/admin', 'G/analyst', 'D(domain=market)', 'CREATE_TABLE')
    assert.equal(g.mayDatabase('G/analyst', 'CREATE_TABLE', 'mkt'), true)
    assert.equal(g.mayDatabase('G/analyst', 'CREATE_TABLE', 'lab'), false)
  },
  '117, 118': (g) => {
    const both = 'T(domain=market & sens=internal)'
    g.grant('G/admin', 'G/steward', 'T(domain=market|ops & sens=internal)', 'SELECT', WGO)
    g.grant('G/steward', 'G/intern', 'mkt.trades', 'SELECT')
    refuses(denied, () => g.grant('G/steward', 'G/intern', both, 'SELECT'))
    g.grant('G/steward', 'G/other', 'T(sens=internal & domain=ops|market)', 'SELECT')
    assert.equal(g.reads('G/intern', 'mkt.trades'), ALL)
    assert.equal(g.reads('G/other', 'mkt.quotes'), 'sym,bid,ask')
  },
  '115, D-22': (g) => {
    g.grant('G/admin', 'G/steward', 'tag domain=*', 'GRANT_WITH_LF_TAG_EXPRESSION')
    refuses(denied, () => g.grant('G/steward', 'G/intern', MARKET, 'SELECT'))
  },
  123: (g) => {
    g.filter('G/admin', 'mkt.trades', 'us', '*', "sym = 'us'")
    g.filter('G/admin', 'mkt.trades', 'eu', '*', "sym = 'eu'")
    for (const name of ['us', 'eu'])
      g.grant('G/admin', 'G/analyst', `mkt.trades(@${name})`, 'SELECT')
    assert.equal(g.access('G/analyst', 'mkt.trades')?.rowFilter?.op, 'or')
  },
  '124 (D-9)': (g) => {
    g.filter('G/admin', 'mkt.trades', 'us', 'sym,px', "trader_id = 'us'")
    g.filter('G/admin', 'mkt.trades', 'eu', 'sym,qty', "trader_id = 'eu'")
    for (const name of ['us', 'eu'])
      g.grant('G/admin', 'G/analyst', `mkt.trades(@${name})`, 'SELECT')
    const access = g.access('G/analyst', 'mkt.trades')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym,px,qty')
    assert.equal(access?.rowFilter?.op, 'or')
    assert.deepEqual([...(access?.cellFilters.keys() ?? [])], [2, 3])
  },
  126: (g) => {
    g.filter('G/admin', 'mkt.trades', 'all', 'sym')
    g.filter('G/admin', 'mkt.trades', 'us', 'sym,pnl', "trader_id = 'us'")
    for (const name of ['all', 'us'])
      g.grant('G/admin', 'G/analyst', `mkt.trades(@${name})`, 'SELECT')
    const access = g.access('G/analyst', 'mkt.trades')
    assert.equal(access?.rowFilter, undefined)
    assert.deepEqual([...(access?.cellFilters.keys() ?? [])], [5])
  },
  127: (g) => {
    g.filter('G/admin', 'mkt.trades', 'us', 'sym', "trader_id = 'us'")
    g.grant('G/admin', 'G/analyst', 'mkt.trades(@us)', 'SELECT')
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.access('G/analyst', 'mkt.trades')?.restricted, false)
  },
  145: (g) => {
    g.filter('G/admin', 'mkt.trades', 'hr', '*', "trader_id = 'hr'")
    g.grant('G/admin', 'C', 'mkt.trades(@hr)', 'SELECT', WGO)
    g.filter('C/admin', 'mkt.trades', 'us', '*', "sym = 'us'")
    g.grant('C/admin', 'C/quant', 'mkt.trades(@us)', 'SELECT')
    assert.equal(g.access('C/quant', 'mkt.trades')?.rowFilter?.op, 'and')
  },
  165: (g) => {
    g.grant('G/admin', 'C', MARKET, 'SELECT')
    assert.equal(g.reads('C/quant', 'mkt.trades'), '')
    assert.equal(g.reads('C/admin', 'mkt.trades'), ALL)
  },
  166: (g) => {
    g.grant('G/admin', 'C', MARKET, 'SELECT')
    g.grant('G/admin', 'C', 'tag domain=market', 'DESCRIBE')
    refuses(denied, () => g.grant('C/admin', 'C/quant', MARKET, 'SELECT'))
  },
  '168, 169': (g) => {
    const narrower = 'T(domain=market & sens=internal)'
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    refuses(denied, () => g.grant('C/admin', 'C/quant', narrower, 'SELECT'))
    g.grant('G/admin', 'C', 'tag domain=market', 'DESCRIBE')
    g.grant('G/admin', 'C', 'tag sens=internal', 'DESCRIBE')
    g.grant('C/admin', 'C/quant', narrower, 'SELECT')
    assert.equal(g.reads('C/quant', 'mkt.trades'), ALL)
  },
  '171 (D-12)': (g) => {
    g.tag('G/admin', 'mkt.trades(pnl)', 'sens=restricted')
    g.grant('G/admin', 'C', 'T(domain=market & sens=internal)', 'SELECT')
    g.grant('G/admin', 'C', 'tag domain=market', 'DESCRIBE')
    g.grant('C/admin', 'C/quant', MARKET, 'SELECT')
    assert.equal(g.reads('C/quant', 'mkt.trades'), 'sym,px,qty,trader_id,dt')
  },
  172: (g) => refuses(notFound, () => g.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')),
  174: (g) => {
    g.settings('G', { parameters: { CROSS_ACCOUNT_VERSION: '2' } })
    refuses(invalidInput, () => g.grant('G/admin', 'C/quant', 'mkt.trades', 'SELECT'))
  },
  175: (g) => {
    g.grant('G/admin', 'C', 'mkt.trades', 'SELECT', WGO)
    for (const other of ['X', 'X/user', 'IAM_ALLOWED_PRINCIPALS'])
      refuses(invalidInput, () => g.grant('C/admin', other, 'mkt.trades', 'SELECT'))
  },
  '177, 178': (g) => {
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    g.grant('C/admin', 'C/quant', MARKET, 'SELECT')
    g.revoke('G/admin', 'C', MARKET, 'SELECT')
    assert.equal(g.reads('C/quant', 'mkt.trades'), '')
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    assert.equal(g.reads('C/quant', 'mkt.trades'), ALL)
  },
  '177, the local row': (g) => {
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    g.grant('C/admin', 'C/quant', MARKET, 'SELECT')
    g.revoke('G/admin', 'C', MARKET, 'SELECT')
    refuses(denied, () => g.revoke('C/quant', 'C/quant', MARKET, 'SELECT'))
    g.revoke('C/admin', 'C/quant', MARKET, 'SELECT')
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    assert.equal(g.reads('C/quant', 'mkt.trades'), '')
    refuses(notFound, () => g.revoke('X/admin', 'X/quant', 'mkt.trades', 'SELECT'))
  },
  180: (g) => {
    for (const permission of ['DROP', 'ALL'])
      refuses(invalidInput, () => g.grant('G/admin', 'C', 'mkt', permission))
  },
  181: (g) => refuses(invalidInput, () => g.grant('G/admin', 'C', 'tag domain=*', 'ALTER')),
  '183, 184': (g) => {
    for (const account of ['X', 'C']) g.grant('G/admin', account, 'mkt.trades', 'SELECT')
    assert.equal(g.may('X/admin', 'DESCRIBE', 'mkt.trades'), false)
    assert.equal(g.may('C/admin', 'DESCRIBE', 'mkt.trades'), true)
    const row = { ownerId: ACCOUNTS.G, recipientId: ACCOUNTS.X }
    g.apply([{ of: 'acceptances', key: `${ACCOUNTS.G}|${ACCOUNTS.X}`, row }])
    assert.equal(g.may('X/admin', 'DESCRIBE', 'mkt.trades'), true)
  },
  186: (g) => {
    g.grant('G/admin', 'C', MARKET, 'SELECT', WGO)
    g.grant('C/admin', 'C/quant', MARKET, 'SELECT')
    g.tag('G/admin', 'mkt.quotes', 'domain=ops')
    assert.equal(g.reads('C/quant', 'mkt.quotes'), '')
  },
  187: (g) => {
    g.grant('G/admin', 'C/quant', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('C/quant', 'mkt.trades'), ALL)
    assert.equal(g.reads('X/quant', 'mkt.trades'), '')
    assert.equal(g.reads('P/quant', 'mkt.trades'), '')
  },
  189: (g) => {
    assert.equal(g.reads('P/eng', 'mkt.trades'), ALL)
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
}

const WGO = { wgo: 'SELECT' }

for (const [number, play] of Object.entries(cases)) test(`case ${number}`, () => play(givenWorld()))

test('given a grant with start and end, when time passes, then it begins and ends', () => {
  const given = givenWorld()
  const startsAt = new Date(given.state.at.getTime() + 1000)
  const endsAt = new Date(given.state.at.getTime() + 2000)
  given.grant('G/admin', 'G/analyst', MARKET, 'SELECT', { startsAt, endsAt })

  const readAt = (at: Date) => {
    given.state.at = at
    return given.reads('G/analyst', 'mkt.trades')
  }

  const before = new Date(startsAt.getTime() - 1)
  const last = new Date(endsAt.getTime() - 1)
  assert.deepEqual([before, startsAt, last, endsAt, startsAt].map(readAt), ['', ALL, ALL, '', ALL])
})

function refuses(error: { matches: (error: unknown) => boolean }, act: () => unknown): void {
  assert.throws(act, error.matches)
}
