import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LakeFormationClient, PutDataLakeSettingsCommand } from '@aws-sdk/client-lakeformation'
import { createCatalog } from '../../../contexts/catalog/index.ts'
import { createGovernance } from '../../../contexts/governance/index.ts'
import { createStorage } from '../../../contexts/storage/index.ts'
import { transaction } from '../../../foundation/sql.ts'
import { givenDoor } from '../../../testing/door.ts'
import { givenIdentity } from '../../../testing/identity.ts'
import { createLakeFormationDoor } from '../index.ts'

/** One account, `admin` as data lake admin, nothing open to IAM, `mkt.trades` registered. */
export async function givenLake() {
  const given = await givenIdentity(() => new Date())
  const { admin, accountId } = await given.account({ name: 'home' })
  const root = await given.caller(admin)
  const read = { Effect: 'Allow', Action: ['lakeformation:*', 'glue:Get*'], Resource: '*' }
  const analyst = await given.user(root, 'analyst', { Version: '2012-10-17', Statement: read })
  const key = await given.identity.createAccessKey(root, { userName: 'analyst' })
  const objectsDirectory = await mkdtemp(join(tmpdir(), 'millrace-lake-'))
  const region = 'us-east-1'
  const ground = { ...given, clock: () => new Date(), region }
  const governance = await createGovernance({ ...ground, bucketOwner: async () => accountId })
  const storage = createStorage({ ...ground, governance, objectsDirectory })
  const catalog = createCatalog({ ...ground, governance, storage })
  const door = createLakeFormationDoor({ ...ground, governance, catalog })
  const served = await givenDoor(door)
  const clients: LakeFormationClient[] = []
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => {
    const options = { endpoint: served.url, region: 'us-east-1', credentials, maxAttempts: 1 }
    const client = new LakeFormationClient(options)
    clients.push(client)
    return client
  }
  const lake = { admin: clientOf(admin), analyst: clientOf(key) }
  const DataLakeAdmins = [{ DataLakePrincipalIdentifier: admin.userArn }]
  const settings = new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins } })
  await lake.admin.send(settings)
  const creatorArn = admin.userArn
  await transaction(given.sql, async (tx) => {
    await governance.registerDatabase(tx, { id: 'd', accountId, name: 'mkt', creatorArn })
    const column = { id: 1, name: 'sym', type: 'string', partitionSource: false }
    const table = { id: 't', databaseId: 'd', name: 'trades', creatorArn, columns: [column] }
    await governance.registerTable(tx, table)
  })
  return {
    ...lake,
    ...{ accountId, catalog, governance, root, sql: given.sql },
    adminArn: admin.userArn,
    analystArn: analyst.principalArn,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy()
      await served[Symbol.asyncDispose]()
      await storage.close()
      await given[Symbol.asyncDispose]()
      await rm(objectsDirectory, { recursive: true, force: true })
    },
  }
}
