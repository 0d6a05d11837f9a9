import { FROM_HOST } from '../../../testing/identity.ts'
import { type GivenLake, givenLake } from '../../../testing/lake.ts'
import type { GrantCommand } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'

export interface GivenGoverned extends AsyncDisposable {
  lake: GivenLake
  /** Administers the lake. */
  ana: Caller
  /** May do everything by IAM, and what is granted. */
  ben: Caller
  grant(given: Pick<GrantCommand, 'resource' | 'permissions'>): Promise<void>
}

/** A catalog under Lake Formation alone, where nothing is open to whom it was not granted. */
export async function givenGoverned(): Promise<GivenGoverned> {
  const lake = await givenLake()
  const { governance, identity } = lake
  const { caller: ana } = await identity.authenticate(lake.home, FROM_HOST)
  const { accountId } = ana
  await governance.putDataLakeSettings(ana, {
    ...{ accountId, admins: [ana.principalArn], readOnlyAdmins: [] },
    ...{ openDatabases: false, openTables: false, parameters: {}, trustedResourceOwners: [] },
    ...{ externalFiltering: false, fullTableExternalAccess: false },
    externalFilteringAllowList: [],
    sessionTagValues: [],
  })
  const { arn } = await identity.createUser(ana, { name: 'ben' })
  const policy = { kind: 'user', name: 'ben', policyName: 'own' } as const
  const statement = {
    Effect: 'Allow',
    Action: ['glue:*', 'lakeformation:GetDataAccess'],
    Resource: '*',
  }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  await identity.putInlinePolicy(ana, { ...policy, text })
  const key = await identity.createAccessKey(ana, { userName: 'ben' })
  const { caller: ben } = await identity.authenticate(key, FROM_HOST)
  const grantOf = (principal: string) => ({ catalogId: accountId, principal, grantable: [] })
  await governance.grantPermissions(ana, {
    ...grantOf(ana.principalArn),
    resource: { kind: 'catalog' },
    permissions: ['CREATE_DATABASE'],
  })
  return {
    ...{ lake, ana, ben },
    grant: async (given) => {
      await governance.grantPermissions(ana, { ...grantOf(arn), ...given })
    },
    [Symbol.asyncDispose]: () => lake[Symbol.asyncDispose](),
  }
}
