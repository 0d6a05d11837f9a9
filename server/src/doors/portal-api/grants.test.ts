import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Grant } from '@millrace/contract'
import { parseCondition } from '../../contexts/governance/index.ts'
import { givenApi } from './testing/given-api.ts'

test('given a grant with a condition, when a person lists theirs, then it says when', async () => {
  await using api = await givenApi()
  const { governance, catalog, accountId, admin } = api
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    admins: [admin.principalArn],
  })
  const text = 'context.iam.principalTags.getTag("desk") == "fx"'
  await governance.grantPermissions(admin, {
    catalogId: accountId,
    principal: admin.principalArn,
    resource: { kind: 'database', database: 'mobility' },
    permissions: ['DESCRIBE'],
    grantable: [],
    condition: parseCondition(text),
  })

  const answer = await fetch(`${api.url}/access/grants`, { headers: api.bearer })

  const { items } = (await answer.json()) as { items: Grant[] }
  const listed = items.filter(({ permissions }) => permissions.includes('DESCRIBE'))
  assert.deepEqual(
    listed.map(({ on }) => on),
    [`database mobility, when ${text}`],
  )
})
