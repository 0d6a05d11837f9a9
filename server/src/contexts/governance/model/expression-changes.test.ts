import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, limitExceeded, notFound } from '../errors.ts'
import { type GivenWorld, givenWorld } from '../testing/given-world.ts'
import { EXPRESSIONS_PER_ACCOUNT_MAX } from './decisions.ts'
import { explain } from './explain.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'
const E = 'T(@e)'
const DOMAIN_PAIRS = 'tag domain=*'
const WGO = { wgo: 'SELECT' }

test('case 111: given a grant by name, when its expression changes, then at once', () => {
  const g = givenSaved()
  g.grant('G/admin', 'G/analyst', E, 'SELECT')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)

  g.alter('G/admin', 'e', 'domain=research')

  assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  g.alter('G/admin', 'e', 'SENS=Internal')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
})

test('case 112: given a grant by name, when its expression goes, then for ever', () => {
  const g = givenSaved()
  g.grant('G/admin', 'G/analyst', E, 'SELECT')
  g.grant('G/admin', 'G/steward', '@e', 'DESCRIBE')

  g.unsave('G/admin', 'e')

  assert.deepEqual(naming(g, 'e'), [])
  g.save('G/admin', 'e', 'domain=market')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
})

test('given D(@e), when asked, then it opens databases and no tables', () => {
  const g = givenSaved()

  g.grant('G/admin', 'G/analyst', 'D(@e)', 'DESCRIBE')

  assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'mkt'), true)
  assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'lab'), false)
  assert.equal(g.may('G/analyst', 'DESCRIBE', 'mkt.trades'), false)
})

test('given a grant by name, when explained, then the tag that stands against it shows', () => {
  const g = givenSaved()
  g.grant('G/admin', 'G/analyst', E, 'SELECT')
  g.alter('G/admin', 'e', 'domain=research')
  const principal = { accountId: '700000000011', arn: 'arn:aws:iam::700000000011:user/analyst' }

  const asked = { tableId: 't-trades', permission: 'SELECT', at: g.state.at.getTime() } as const
  const explained = explain(g.state.snapshot, { ...asked, principal: principal as never })

  const [only] = explained?.considered ?? []
  assert.equal(only?.grant, 'SELECT on tables by expression e')
  assert.match(only?.reason ?? '', /has domain=market .* the grant asks for domain=research/)
})

test('given rights on catalog and pairs, when saved, then its maker may all with it', () => {
  const g = givenWorld()
  refuses(denied, () => g.save('G/steward', 'e', 'domain=market'))
  g.grant('G/admin', 'G/steward', 'catalog', 'CREATE_LF_TAG_EXPRESSION')
  refuses(notFound, () => g.save('G/steward', 'e', 'domain=market'))
  g.grant('G/admin', 'G/steward', 'tag domain=*', 'DESCRIBE')
  refuses(denied, () => g.save('G/steward', 'e', 'domain=market'))
  g.grant('G/admin', 'G/steward', 'tag domain=market', 'GRANT_WITH_LF_TAG_EXPRESSION')
  refuses(denied, () => g.save('G/steward', 'e', 'domain=market|ops'))

  g.save('G/steward', 'e', 'domain=market')

  g.grant('G/steward', 'G/analyst', '@e', 'DESCRIBE')
  refuses(denied, () => g.alter('G/analyst', 'e', 'domain=market'))
  refuses(denied, () => g.unsave('G/analyst', 'e'))
  refuses(notFound, () => g.unsave('G/intern', 'e'))
  g.unsave('G/steward', 'e')
})

test('given an unknown tag and one unseen, when saved, then both look absent', () => {
  const g = givenWorld()
  g.grant('G/admin', 'G/steward', 'catalog', 'CREATE_LF_TAG_EXPRESSION')

  const messages = ['domain=market', 'nothing=market'].map((text) => {
    try {
      g.save('G/steward', 'e', text)
    } catch (error) {
      return (error as Error).message.replace(text, 'it')
    }
    return undefined
  })

  assert.deepEqual(messages, ['Entity Not Found: it', 'Entity Not Found: it'])
})

test('given a name that is there, when saved again, then it is invalid (D-14)', () => {
  const g = givenSaved()

  refuses(invalidInput, () => g.save('G/admin', 'e', 'sens=public'))
  g.save('G/admin', 'E', 'sens=public')

  refuses(invalidInput, () => g.save('G/admin', '', 'sens=public'))
  refuses(invalidInput, () => g.save('G/admin', 'x'.repeat(256), 'sens=public'))
  refuses(invalidInput, () => g.save('G/admin', 'twice', 'sens=public & sens=internal'))
})

test('given as many as may be, when one more is saved, then the limit is told', () => {
  const g = givenWorld()
  for (let at = 0; at < EXPRESSIONS_PER_ACCOUNT_MAX; at += 1)
    g.save('G/admin', `e${at}`, 'domain=market')

  refuses(limitExceeded, () => g.save('G/admin', 'more', 'domain=market'))
})

test('given ALTER and no right to the data, when grants would widen, then denied (D-22)', () => {
  const g = givenSaved('sens=public')
  g.grant('G/admin', 'G/analyst', E, 'SELECT')
  g.grant('G/admin', 'G/steward', '@e', 'ALTER')
  g.grant('G/admin', 'G/steward', DOMAIN_PAIRS, 'GRANT_WITH_LF_TAG_EXPRESSION')

  refuses(denied, () => g.alter('G/steward', 'e', 'domain=market'))

  g.grant('G/admin', 'G/steward', 'T(domain=market)', 'SELECT', WGO)
  g.alter('G/steward', 'e', 'domain=market')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
})

test('given a grant by name WGO, when passed on, then by the same expression alone', () => {
  const g = givenSaved()
  g.save('G/admin', 'other', 'domain=market & sens=internal')
  g.grant('G/admin', 'G/steward', E, 'SELECT', WGO)

  g.grant('G/steward', 'G/analyst', E, 'SELECT')

  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  refuses(notFound, () => g.grant('G/steward', 'G/intern', 'T(@other)', 'SELECT'))
  refuses(notFound, () => g.grant('G/steward', 'G/intern', 'T(@nowhere)', 'SELECT'))
  refuses(denied, () => g.grant('G/steward', 'G/intern', E, 'INSERT'))
})

test('given a share by name, when the owner changes the expression, then its people follow', () => {
  const g = givenSaved()
  g.grant('G/admin', 'C', E, 'SELECT', WGO)
  g.grant('C/admin', 'C/quant', E, 'SELECT')
  assert.equal(g.reads('C/quant', 'mkt.trades'), ALL)

  g.alter('G/admin', 'e', 'domain=research')

  assert.equal(g.reads('C/quant', 'mkt.trades'), '')
  refuses(notFound, () => g.alter('C/admin', 'e', 'domain=market'))
  refuses(invalidInput, () => g.grant('G/admin', 'C', '@e', 'ALTER'))
  g.unsave('G/admin', 'e')
  assert.deepEqual(naming(g, 'e'), [])
})

test('given a value or a key that goes, when in an expression, then it matches less (D-7)', () => {
  const g = givenSaved('domain=market & region=us|eu')
  g.grant('G/admin', 'G/analyst', E, 'SELECT')
  g.tag('G/admin', 'mkt', 'region=eu')
  g.updateTag('G/admin', 'region', [], ['us'])
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)

  g.deleteTag('G/admin', 'region')
  g.createTag('G/admin', 'region', ['eu'])
  g.tag('G/admin', 'mkt', 'region=eu')

  assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  g.alter('G/admin', 'e', 'domain=market & region=eu')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
})

function givenSaved(text = 'domain=market'): GivenWorld {
  const g = givenWorld()
  g.save('G/admin', 'e', text)
  return g
}

function naming({ state }: GivenWorld, name: string): string[] {
  const { grants } = state.snapshot.world
  return [...grants.values()]
    .filter(({ resource }) => JSON.stringify(resource).includes(`"${name}"`))
    .map(({ id }) => id)
}

function refuses(error: { matches: (error: unknown) => boolean }, act: () => unknown): void {
  assert.throws(act, error.matches)
}
