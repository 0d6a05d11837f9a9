import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'

const LISTS = ['servicecatalog:SearchProducts', 'elasticmapreduce:ListClusters']

/** Has the caller a use for clusters and the catalogue that they come from? */
export async function openTo({ identity }: ComputeDeps, caller: Caller): Promise<boolean> {
  const asked = LISTS.map((action) => identity.allows(caller, { action, resource: '*' }))
  return (await Promise.all(asked)).every(Boolean)
}
