import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { createAccount } from '../../../cli/src/commands/account.ts'
import { openHome } from '../../../cli/src/home.ts'
import { hasProfile, writeProfile } from '../../../cli/src/profiles.ts'
import { personOf, unlessThere } from '../clients.ts'
import { type AccountName, accounts } from '../names.ts'
import { rememberPerson, secretText } from '../people.ts'
import { dataRights, pipelineRights, quantRights, researchRights, trusted } from '../policies.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

interface Wanted {
  account: AccountName
  profile: string
  is: string
  managed: readonly string[]
  inline?: object
}

const people: readonly Wanted[] = [
  {
    account: 'governance',
    profile: 'steward',
    is: 'data lake admin',
    managed: ['AdministratorAccess'],
  },
  { account: 'governance', profile: 'auditor', is: 'read-only admin', managed: ['ReadOnlyAccess'] },
  {
    account: 'market-data',
    profile: 'market-producer',
    is: 'producer of prices',
    managed: ['AdministratorAccess'],
  },
  {
    account: 'alt-data',
    profile: 'altdata-producer',
    is: 'producer of vendors’ data',
    managed: ['AdministratorAccess'],
  },
  {
    account: 'equities',
    profile: 'director',
    is: 'admin of the equities account',
    managed: ['AdministratorAccess'],
  },
  {
    account: 'equities',
    profile: 'quant',
    is: 'data scientist',
    managed: [],
    inline: quantRights(accounts.equities),
  },
  { account: 'outsider', profile: 'outsider', is: 'granted nothing', managed: ['PowerUserAccess'] },
]

export const makeMesh: Step = {
  name: 'accounts, people and roles',
  async play() {
    for (const name of Object.keys(accounts) as AccountName[]) await ensureAccount(name)
    for (const wanted of people) await ensurePerson(wanted)
    await ensureRole('equities', 'quant-research', researchRights(accounts.equities))
    await ensureRole('alt-data', 'flights-pipeline', pipelineRights(accounts['alt-data']))
    await ensureRole('alt-data', 'flights-ingestion', dataRights())
    const { Arn } = await personOf('quant').sts.send(new GetCallerIdentityCommand({}))
    verify(Arn === `arn:aws:iam::${accounts.equities}:user/quant`, 'quant is who quant says')
  },
}

async function ensureAccount(name: AccountName): Promise<void> {
  const home = openHome()
  if (hasProfile(home.path, `${name}-admin`)) return
  await createAccount(home, { name, id: accounts[name], organization: name !== 'outsider' })
}

async function ensurePerson({ account, profile, is, managed, inline }: Wanted): Promise<void> {
  const home = openHome()
  if (hasProfile(home.path, profile)) return
  const { iam } = personOf(`${account}-admin`)
  const UserName = profile
  await unlessThere(iam.send(new CreateUserCommand({ UserName })))
  for (const name of managed) {
    const PolicyArn = `arn:aws:iam::aws:policy/${name}`
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }))
  }
  if (inline) {
    const PolicyDocument = JSON.stringify(inline)
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'work', PolicyDocument }))
  }
  const password = secretText()
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: password }))
  rememberPerson(home.path, { account, user: profile, password, is })
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  writeProfile(
    home.path,
    {
      name: profile,
      accountId: accounts[account],
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
    home,
  )
}

async function ensureRole(account: AccountName, name: string, rights: object): Promise<void> {
  const { iam } = personOf(`${account}-admin`)
  const RoleName = name
  const trust = JSON.stringify(trusted(accounts[account]))
  await unlessThere(iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust })))
  const PolicyDocument = JSON.stringify(rights)
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }))
}
