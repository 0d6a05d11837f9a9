import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  arn,
  givenTags,
  grantOfTrades,
  grantOfUs,
  home,
  partner,
  us,
} from '../testing/given-governance.ts'

const analyst = arn('analyst')
const trades = { database: 'mkt', table: 'trades' }

test('given rules of each kind, when exported, then they are told by names, in order', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.createDataFilter(admin, us)
  await governance.grantPermissions(admin, grantOfUs)
  await governance.grantPermissions(admin, { ...grantOfTrades, principal: partner })
  const expression = [{ key: 'domain', values: ['market'] }]
  await governance.createTagExpression(admin, { catalogId: home, name: 'market', expression })
  await governance.addTagsToResource(admin, {
    catalogId: home,
    resource: { kind: 'columns', ...trades, include: ['pnl'] },
    pairs: [{ key: 'Domain', value: 'ops' }],
  })

  const document = await governance.exportRules(admin)

  assert.deepEqual(document, {
    account: home,
    tags: { domain: ['market', 'ops'] },
    expressions: [{ name: 'market', expression: { domain: ['market'] } }],
    assignments: [{ ...trades, column: 'pnl', tags: { domain: 'ops' } }],
    filters: [{ ...trades, name: 'us', rows: "sym = 'US'", columns: ['px', 'sym'] }],
    grants: [
      { principal: analyst, resource: { ...trades, filter: 'us' }, permissions: ['SELECT'] },
    ],
    shares: [{ principal: partner, resource: trades, permissions: ['SELECT'] }],
    optIns: [],
    rlsPolicies: [],
    rlsAttachments: [],
  })
})
