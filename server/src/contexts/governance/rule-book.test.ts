import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../foundation/sql.ts'
import {
  denied,
  effectsChanged,
  invalidBook,
  limitExceeded,
  notFound,
  planChanged,
  stepDenied,
} from './errors.ts'
import type { BookDocument } from './index.ts'
import {
  arn,
  type GivenGovernance,
  givenShare,
  givenTable,
  givenTags,
  grantOfTrades,
  home,
  iamRefused,
  partner,
  table,
} from './testing/given-governance.ts'

const analyst = arn('analyst')
const trades = { database: 'mkt', table: 'trades' }
const select = { principal: analyst, resource: trades, permissions: ['SELECT'] }
const byTag = { ...select, resource: { tablesWith: { domain: ['market'] } } }

const rules = (given: GivenGovernance) => given.governance.exportRules(given.caller('admin'))
const plan = (given: GivenGovernance, document: BookDocument) =>
  given.governance.planRules(given.caller('admin'), document)
const reads = (given: GivenGovernance) =>
  given.governance.demandTable(given.caller('analyst'), table.id, 'SELECT')

async function apply(given: GivenGovernance, document: BookDocument) {
  const { digest } = await plan(given, document)
  return given.governance.applyRules(given.caller('admin'), { document, digest })
}

test('given a document, when planned, then it is told and nothing stays', async () => {
  await using given = await givenTags()
  const before = await rules(given)

  const { steps, effects } = await plan(given, {
    tags: { domain: ['market', 'ops', 'research'] },
    assignments: [{ ...trades, tags: { domain: 'research' } }],
    grants: [{ ...byTag, resource: { tablesWith: { domain: ['research'] } } }],
  })

  assert.deepEqual(
    steps.map(({ sign, text }) => `${sign} ${text}`),
    [
      '~ tag domain: +research',
      '+ domain=research on mkt.trades',
      `+ SELECT on tables where domain=research to ${analyst}`,
    ],
  )
  assert.deepEqual(
    effects.map(({ principal, gained }) => [principal, gained.columns]),
    [[analyst, ['sym', 'px', 'pnl']]],
  )
  assert.deepEqual(await rules(given), before)
  await assert.rejects(reads(given), notFound.matches)
})

test('given a plan that was seen, when applied, then it stands, once', async () => {
  await using given = await givenTags()
  const other = await given.another()
  const document = { assignments: [{ ...trades, tags: { domain: 'market' } }], grants: [byTag] }
  const { digest } = await plan(given, document)
  const admin = given.caller('admin')

  await given.governance.applyRules(admin, { document, digest })

  await reads(given)
  await (await given.another()).demandTable(given.caller('analyst'), table.id, 'SELECT')
  assert.deepEqual((await plan(given, document)).steps, [])
  const again = other.applyRules(admin, { document, digest })
  await assert.rejects(again, planChanged.matches)
})

test('given rules that changed since, when a plan is applied, then nothing is done', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  const document = { grants: [byTag] }
  const { digest } = await plan(given, document)
  const resource = { kind: 'table', ...trades } as const
  const pairs = [{ key: 'domain', value: 'market' }]
  await governance.addTagsToResource(admin, { catalogId: home, resource, pairs })
  const stale = governance.applyRules(admin, { document, digest })
  await assert.rejects(stale, effectsChanged.matches)
  await governance.grantPermissions(admin, { ...grantOfTrades, principal: arn('other') })

  const another = governance.applyRules(admin, { document, digest })

  await assert.rejects(another, planChanged.matches)
  await assert.rejects(reads(given), notFound.matches)
})

test('given another document than was seen, when applied, then it is refused', async () => {
  await using given = await givenTable()
  const { digest } = await plan(given, { grants: [select] })
  const document = { grants: [{ ...select, principal: arn('eve') }] }

  const tampered = given.governance.applyRules(given.caller('admin'), { document, digest })

  await assert.rejects(tampered, planChanged.matches)
})

test('given a grant option that goes, when applied, then every server has the rest', async () => {
  await using given = await givenTable()
  const both = ['SELECT', 'INSERT']
  await apply(given, { grants: [{ ...select, permissions: both, grantable: both }] })
  const document = { grants: [{ ...select, permissions: both, grantable: ['SELECT'] }] }

  await apply(given, document)

  const { grants } = await (await given.another()).exportRules(given.caller('admin'))
  assert.deepEqual(grants, document.grants)
})

test('given a section that is left out, when applied, then it stays as it is', async () => {
  await using given = await givenTags()
  await apply(given, { grants: [select], shares: [{ ...select, principal: partner }] })

  await apply(given, { account: home, shares: [] })

  const { grants, shares, tags } = await rules(given)
  assert.deepEqual(
    { grants, shares, tags },
    { ...{ grants: [select], shares: [] }, tags: { domain: ['market', 'ops'] } },
  )
})

test('given one step that is refused, when planned, then all is, by that step', async () => {
  await using given = await givenTags()
  const before = await rules(given)
  const document = {
    tags: { domain: ['market', 'ops'], region: ['us'] },
    grants: [{ ...select, resource: { database: 'mkt', table: 'orders' } }],
  }

  const refused = plan(given, document)

  const step = `step 2, "+ SELECT on mkt.orders to ${analyst}"`
  const message = `${step}, is refused: Entity Not Found: mkt.orders`
  await assert.rejects(refused, { code: stepDenied.code, message })
  assert.deepEqual(await rules(given), before)
})

test('given more steps than others would wait for, when planned, then it is refused', async () => {
  await using given = await givenTable()
  const tags = Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`key-${at}`, ['a']]))

  await assert.rejects(plan(given, { tags }), limitExceeded.matches)
})

test('given who is no administrator, when they export or plan, then never, on record', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), {
    ...grantOfTrades,
    ...{ principal: arn('eve'), grantable: ['SELECT'] },
  })
  const eve = caller('eve')

  const attempts = [
    () => governance.exportRules(eve),
    () => governance.planRules(eve, { grants: [select] }),
    () => governance.applyRules(eve, { document: { grants: [] }, digest: 'a.b' }),
  ]

  for (const attempt of attempts) await assert.rejects(attempt, denied.matches)
  const kept = await given.sql.selectFrom('foundation.outbox').selectAll().execute()
  const mine = kept.filter(
    ({ principal, decision }) => principal === arn('eve') && decision === 'denied',
  )
  assert.equal(mine.length, 3)
})

test('given an administrator whom IAM forbids to list or grant, then not by a file', async () => {
  await using given = await givenTable()
  for (const action of ['ListPermissions', 'GrantPermissions']) {
    given.forbidden.add(`lakeformation:${action}`)
    const planned = plan(given, { grants: [select] })
    const expected = action === 'ListPermissions' ? iamRefused : stepDenied
    await assert.rejects(planned, expected.matches)
    given.forbidden.clear()
  }
})

test('given a read-only administrator, when they export, then they may, and not plan', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const settings = await governance.getDataLakeSettings(caller('admin'), home)
  const readOnlyAdmins = [arn('auditor')]
  await governance.putDataLakeSettings(caller('admin'), { ...settings, readOnlyAdmins })

  const document = await governance.exportRules(caller('auditor'))

  assert.equal(document.account, home)
  await assert.rejects(governance.planRules(caller('auditor'), document), denied.matches)
})

test('given what others own, when a file grants it, then as far as a grant could', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const admin = caller('admin', partner)
  const granting = (resource: object) =>
    governance.planRules(admin, {
      grants: [
        { principal: arn('quant', partner), catalogId: home, resource, permissions: ['SELECT'] },
      ],
    })

  const { effects, steps } = await granting(trades)

  assert.equal(effects.length, 1)
  assert.match(steps[0]?.text ?? '', /, of account 700000000001$/)
  for (const name of ['Trades2', 'trades2'])
    await assert.rejects(granting({ database: 'mkt', table: name }), {
      message: new RegExp(`is refused: Entity Not Found: mkt.${name}$`),
    })
  const own = governance.planRules(admin, { account: home, grants: [] })
  await assert.rejects(own, invalidBook.matches)
})

test('given a table that is hidden, when a file names it, then it looks as absent', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const told = async (name: string) => {
    const resource = { database: 'mkt', table: name }
    const grant = { ...select, principal: arn('quant', partner), catalogId: home, resource }
    const planned = governance.planRules(caller('admin', partner), { grants: [grant] })
    const error = await planned.then(
      () => undefined,
      (thrown: Error) => thrown,
    )
    return error?.message.replaceAll(name, 'X')
  }

  const [hidden, folded, absent] = [await told('trades'), await told('TRADES'), await told('nope')]

  assert.ok(hidden)
  assert.equal(hidden, absent)
  assert.equal(folded, absent)
})

test('given creators, when a file has other grants, then they keep what they made', async () => {
  await using given = await givenTable()

  await apply(given, { grants: [{ ...select, principal: arn('eng') }] })
  await apply(given, { grants: [] })

  await given.governance.demandTable(given.caller('eng'), table.id, 'SELECT')
  assert.deepEqual((await rules(given)).grants, [])
})

test('given a column that is gone, when its grant leaves, then it is revoked', async () => {
  await using given = await givenTable()
  const { governance } = given
  const withoutColumns = ['sym', 'pnl']
  await apply(given, { grants: [{ ...select, resource: { ...trades, withoutColumns } }] })
  const columns = table.columns.filter(({ name }) => name !== 'sym')
  await transaction(given.sql, (tx) => governance.registerTable(tx, { ...table, columns }))
  const document = await rules(given)

  const { steps } = await plan(given, document)
  await apply(given, { grants: [] })

  assert.deepEqual(steps, [])
  assert.match(JSON.stringify(document.grants), /"withoutColumns":\["column 1, now gone","pnl"\]/)
  assert.deepEqual((await rules(given)).grants, [])
  await assert.rejects(
    plan(given, { grants: document.grants }),
    /Entity Not Found: mkt.trades \(without column 1, now gone, pnl\)/,
  )
})
