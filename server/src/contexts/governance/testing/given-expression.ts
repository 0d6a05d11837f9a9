import { givenTags, home } from './given-governance.ts'

export const saved = {
  catalogId: home,
  name: 'E',
  expression: [{ key: 'domain', values: ['market'] }],
} as const

/** The table tagged domain=market, and saved expression E, which means that. */
export async function givenExpression() {
  const given = await givenTags()
  const { governance, caller } = given
  const resource = { kind: 'database', database: 'mkt' } as const
  const pairs = [{ key: 'domain', value: 'market' }]
  await governance.addTagsToResource(caller('admin'), { catalogId: home, resource, pairs })
  await governance.createTagExpression(caller('admin'), saved)
  return given
}
