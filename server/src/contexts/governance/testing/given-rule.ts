import {
  arn,
  type GivenGovernance,
  givenShare,
  grantOfTrades,
  home,
  table,
  trades,
} from './given-governance.ts'

export const PURPOSE = 'evaluate the vendor'
export const stewards = [arn('ana'), arn('ben'), 'arn:aws:iam::700000000001:role/steward']
export const secret = {
  name: 'restricted data',
  expression: [{ key: 'sens', values: ['restricted'] }],
  approvers: stewards,
  persons: 2,
}

/** Column `pnl` is restricted, and two of three stewards, who may all grant, must approve. */
export async function givenRule(rules: (typeof secret)[] = [secret]) {
  const given = await givenShare()
  const { governance, caller } = given
  const admin = caller('admin')
  const sens = { catalogId: home, key: 'sens', values: ['internal', 'restricted'] }
  await governance.createTag(admin, sens)
  await tag(given, ['pnl'], 'restricted')
  for (const principal of stewards)
    await governance.grantPermissions(admin, {
      ...{ ...grantOfTrades, principal, permissions: ['SELECT', 'DESCRIBE'] },
      grantable: ['SELECT', 'DESCRIBE'],
    })
  await governance.putApprovalRules(admin, { rules })
  const analyst = caller('analyst')
  const wish = { catalogId: home, resource: trades, purpose: PURPOSE } as const
  const { id } = await governance.requestAccess(analyst, wish)
  const reads = () => governance.demandTable(analyst, table.id, 'SELECT')
  return { ...given, analyst, id, reads, ana: caller('ana'), ben: caller('ben') }
}

export async function tag(
  { governance, caller }: GivenGovernance,
  include: string[],
  value: string,
) {
  await governance.addTagsToResource(caller('admin'), {
    catalogId: home,
    resource: { ...trades, kind: 'columns', include },
    pairs: [{ key: 'sens', value }],
  })
}
