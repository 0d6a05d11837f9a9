import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput, notFound } from '../errors.ts'
import { givenExpression } from '../testing/given-expression.ts'
import { arn, home } from '../testing/given-governance.ts'

const market = { catalogId: home, expression: [{ key: 'Domain', values: ['MARKET', 'ops'] }] }

test('given a tagged database, when searched, then who may see it finds it', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given

  const found = await governance.searchDatabasesByTags(caller('admin'), market)
  const ops = { ...market, expression: [{ key: 'domain', values: ['ops'] }] }
  const none = await governance.searchDatabasesByTags(caller('admin'), ops)

  const tags = [{ key: 'domain', value: 'market', level: 'database' }]
  assert.deepEqual(found, [{ database: 'mkt', tags }])
  assert.deepEqual(none, [])
})

test('given tags that one may not see, when searched by them, then they look absent', async () => {
  await using given = await givenExpression()
  const { governance, caller } = given
  const search = (expression: { key: string; values: string[] }[]) =>
    governance.searchDatabasesByTags(caller('analyst'), { catalogId: home, expression })

  await assert.rejects(search([{ key: 'domain', values: ['market'] }]), notFound.matches)
  await assert.rejects(search([{ key: 'nothing', values: ['market'] }]), notFound.matches)
  await assert.rejects(search([]), invalidInput.matches)
  await governance.grantPermissions(caller('admin'), {
    catalogId: home,
    principal: arn('analyst'),
    resource: { kind: 'tag', key: 'domain', values: ['market'] },
    permissions: ['DESCRIBE'],
    grantable: [],
  })
  assert.deepEqual(await search([{ key: 'domain', values: ['market'] }]), [])
  await assert.rejects(search([{ key: 'domain', values: ['market', 'ops'] }]), notFound.matches)
})
