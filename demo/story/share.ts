import { GetTableCommand } from '@aws-sdk/client-glue'
import {
  AddLFTagsToResourceCommand,
  GrantPermissionsCommand,
  type LFTag,
  type Permission,
} from '@aws-sdk/client-lakeformation'
import { personOf } from './clients.ts'
import { loadTable } from './iceberg.ts'
import { ALMOST_ALL } from './ingest.ts'
import { tags } from './lake.ts'
import { accounts } from './mesh.ts'
import { type Step, until, verify } from './step.ts'

const CatalogId = accounts.governance
const RESEARCH = `arn:aws:iam::${accounts.equities}:role/quant-research`
const QUANT = `arn:aws:iam::${accounts.equities}:user/quant`
const READY_SECONDS_MAX = 120

export const share: Step = {
  name: 'the steward shares domain=mobility with the equities account',
  async play() {
    const { lakeFormation } = personOf('steward')
    const LFTags = [{ TagKey: 'domain', TagValues: ['mobility'] }]
    const Resource = { Database: { Name: 'mobility' } }
    await lakeFormation.send(new AddLFTagsToResourceCommand({ Resource, LFTags }))
    const of = { profile: 'steward', to: accounts.equities, grantable: true, expression: LFTags }
    await grant({ ...of, ResourceType: 'DATABASE', Permissions: ['DESCRIBE'] })
    await grant({ ...of, ResourceType: 'TABLE', Permissions: ['SELECT', 'DESCRIBE'] })
    for (const [TagKey, TagValues] of Object.entries(tags))
      await lakeFormation.send(
        new GrantPermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: accounts.equities },
          Resource: { LFTag: { TagKey, TagValues } },
          // With it, their director may grant by narrower expressions.
          Permissions: ['DESCRIBE'],
          PermissionsWithGrantOption: ['DESCRIBE'],
        }),
      )
    const { Table } = await getFlights('director')
    verify(Table?.Name === 'flights', 'the director sees what was shared')
  },
}

export const refuse: Step = {
  name: 'quant is refused: nobody granted anything yet',
  async play() {
    await verifyRefused('quant')
    await verifyRefused('outsider')
  },
}

export const grantResearch: Step = {
  name: 'the director grants research: the rows without tailnum',
  async play() {
    const mobility = { TagKey: 'domain', TagValues: ['mobility'] }
    const internal = { TagKey: 'sensitivity', TagValues: ['internal'] }
    for (const to of [RESEARCH, QUANT]) {
      const of = { profile: 'director', to, grantable: false }
      const databases = { ...of, expression: [mobility] }
      await grant({ ...databases, ResourceType: 'DATABASE', Permissions: ['DESCRIBE'] })
      const tables = { ...of, expression: [mobility, internal] }
      await grant({ ...tables, ResourceType: 'TABLE', Permissions: ['SELECT', 'DESCRIBE'] })
    }
    const seen = await until(
      `the rows through ${ALMOST_ALL} for quant`,
      async () => {
        const answer = await loadTable('quant', 'mobility.flights')
        return answer.rows === undefined || answer.rows === 0 ? undefined : answer
      },
      {
        seconds: READY_SECONDS_MAX,
        seen: async () => JSON.stringify(await loadTable('quant', 'mobility.flights')),
      },
    )
    verify(seen.columns.includes('arr_delay'), 'quant reads mobility.flights')
    verify(!seen.columns.includes('tailnum'), 'quant does not see tailnum')
    await verifyRefused('outsider')
  },
}

async function grant(of: {
  profile: string
  to: string
  ResourceType: 'DATABASE' | 'TABLE'
  expression: LFTag[]
  Permissions: Permission[]
  grantable: boolean
}): Promise<void> {
  const { profile, to, ResourceType, expression: Expression, Permissions, grantable } = of
  await personOf(profile).lakeFormation.send(
    new GrantPermissionsCommand({
      CatalogId,
      Principal: { DataLakePrincipalIdentifier: to },
      Resource: { LFTagPolicy: { CatalogId, ResourceType, Expression } },
      Permissions,
      PermissionsWithGrantOption: grantable ? Permissions : [],
    }),
  )
}

function getFlights(profile: string) {
  const Name = 'flights'
  return personOf(profile).glue.send(
    new GetTableCommand({ CatalogId, DatabaseName: 'mobility', Name }),
  )
}

/** What is not granted looks as if it were not there, at every door and in its own words. */
export async function verifyRefused(profile: string): Promise<void> {
  const { status, error } = await loadTable(profile, 'mobility.flights')
  const refused = status === 403 || status === 404
  verify(refused, `${profile} refused by Iceberg REST, not ${status} ${error}`)
  const name = await getFlights(profile).then(
    () => 'an answer',
    (thrown: Error) => thrown.name,
  )
  const expected = name === 'AccessDeniedException' || name === 'EntityNotFoundException'
  verify(expected, `${profile} refused by Glue, not ${name}`)
}
