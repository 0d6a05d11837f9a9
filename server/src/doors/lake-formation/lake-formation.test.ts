import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddLFTagsToResourceCommand,
  BatchGrantPermissionsCommand,
  CreateDataCellsFilterCommand,
  CreateLFTagCommand,
  GetDataCellsFilterCommand,
  GetDataLakeSettingsCommand,
  GetLFTagCommand,
  GetResourceLFTagsCommand,
  GetTemporaryGlueTableCredentialsCommand,
  GrantPermissionsCommand,
  InvalidInputException,
  ListPermissionsCommand,
  ListResourcesCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RevokePermissionsCommand,
  StartTransactionCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

const trades = { Table: { DatabaseName: 'mkt', Name: 'trades' } }

test('given an empty account, when settings are put, then they are read back', async () => {
  await using given = await givenLake()

  const { DataLakeSettings } = await given.admin.send(new GetDataLakeSettingsCommand({}))

  assert.deepEqual(DataLakeSettings?.CreateTableDefaultPermissions, [])
  assert.deepEqual(DataLakeSettings?.DataLakeAdmins, [
    { DataLakePrincipalIdentifier: given.adminArn },
  ])
})

test('given other defaults, when settings are put, then they are invalid input', async () => {
  await using given = await givenLake()
  const role = { DataLakePrincipalIdentifier: `arn:aws:iam::${given.accountId}:role/x` }
  const wrong = [{ Principal: role, Permissions: ['SELECT' as const] }]
  const DataLakeSettings = { CreateTableDefaultPermissions: wrong }

  const put = given.admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings }))

  await assert.rejects(put, { name: 'InvalidInputException' })
})

test('given a tag and a policy, when they meet, then the grant shows and works', async () => {
  await using given = await givenLake()
  const { admin } = given
  await admin.send(new CreateLFTagCommand({ TagKey: 'Domain', TagValues: ['Market', 'Ops'] }))
  const LFTags = [{ TagKey: 'domain', TagValues: ['market'] }]
  await admin.send(new AddLFTagsToResourceCommand({ Resource: trades, LFTags }))
  const Expression = [{ TagKey: 'domain', TagValues: ['market'] }]
  const LFTagPolicy = { ResourceType: 'TABLE' as const, Expression }
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const grant = { Principal, Resource: { LFTagPolicy }, Permissions: ['SELECT' as const] }

  await admin.send(new GrantPermissionsCommand(grant))

  const tag = await admin.send(new GetLFTagCommand({ TagKey: 'DOMAIN' }))
  assert.deepEqual(tag.TagValues, ['market', 'ops'])
  const tags = await admin.send(new GetResourceLFTagsCommand({ Resource: trades }))
  const CatalogId = given.accountId
  assert.deepEqual(tags.LFTagsOnTable, [{ CatalogId, TagKey: 'domain', TagValues: ['market'] }])
  const listed = await admin.send(new ListPermissionsCommand({ Principal }))
  const [row] = listed.PrincipalResourcePermissions ?? []
  assert.deepEqual(row?.Resource?.LFTagPolicy?.Expression, Expression)
  const effective = await admin.send(new ListPermissionsCommand({ Principal, Resource: trades }))
  const [own] = effective.PrincipalResourcePermissions ?? []
  assert.deepEqual(own?.Permissions?.sort(), ['DESCRIBE', 'SELECT'])
  await admin.send(new RevokePermissionsCommand(grant))
  const again = admin.send(new RevokePermissionsCommand(grant))
  await assert.rejects(again, { name: 'InvalidInputException', message: /No permissions revoked/ })
})

test('given no right, when a table is granted, then it looks absent', async () => {
  await using given = await givenLake()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const grant = { Principal, Permissions: ['SELECT' as const] }
  const absent = { Table: { DatabaseName: 'mkt', Name: 'nowhere' } }
  const ask = async (Resource: typeof trades) =>
    given.analyst
      .send(new GrantPermissionsCommand({ ...grant, Resource }))
      .catch(({ name, message }: Error) => ({ name, message }))

  const [known, unknown] = [await ask(trades), await ask(absent)]

  const name = 'EntityNotFoundException'
  assert.deepEqual(known, { name, message: 'Entity Not Found: mkt.trades' })
  assert.deepEqual(unknown, { name, message: 'Entity Not Found: mkt.nowhere' })
})

test('given a batch with one wrong entry, when it is sent, then that one fails', async () => {
  await using given = await givenLake()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const Entries = [
    { Id: 'good', Principal, Resource: trades, Permissions: ['SELECT' as const] },
    { Id: 'bad', Principal, Resource: trades, Permissions: ['CREATE_TABLE' as const] },
  ]

  const { Failures } = await given.admin.send(new BatchGrantPermissionsCommand({ Entries }))

  assert.deepEqual(
    Failures?.map((failure) => [failure.RequestEntry?.Id, failure.Error?.ErrorCode]),
    [['bad', 'InvalidInputException']],
  )
})

test('given eleven filters in one grant, when it is sent, then it is refused', async () => {
  await using given = await givenLake()
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const entry = (index: number) => ({
    ...{ Id: `${index}`, Principal, Permissions: ['SELECT' as const] },
    Resource: {
      DataCellsFilter: { DatabaseName: 'mkt', TableName: 'trades', Name: `f${index}` },
    },
  })
  const send = (count: number) => {
    const Entries = Array.from({ length: count }, (_, index) => entry(index))
    return given.admin.send(new BatchGrantPermissionsCommand({ Entries }))
  }

  await assert.rejects(send(11), InvalidInputException)
  assert.equal((await send(10)).Failures?.length, 10) // None of them is there.
})

test('given a filter, when it is made again, then it already exists', async () => {
  await using given = await givenLake()
  const name = { TableCatalogId: given.accountId, DatabaseName: 'mkt', TableName: 'trades' }
  const RowFilter = { FilterExpression: "sym = 'US'" }
  const TableData = { ...name, Name: 'us', RowFilter, ColumnWildcard: {} }
  await given.admin.send(new CreateDataCellsFilterCommand({ TableData }))

  const again = given.admin.send(new CreateDataCellsFilterCommand({ TableData }))

  await assert.rejects(again, { name: 'AlreadyExistsException' })
  const get = new GetDataCellsFilterCommand({ ...name, Name: 'us' })
  const { DataCellsFilter } = await given.admin.send(get)
  assert.deepEqual(DataCellsFilter?.RowFilter, RowFilter)
})

test('given a bucket, when it is registered, then it is listed', async () => {
  await using given = await givenLake()
  const ResourceArn = 'arn:aws:s3:::lake/mkt'
  await given.admin.send(new RegisterResourceCommand({ ResourceArn }))

  const { ResourceInfoList } = await given.admin.send(new ListResourcesCommand({}))

  assert.deepEqual(
    ResourceInfoList?.map((info) => info.ResourceArn),
    [ResourceArn],
  )
})

test('given a retired operation, when it is called, then the reason is told', async () => {
  await using given = await givenLake()

  const started = given.admin.send(new StartTransactionCommand({}))

  await assert.rejects(started, /retired/)
})

test('given a table, when an engine asks for credentials, then settings count', async () => {
  await using given = await givenLake()
  const { admin, catalog, root, accountId } = given
  await catalog.createDatabase(root, { accountId, database: 'own' })
  const field = { id: 1, name: 'a', required: false, type: 'string' as const }
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [field] }
  await catalog.createTable(root, { accountId, database: 'own', table: 'facts', schema })
  const TableArn = `arn:aws:glue:us-east-1:${accountId}:table/own/facts`
  const ask = new GetTemporaryGlueTableCredentialsCommand({ TableArn })

  await assert.rejects(admin.send(ask), { name: 'AccessDeniedException' })
  const DataLakeAdmins = [{ DataLakePrincipalIdentifier: given.adminArn }]
  const DataLakeSettings = { DataLakeAdmins, AllowFullTableExternalDataAccess: true }
  await admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings }))

  const credentials = await admin.send(ask)
  assert.match(credentials.AccessKeyId ?? '', /^ASIA/)
  assert.match(credentials.VendedS3Path?.[0] ?? '', /^s3:\/\/.*\/$/)
  const short = new GetTemporaryGlueTableCredentialsCommand({ TableArn, DurationSeconds: 600 })
  await assert.rejects(admin.send(short), { name: 'InvalidInputException' })
  await assert.rejects(given.analyst.send(ask), { name: 'EntityNotFoundException' })
})
