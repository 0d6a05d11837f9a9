import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Grant } from '@millrace/contract'
import type { PermissionRow } from '../../contexts/governance/index.ts'
import { parseCondition } from '../../contexts/governance/index.ts'
import { wireGrant } from './grant-wire.ts'
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

test('given columns that cannot be named, when a grant is written, then it says so', () => {
  const on = { kind: 'columns', database: 'lab', table: 'hid' } as const
  const row = { id: 'g', permissions: [], grantable: [], withoutHidden: true }
  const words = (resource: PermissionRow['resource']) =>
    wireGrant({ ...row, resource } as unknown as PermissionRow, (id) => ({ id, name: id })).on

  assert.equal(words({ ...on, include: ['sym'] }), 'lab.hid, without hidden columns')
  assert.equal(
    words({ ...on, exclude: ['sym'] }),
    'lab.hid, all columns but sym and hidden columns',
  )
})
