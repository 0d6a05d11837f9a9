import { CreateDatabaseCommand, GetDatabasesCommand } from '@aws-sdk/client-glue'
import {
  CreateLFTagCommand,
  GetDataLakeSettingsCommand,
  ListLFTagsCommand,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { personOf, unlessThere } from '../clients.ts'
import { grantOn, grantTags } from '../grants.ts'
import { accounts, databases, LAKE_BUCKET, producers, tags, userArn } from '../names.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

export const makeLake: Step = {
  name: 'the governed lake: admins, tags, locations, databases',
  async play() {
    await setAdmins()
    const { lakeFormation, glue, s3 } = personOf('steward')
    await unlessThere(s3.send(new CreateBucketCommand({ Bucket: LAKE_BUCKET })))
    await unlessThere(
      lakeFormation.send(
        new RegisterResourceCommand({
          ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}`,
          UseServiceLinkedRole: true,
        }),
      ),
    )
    for (const [TagKey, TagValues] of Object.entries(tags))
      await unlessThere(lakeFormation.send(new CreateLFTagCommand({ TagKey, TagValues })))
    for (const Name of databases) {
      const LocationUri = `s3://${LAKE_BUCKET}/${Name}/`
      const making = new CreateDatabaseCommand({ DatabaseInput: { Name, LocationUri } })
      await unlessThere(glue.send(making))
    }
    await letProducersWork()
    const { DatabaseList } = await glue.send(new GetDatabasesCommand({}))
    verify(DatabaseList?.length === databases.length, 'three databases in the governance account')
    const { LFTags } = await lakeFormation.send(new ListLFTagsCommand({}))
    verify(LFTags?.length === 3, 'three LF-Tags')
  },
}

/** The steward and each account's own people administer; nothing is open by default any more. */
async function setAdmins(): Promise<void> {
  const admins = {
    governance: { admins: ['steward', 'admin'], readers: ['auditor'] },
    'alt-data': { admins: ['altdata-producer'], readers: [] },
    'market-data': { admins: ['market-producer'], readers: [] },
    equities: { admins: ['director'], readers: [] },
  } as const
  for (const [account, who] of Object.entries(admins) as [
    keyof typeof admins,
    (typeof admins)[keyof typeof admins],
  ][]) {
    const { lakeFormation } = personOf(`${account}-admin`)
    const { DataLakeSettings } = await lakeFormation.send(new GetDataLakeSettingsCommand({}))
    const principals = (users: readonly string[]) =>
      users.map((user) => ({ DataLakePrincipalIdentifier: userArn(account, user) }))
    await lakeFormation.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: {
          ...DataLakeSettings,
          DataLakeAdmins: principals(who.admins),
          ReadOnlyAdmins: principals(who.readers),
          // The steward sees by name who reads what the others were given.
          TrustedResourceOwners: account === 'governance' ? [] : [accounts.governance],
          CreateDatabaseDefaultPermissions: [],
          CreateTableDefaultPermissions: [],
        },
      }),
    )
  }
}

/** The producer’s account makes tables in the databases that the steward owns, and tags them. */
async function letProducersWork(): Promise<void> {
  const by = 'steward'
  const all = (to: string, ...permissions: Permission[]) => {
    return { by, to, permissions, grantable: permissions }
  }
  for (const Name of databases) {
    const to = accounts[producers[Name]]
    await grantOn({ Database: { Name } }, all(to, 'CREATE_TABLE', 'DESCRIBE', 'ALTER'))
    await grantOn({ Table: { DatabaseName: Name, TableWildcard: {} } }, all(to, 'ALL'))
  }
  for (const account of ['alt-data', 'market-data'] as const) {
    const to = accounts[account]
    await grantTags(tags, all(to, 'ASSOCIATE', 'DESCRIBE'))
    const location = { DataLocation: { ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` } }
    await grantOn(location, all(to, 'DATA_LOCATION_ACCESS'))
  }
}
