import { givenTable, home, trades } from './given-governance.ts'

export const onDesk = {
  ...{ catalogId: home, name: 'us', text: "sym = 'US'" },
  columns: [{ name: 'sym', type: 'string' }],
}
export const named = { catalogId: home, name: 'us' }
export const forAll = { ...named, resource: trades }

/** The analyst may SELECT; a policy is there and attached to nothing. */
export async function givenRowPolicy() {
  const given = await givenTable()
  const admin = given.caller('admin')
  await given.governance.createRowPolicy(admin, onDesk)
  return { ...given, admin }
}
