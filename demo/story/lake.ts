import { CreateDatabaseCommand, GetDatabasesCommand } from '@aws-sdk/client-glue'
import {
  CreateLFTagCommand,
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  ListLFTagsCommand,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { personOf, unlessThere } from './clients.ts'
import { accounts } from './mesh.ts'
import { type Step, verify } from './step.ts'

export const tags: Readonly<Record<string, string[]>> = {
  domain: ['market', 'mobility', 'reference'],
  sensitivity: ['public', 'internal', 'restricted'],
  licence: ['trial', 'production'],
}

export const databases = ['market', 'mobility', 'features'] as const
/** Each database has one producing account: nobody tags or changes another team's tables. */
const producers = { market: 'market-data', mobility: 'alt-data', features: 'alt-data' } as const

export const LAKE_BUCKET = 'demo-lake'

const userArn = (account: keyof typeof accounts, user: string) =>
  `arn:aws:iam::${accounts[account]}:user/${user}`

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
          CreateDatabaseDefaultPermissions: [],
          CreateTableDefaultPermissions: [],
        },
      }),
    )
  }
}

/** The producer's account makes tables in the databases that the steward owns, and tags them. */
async function letProducersWork(): Promise<void> {
  const { lakeFormation } = personOf('steward')
  const grant = (input: ConstructorParameters<typeof GrantPermissionsCommand>[0]) =>
    lakeFormation.send(new GrantPermissionsCommand(input))
  for (const Name of databases) {
    const Principal = { DataLakePrincipalIdentifier: accounts[producers[Name]] }
    await grant({
      ...{ Principal, Resource: { Database: { Name } } },
      ...withGrantOption('CREATE_TABLE', 'DESCRIBE', 'ALTER'),
    })
    await grant({
      ...{ Principal, Resource: { Table: { DatabaseName: Name, TableWildcard: {} } } },
      ...withGrantOption('ALL'),
    })
  }
  for (const account of ['alt-data', 'market-data'] as const) {
    const Principal = { DataLakePrincipalIdentifier: accounts[account] }
    for (const [TagKey, TagValues] of Object.entries(tags))
      await grant({
        Principal,
        Resource: { LFTag: { TagKey, TagValues } },
        ...withGrantOption('ASSOCIATE', 'DESCRIBE'),
      })
    await grant({
      Principal,
      Resource: { DataLocation: { ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` } },
      ...withGrantOption('DATA_LOCATION_ACCESS'),
    })
  }
}

function withGrantOption(...Permissions: Permission[]) {
  return { Permissions, PermissionsWithGrantOption: Permissions }
}
