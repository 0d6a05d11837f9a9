import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput, notFound } from '../errors.ts'
import { ACCOUNTS, type GivenWorld, givenWorld, named, who } from '../testing/given-world.ts'
import { nameOf } from './grant-names.ts'
import { registeredTable } from './register-changes.ts'
import { type ResourceName, textOf } from './resource-name.ts'

const QUOTES = 't-quotes'

function withoutColumns(given: GivenWorld, ...names: string[]): void {
  const { snapshot, at } = given.state
  const old = snapshot.world.tables.get(QUOTES)
  assert.ok(old)
  const columns = old.columns.filter(({ name }) => !names.includes(name))
  given.apply(registeredTable(snapshot, { ...old, columns }, at))
}

function listed(given: GivenWorld, grantee: string): ResourceName[] {
  const { snapshot } = given.state
  return [...snapshot.world.grants.values()]
    .filter(({ principal }) => principal === grantee)
    .map(({ resource }) => nameOf(snapshot, resource)!)
}

const analyst = who('G/analyst').arn

/** Grants on columns, what of them goes, and how they are listed then. */
const GONE: readonly [granted: string, gone: string[], as: string][] = [
  ['mkt.quotes(sym,bid)', ['bid'], 'mkt.quotes (sym)'],
  ['mkt.quotes(bid)', ['bid'], 'mkt.quotes (column 2, now gone)'],
  ['mkt.quotes(-bid,ask)', ['bid'], 'mkt.quotes (without column 2, now gone, ask)'],
  ['mkt.quotes(-bid)', ['bid'], 'mkt.quotes (without column 2, now gone)'],
]

for (const [granted, gone, as] of GONE)
  for (const [by, to, grantee] of [
    ['G/admin', 'G/analyst', analyst],
    ['G/admin', 'C', ACCOUNTS.C],
    ['G/steward', 'G/analyst', analyst],
  ] as const)
    test(`given ${granted} to ${to}, when ${gone} goes, then ${by} revokes it as listed`, () => {
      const given = givenWorld()
      given.grant('G/admin', 'G/steward', 'mkt.quotes', 'SELECT', { wgo: 'SELECT' })
      given.grant('G/admin', to, granted, 'SELECT')
      withoutColumns(given, ...gone)
      const [resource] = listed(given, grantee)
      assert.ok(resource)
      assert.equal(textOf(resource), as)

      given.revokeNamed(by, to, resource, 'SELECT')

      assert.deepEqual(listed(given, grantee), [])
    })

test('given a list without a column that is gone, then it is not all columns (D-17)', () => {
  const given = givenWorld()
  given.grant('G/admin', 'G/analyst', 'mkt.quotes(-bid)', 'SELECT')
  withoutColumns(given, 'bid')

  const revoked = () => given.revoke('G/admin', 'G/analyst', 'mkt.quotes', 'SELECT')

  assert.equal(given.reads('G/analyst', 'mkt.quotes'), '')
  assert.throws(revoked, invalidInput.matches)
})

test('given a column that is gone, when it is granted as listed, then it is not there', () => {
  const given = givenWorld()
  const gone = { ...named('mkt.quotes(sym)'), include: ['column 9, now gone'] } as ResourceName

  const grants = [
    () => given.grantNamed('G/admin', 'G/analyst', gone, 'SELECT'),
    () => given.revokeNamed('G/analyst', 'G/intern', gone, 'SELECT'),
  ]

  for (const grant of grants) assert.throws(grant, notFound.matches)
})

test('given a column named twice, when granted and revoked, then it is one', () => {
  const given = givenWorld()
  given.grant('G/admin', 'G/analyst', 'mkt.quotes(sym,SYM,sym)', 'SELECT')
  given.grant('G/admin', 'G/analyst', 'mkt.quotes(sym)', 'SELECT')
  given.grant('G/admin', 'C', 'mkt.quotes(-bid,bid)', 'SELECT')
  assert.deepEqual(listed(given, analyst).map(textOf), ['mkt.quotes (sym)'])

  given.revoke('G/admin', 'G/analyst', 'mkt.quotes(SYM,sym)', 'SELECT')
  given.revoke('G/admin', 'C', 'mkt.quotes(-bid)', 'SELECT')

  assert.deepEqual([...listed(given, analyst), ...listed(given, ACCOUNTS.C)], [])
})

test('given a column named twice in a data filter, then the filter has it once', () => {
  const given = givenWorld()

  given.filter('G/admin', 'mkt.quotes', 'mine', 'sym,SYM')

  const [filter] = [...given.state.snapshot.world.filters.values()]
  assert.deepEqual(filter?.columns, { include: [1] })
})
