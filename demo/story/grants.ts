import {
  GrantPermissionsCommand,
  type LFTag,
  type Permission,
  type Resource,
} from '@aws-sdk/client-lakeformation'
import { personOf } from './clients.ts'
import { accounts } from './names.ts'

const CatalogId = accounts.governance

interface Given {
  /** Who grants. */
  by: string
  /** ARN, or the id of an account. */
  to: string
  permissions: Permission[]
  /** What may be handed on. */
  grantable?: Permission[]
}

/** Grants something of the governance account's catalog. */
export async function grantOn(resource: Resource, given: Given): Promise<void> {
  const { by, to, permissions, grantable = [] } = given
  await personOf(by).lakeFormation.send(
    new GrantPermissionsCommand({
      CatalogId,
      Principal: { DataLakePrincipalIdentifier: to },
      Resource: resource,
      Permissions: permissions,
      PermissionsWithGrantOption: grantable,
    }),
  )
}

/** Opens databases and the tables in them to who holds grants on an expression of tags. */
export async function grantTagged(
  expression: { databases: LFTag[]; tables: LFTag[] },
  { by, to, grantable }: Pick<Given, 'by' | 'to'> & { grantable: boolean },
): Promise<void> {
  const of = (permissions: Permission[]) => {
    return { by, to, permissions, grantable: grantable ? permissions : [] }
  }
  const policy = (ResourceType: 'DATABASE' | 'TABLE', Expression: LFTag[]) => {
    return { LFTagPolicy: { CatalogId, ResourceType, Expression } }
  }
  await grantOn(policy('DATABASE', expression.databases), of(['DESCRIBE']))
  await grantOn(policy('TABLE', expression.tables), of(['SELECT', 'DESCRIBE']))
}

/** Whoever grants by tags must see them. */
export async function grantTags(
  keys: Readonly<Record<string, string[]>>,
  given: Given,
): Promise<void> {
  for (const [TagKey, TagValues] of Object.entries(keys))
    await grantOn({ LFTag: { CatalogId, TagKey, TagValues } }, given)
}
