import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BatchRevokePermissionsCommand,
  GrantPermissionsCommand,
  ListPermissionsCommand,
  type Resource,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation'
import { transaction } from '../../foundation/sql.ts'
import { givenLake } from './testing/given-lake.ts'

const on = { DatabaseName: 'mkt', Name: 'trades' }
const Permissions = ['SELECT' as const]

/** `trades` has these columns from now on. */
function columnsAre(
  { governance, sql, adminArn }: Awaited<ReturnType<typeof givenLake>>,
  names: Readonly<Record<number, string>>,
): Promise<void> {
  const columns = Object.entries(names).map(([id, name]) => ({
    ...{ id: Number(id), name, type: 'string', partitionSource: false },
  }))
  const table = { id: 't', databaseId: 'd', name: 'trades', creatorArn: adminArn, columns }
  return transaction(sql, (tx) => governance.registerTable(tx, table))
}

for (const columns of [
  { ColumnNames: ['sym', 'px'] },
  { ColumnNames: ['px'] },
  { ColumnWildcard: { ExcludedColumnNames: ['px'] } },
])
  test(`given ${JSON.stringify(columns)}, when px is dropped, then revoked as listed`, async () => {
    await using given = await givenLake()
    const { admin } = given
    await columnsAre(given, { 1: 'sym', 2: 'px' })
    const Principal = { DataLakePrincipalIdentifier: given.analystArn }
    const grant = { Principal, Resource: { TableWithColumns: { ...on, ...columns } }, Permissions }
    const list = async (): Promise<Resource[]> => {
      const { PrincipalResourcePermissions: rows } = await admin.send(
        new ListPermissionsCommand({ Principal }),
      )
      return (rows ?? []).map(({ Resource: resource }) => resource!)
    }
    const revokes = [
      async (Resource: Resource) => {
        await admin.send(new RevokePermissionsCommand({ ...grant, Resource }))
      },
      async (Resource: Resource) => {
        const Entries = [{ Id: '1', ...grant, Resource }]
        const { Failures } = await admin.send(new BatchRevokePermissionsCommand({ Entries }))
        assert.deepEqual(Failures, [])
      },
    ]

    for (const revoke of revokes) {
      await columnsAre(given, { 1: 'sym', 2: 'px' })
      await admin.send(new GrantPermissionsCommand(grant))
      await columnsAre(given, { 1: 'sym' })
      const [resource] = await list()
      assert.ok(resource)
      assert.notDeepEqual(resource.TableWithColumns?.ColumnWildcard?.ExcludedColumnNames, [])

      await revoke(resource)

      assert.deepEqual(await list(), [])
    }
  })
