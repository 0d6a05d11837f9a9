import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetTemporaryDataLocationCredentialsCommand,
  GetTemporaryGluePartitionCredentialsCommand,
  GrantPermissionsCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation'
import { transaction } from '../../foundation/sql.ts'
import { givenLake } from './testing/given-lake.ts'

test('given a table at a registered place, when keys are asked for, then to read', async () => {
  await using given = await givenFacts()
  const { admin, location } = given
  const DataLocations = [location.replace('s3://', 'arn:aws:s3:::')]
  const ask = new GetTemporaryDataLocationCredentialsCommand({ DataLocations })
  await assert.rejects(admin.send(ask), { name: 'AccessDeniedException', message: /engine/ })
  await given.open()

  const answer = await admin.send(ask)

  assert.match(answer.Credentials?.AccessKeyId ?? '', /^ASIA/)
  assert.equal(answer.CredentialsScope, 'READ')
  assert.deepEqual(answer.AccessibleDataLocations, [`${location}/`])
  const both = { DataLocations, CredentialsScope: 'READWRITE' as const }
  const writing = await admin.send(new GetTemporaryDataLocationCredentialsCommand(both))
  assert.equal(writing.CredentialsScope, 'READWRITE')
  await assert.rejects(given.analyst.send(ask), { name: 'EntityNotFoundException' })
})

test('case 205: given two tables at one place, when keys are asked, then conflict', async () => {
  await using given = await givenFacts()
  const { admin, location } = given
  await given.open()
  await given.twin(location)

  const asked = admin.send(
    new GetTemporaryDataLocationCredentialsCommand({ DataLocations: [location] }),
  )

  await assert.rejects(asked, { name: 'ConflictException' })
})

test('given SELECT alone, when keys to write are asked for, then they are denied', async () => {
  await using given = await givenFacts()
  const { admin, analyst, location } = given
  await given.open()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const Resource = { Table: { DatabaseName: 'own', Name: 'facts' } }
  await admin.send(new GrantPermissionsCommand({ Principal, Resource, Permissions: ['SELECT'] }))
  const ask = (CredentialsScope: 'READ' | 'READWRITE', seconds = 900) =>
    analyst.send(
      new GetTemporaryDataLocationCredentialsCommand({
        DataLocations: [location],
        CredentialsScope,
        DurationSeconds: seconds,
      }),
    )

  await assert.rejects(ask('READWRITE'), { name: 'AccessDeniedException' })
  await assert.rejects(ask('READ', 600), { name: 'InvalidInputException' })
  const none = analyst.send(new GetTemporaryDataLocationCredentialsCommand({}))
  await assert.rejects(none, { name: 'InvalidInputException' })
})

test('given a table of Iceberg, when keys of a partition are asked for, then absent', async () => {
  await using given = await givenFacts()
  await given.open()
  const TableArn = `arn:aws:glue:us-east-1:${given.accountId}:table/own/facts`
  const Partition = { Values: ['2026-03-01'] }

  const asked = given.admin.send(
    new GetTemporaryGluePartitionCredentialsCommand({ TableArn, Partition }),
  )

  await assert.rejects(asked, { name: 'EntityNotFoundException' })
})

/** `own.facts`, whose place is registered; `open` lets engines have credentials. */
async function givenFacts() {
  const given = await givenLake()
  const { admin, catalog, root, accountId, governance } = given
  await catalog.createDatabase(root, { accountId, database: 'own' })
  const field = { id: 1, name: 'a', required: false, type: 'string' as const }
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [field] }
  const made = await catalog.createTable(root, {
    ...{ accountId, database: 'own', table: 'facts' },
    schema,
  })
  const { location } = made
  await admin.send(new RegisterResourceCommand({ ResourceArn: location }))
  return Object.assign(given, {
    location,
    async open() {
      const DataLakeAdmins = [{ DataLakePrincipalIdentifier: given.adminArn }]
      const DataLakeSettings = { DataLakeAdmins, AllowFullTableExternalDataAccess: true }
      await admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings }))
    },
    async twin(place: string) {
      const column = { id: 1, name: 'a', type: 'string', partitionSource: false }
      const of = { databaseId: 'd', creatorArn: given.adminArn, columns: [column] }
      const twin = { ...of, id: 'twin', name: 'twin', location: place }
      await transaction(given.sql, (tx) => governance.registerTable(tx, twin))
    },
  })
}
