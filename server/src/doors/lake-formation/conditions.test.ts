import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLakeFormationOptInCommand,
  GrantPermissionsCommand,
  ListLakeFormationOptInsCommand,
  ListPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

const Expression = 'context.iam.principalTags.getTag("desk") == "fx"'
const Resource = { Table: { DatabaseName: 'mkt', Name: 'trades' } }
const Permissions = ['SELECT' as const]

test('given a grant with a condition, when listed and revoked, then by its condition', async () => {
  await using given = await givenLake()
  const { admin } = given
  const Principal = { DataLakePrincipalIdentifier: `${given.accountId}:IAMPrincipals` }
  const grant = { Principal, Resource, Permissions }
  const Condition = { Expression }
  await admin.send(new GrantPermissionsCommand({ ...grant, Condition }))

  const listed = await admin.send(new ListPermissionsCommand({ Principal }))

  const rows = listed.PrincipalResourcePermissions ?? []
  assert.deepEqual(
    rows.map((row) => row.Condition),
    [Condition],
  )
  const plain = admin.send(new RevokePermissionsCommand(grant))
  await assert.rejects(plain, { name: 'InvalidInputException', message: /No permissions revoked/ })
  await admin.send(new RevokePermissionsCommand({ ...grant, Condition }))
  const after = await admin.send(new ListPermissionsCommand({ Principal }))
  assert.deepEqual(after.PrincipalResourcePermissions, [])
})

test('given a condition that is no part of it, when granted, then the reason is told', async () => {
  await using given = await givenLake()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const Condition = { Expression: 'context.iam.principalTags.getTag("desk") like "f*"' }

  const granted = given.admin.send(
    new GrantPermissionsCommand({ Principal, Resource, Permissions, Condition }),
  )

  await assert.rejects(granted, {
    name: 'InvalidInputException',
    message: /Invalid condition at 42: "like" in place of ==/,
  })
})

test('given an opt-in with a condition, when listed, then it shows', async () => {
  await using given = await givenLake()
  const { admin } = given
  const Principal = { DataLakePrincipalIdentifier: `${given.accountId}:IAMPrincipals` }
  const Condition = { Expression }

  await admin.send(new CreateLakeFormationOptInCommand({ Principal, Resource, Condition }))

  const listed = await admin.send(new ListLakeFormationOptInsCommand({}))
  assert.deepEqual(listed.LakeFormationOptInsInfoList?.[0]?.Condition, Condition)
})

test('given no type of resources, when permissions are listed by it, then refused', async () => {
  await using given = await givenLake()

  for (const type of ['NOPE', 'toString', 'constructor', '__proto__', 'hasOwnProperty']) {
    const ResourceType = type as 'TABLE'
    const listed = given.admin.send(new ListPermissionsCommand({ ResourceType }))
    await assert.rejects(listed, { name: 'InvalidInputException', message: /ResourceType/ }, type)
  }
})

test('given a grant that ended, when permissions are listed, then it is not there', async () => {
  await using given = await givenLake()
  const { admin, analystArn, governance, root } = given
  await governance.grantPermissions(root, {
    ...{ catalogId: given.accountId, principal: analystArn, permissions: ['DESCRIBE'] },
    resource: { kind: 'table', database: 'mkt', table: 'trades' },
    ...{ grantable: [], endsAt: new Date(Date.now() + 300) },
  })
  const Principal = { DataLakePrincipalIdentifier: analystArn }
  const list = async () =>
    (await admin.send(new ListPermissionsCommand({ Principal }))).PrincipalResourcePermissions
  assert.equal((await list())?.length, 1)

  await new Promise((settle) => setTimeout(settle, 400))

  assert.deepEqual(await list(), [])
})
