import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLFTagCommand,
  DeleteLFTagCommand,
  GrantPermissionsCommand,
  ListPermissionsCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

test('given a grant by a tag, when the tag is made anew, then it is not listed (99)', async () => {
  await using given = await givenLake()
  const { admin } = given
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const tag = { TagKey: 'domain', TagValues: ['market'] }
  const Resource = { LFTagPolicy: { ResourceType: 'TABLE' as const, Expression: [tag] } }
  const grant = new GrantPermissionsCommand({ Principal, Resource, Permissions: ['SELECT'] })
  const listed = async () => {
    const { PrincipalResourcePermissions: rows } = await admin.send(
      new ListPermissionsCommand({ Principal }),
    )
    return rows?.length
  }
  await admin.send(new CreateLFTagCommand(tag))
  await admin.send(grant)
  assert.equal(await listed(), 1)

  await admin.send(new DeleteLFTagCommand({ TagKey: 'domain' }))
  assert.equal(await listed(), 0)
  await admin.send(new CreateLFTagCommand(tag))
  assert.equal(await listed(), 0)

  await admin.send(grant)
  assert.equal(await listed(), 1)
})
